// ServiceNetwork: what gives Services their addresses and ports: the allocators, the default ServiceCIDR, the repair.
//
//   ServiceNetwork network(options, backend, registry);   // before anything is served
//   PINTLE_TRY_VOID(network.prepare());                   // before the kubernetes Service is made
//   network.start();                                      // repairs now and then, on a thread of its own
//
// Ownership: main; the backend outlives it. stop() before the store stops. Thread: main's.
// Source: pkg/controlplane/controller/defaultservicecidr, pkg/registry/core/rest/storage_core.go (how the allocators are made).
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "api/call.h"
#include "base/result.h"
#include "groups/core/service_repair.h"
#include "server/options.h"

namespace pintle::server {

class ServiceNetwork {
 public:
  ServiceNetwork(const Options& options, const api::Backend& backend, api::Registry& registry);
  ~ServiceNetwork() { stop(); }
  ServiceNetwork(const ServiceNetwork&) = delete;

  // Makes the default ServiceCIDR, or brings it up to date, and repairs once. Blocks.
  Result<void> prepare();
  void start();
  void stop();

 private:
  Result<void> keep_default_range();
  Result<void> round();
  void run(std::stop_token stopping);

  const Options& options_;
  const api::Backend& backend_;
  const api::Resource& ranges_;
  core::ServiceRepair repair_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;
};

}  // namespace pintle::server

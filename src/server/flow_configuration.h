// FlowConfiguration: makes and maintains the FlowSchemas and PriorityLevelConfigurations that every server has, and says on each FlowSchema
// whether its priority level is there (the condition Dangling).
//
//   FlowConfiguration flow(backend);
//   flow.start();                                        // after the store is readable; once a minute, and when one of them changes
//   readyz.set("poststarthook/priority-and-fairness-config-producer", [&] { return flow.fault(); });
//
// DIFFERS: upstream writes to one FlowSchema at most six times a minute, for servers that do not agree.
// Ownership: main; the backend outlives it. stop() before the store stops. Thread: main's; fault() on any.
// Source: pkg/registry/flowcontrol/rest/storage_flowcontrol.go, k8s.io/apiserver/pkg/util/flowcontrol/apf_controller.go.
#pragma once

#include <atomic>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "api/call.h"
#include "base/result.h"
#include "groups/flowcontrol/bootstrap_configuration.h"
#include "server/rounds.h"
#include "store/store.h"

namespace pintle::server {

class FlowConfiguration {
 public:
  explicit FlowConfiguration(const api::Backend& backend);
  ~FlowConfiguration() { stop(); }

  void start();
  void stop();
  // "" once all of them were there.
  std::string fault() const;

 private:
  void maintain();
  Result<void> ensure();
  Result<void> ensure_kind(const api::Resource& resource, std::span<const flowcontrol::BootstrapObject> wanted);
  Result<void> sync_conditions();
  Result<void> commit(std::vector<store::Transaction> transactions);

  const api::Backend& backend_;
  const api::Resource& levels_;
  const api::Resource& schemas_;
  std::atomic<bool> ensured_{false};
  Rounds rounds_;
  std::vector<std::unique_ptr<store::Subscription>> subscriptions_;
};

}  // namespace pintle::server

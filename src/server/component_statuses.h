// ComponentStatuses: how the parts of the control plane are doing, asked when somebody wants to know: the controller manager and the
// scheduler at their usual ports of this machine, and the store.
//
// Ownership: the registry's; client and store outlive it. Thread: any loop.
// Source: pkg/registry/core/componentstatus, pkg/registry/core/rest/storage_core.go (serversToValidate), pkg/probe/http.
#pragma once

#include <memory>

#include "api/observer.h"
#include "net/client.h"

namespace pintle::server {

class ComponentStatuses final : public api::Observer {
 public:
  static Result<std::shared_ptr<const ComponentStatuses>> create(net::Client& client);

  Task<Result<object::Document>> get(api::Call& call, std::string_view name) const override;
  Task<Result<std::vector<object::Document>>> list(api::Call& call) const override;

 private:
  ComponentStatuses(net::Client& client, std::shared_ptr<const net::ClientTls> tls) : client_(client), tls_(std::move(tls)) {}
  // `url` "" is the store.
  Task<object::Document> observe(std::string_view name, std::string_view url) const;

  net::Client& client_;
  std::shared_ptr<const net::ClientTls> tls_;  // verifies nothing: the parts show certificates of their own making
};

}  // namespace pintle::server

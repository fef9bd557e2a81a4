// AccessControl: who may do what, as --authorization-mode says: the authorizer, and the parts that it decides on.
//
//   PINTLE_TRY(running.access, AccessControl::create(options, store, cache)); // before anything is admitted
//   running.access->attach(registry);                                         // reviews are answered, roles are guarded
//
// Ownership: main; the store, the cache and the registry outlive it. Thread: main's; authorizer() on any. stop() before the store stops.
// Errors: a policy that cannot be read.
#pragma once

#include <memory>

#include "access/node/node_graph.h"
#include "access/rbac/policy_index.h"
#include "api/resource.h"
#include "auth/authorizer.h"
#include "server/options.h"
#include "store/store.h"

namespace pintle::server {

class AccessControl {
 public:
  static Result<std::unique_ptr<AccessControl>> create(const Options& options, store::Store& store, const cache::Cache& cache);

  const auth::Authorizer& authorizer() const { return *authorizer_; }
  void attach(api::Registry& registry) const;
  void stop();

 private:
  AccessControl(store::Store& store, const cache::Cache& cache) : nodes_(store, cache) {}
  Result<std::unique_ptr<auth::Authorizer>> make(const std::string& mode, const Options& options);

  access::PolicyIndex policy_;
  access::NodeGraph nodes_;
  std::unique_ptr<auth::Authorizer> authorizer_;
};

}  // namespace pintle::server

#include "server/access_control.h"

#include <algorithm>

#include "access/abac/policy_file.h"
#include "access/node/node_authorizer.h"
#include "access/rbac/escalation_guard.h"
#include "access/rbac/rbac_authorizer.h"
#include "access/reviews/access_reviews.h"
#include "base/go_text.h"

namespace pintle::server {

Result<std::unique_ptr<AccessControl>> AccessControl::create(const Options& options, store::Store& store, const cache::Cache& cache) {
  std::unique_ptr<AccessControl> access(new AccessControl(store, cache));
  std::vector<std::unique_ptr<auth::Authorizer>> parts;
  parts.push_back(auth::allow_masters());
  for (const std::string& mode : options.authorization_modes) {
    PINTLE_TRY(auto part, access->make(mode, options));
    parts.push_back(std::move(part));
  }
  // Roles are guarded by what they say, whether or not they decide on anything.
  PINTLE_TRY_VOID(access->policy_.follow(store));
  access->authorizer_ = auth::union_of(std::move(parts));
  return access;
}

Result<std::unique_ptr<auth::Authorizer>> AccessControl::make(const std::string& mode, const Options& options) {
  if (mode == "AlwaysAllow") return auth::always_allow();
  if (mode == "AlwaysDeny") return auth::always_deny();
  if (mode == "Node") {
    nodes_.start();
    return access::node_authorizer(nodes_);
  }
  if (mode == "ABAC") return access::load_abac_policy(options.authorization_policy_file);
  if (mode == "RBAC") return access::rbac_authorizer(policy_);
  return fail(Status::bad_request("authorization mode " + go_quoted(mode) + " is not supported by this server yet"));
}

void AccessControl::stop() {
  policy_.stop();
  nodes_.stop();
}

void AccessControl::attach(api::Registry& registry) const {
  access::answer_reviews(registry, *authorizer_);
  const auto guard = std::make_shared<access::EscalationGuard>(policy_, *authorizer_);
  for (const std::string_view resource : {"roles", "rolebindings", "clusterroles", "clusterrolebindings"})
    registry.accompany(access::kRbacGroup, "v1", resource, guard);
}

}  // namespace pintle::server

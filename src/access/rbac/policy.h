// Policy: all roles and bindings of a cluster at one moment, found by who they give something to.
//
//   const Ref<const Policy> policy = index.policy();
//   auth::Decision decision = policy->decide(attributes);
//
// Shape: a binding stands under each of its subjects, separately for each namespace ("" is the whole cluster): a decision looks up the
// user and each group of the user, in the cluster and in the request's namespace, and the roles of what it finds. ServiceAccounts are
// the users they appear as. So its cost does not depend on how many bindings others have.
//
// Immutable; any thread; PolicyIndex (policy_index.h) makes and publishes them.
// Errors: a binding whose role is not there is skipped and told in the reason of a refusal.
// Source: plugin/pkg/auth/authorizer/rbac/rbac.go, pkg/registry/rbac/validation/rule.go.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/rbac/rule.h"
#include "access/rbac/sharded_map.h"
#include "base/ref.h"
#include "base/result.h"

namespace pintle::access {

inline constexpr std::string_view kRbacGroup = "rbac.authorization.k8s.io";

struct Role {
  std::vector<Rule> rules;
};

struct RoleRef {
  std::string kind;  // "Role", "ClusterRole"
  std::string name;
};

struct Binding {
  struct Subject {
    std::string kind;  // "User", "Group", "ServiceAccount"
    std::string name;
    std::string namespace_;
  };
  std::string namespace_;  // "" for a ClusterRoleBinding
  std::string name;
  RoleRef role;
  std::vector<Subject> subjects;
};

class Policy final : public RefCounted<Policy> {
 public:
  auth::Decision decide(const auth::Attributes& attributes) const;

  // Every rule that holds for the user in the namespace ("" is none: only what holds everywhere), in the order of the bindings' names,
  // and what kept some from being found. `missing_as`: the resource that such an error names, if it is not the role's own.
  struct UserRules {
    std::vector<Rule> rules;
    std::vector<std::string> errors;  // each once
  };
  UserRules rules_for(const auth::User& user, std::string_view namespace_, std::string_view missing_as = {}) const;

  // The rules of a role as a binding in this namespace means it; they live as long as the policy.
  Result<std::span<const Rule>> rules_of(const RoleRef& role, std::string_view namespace_, std::string_view missing_as = {}) const;

 private:
  friend class PolicyIndex;
  using Bindings = std::vector<std::shared_ptr<const Binding>>;

  ShardedMap<Role> roles_;           // "namespace/name", of ClusterRoles "/name"
  ShardedMap<Bindings> by_subject_;  // subject_key()
};

// Where the bindings of a user or a group are found: `kind` is 'u' or 'g'.
std::string subject_key(std::string_view namespace_, char kind, std::string_view name);
// The first subject of the binding that is this user; null when none is.
const Binding::Subject* subject_of(const Binding& binding, const auth::User& user);
// The name of the user that a ServiceAccount is, "" when the subject leaves its namespace open.
std::string service_account_user(const Binding::Subject& subject, std::string_view binding_namespace);

}  // namespace pintle::access

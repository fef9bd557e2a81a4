// Authorization: may this user do this?
//
//   Decision decision = co_await authorizer.authorize({.user = user, .verb = "list", .resource = "pods", .namespace_ = "x", .is_resource =
//   true}); if (!decision.allowed()) return fail(forbidden(attributes, decision.reason));
//
// An Authorizer allows, denies for good, or has no opinion; a union asks several in their order and the first that has an opinion
// decides; without one it is refused. Parts: masters (may do everything) and, in the order of
// --authorization-mode, what src/access makes: node, RBAC, ABAC, webhook.
//
// Errors: none of its own; what keeps a part from deciding is told in the reason. Thread: any. A part never blocks; only one that asks
// elsewhere (a webhook) suspends, the others decide on what they hold in memory. The attributes outlive the call.
// Source: k8s.io/apiserver/pkg/authorization/{authorizer,union}, endpoints/handlers/responsewriters/errors.go.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "auth/user.h"
#include "base/status.h"
#include "base/task.h"

namespace pintle::auth {

// What is asked for. Views live as long as the request.
struct Attributes {
  const User* user = nullptr;
  std::string_view verb;  // get, list, watch, create, ...; the lower-case method when it is no resource
  std::string_view namespace_;
  std::string_view group;
  std::string_view version;
  std::string_view resource;
  std::string_view subresource;
  std::string_view name;
  bool is_resource = false;
  std::string_view path;  // of the URL, unescaped; decides when it is no resource
  // As sent, "" for none; the node authorizer and webhooks parse them.
  std::string_view field_selector;
  std::string_view label_selector;
};

struct Decision {
  enum class Kind : uint8_t { kNoOpinion, kAllow, kDeny };
  Kind kind = Kind::kNoOpinion;
  std::string reason;  // why, or why not: told to the client behind the message of a refusal; "" for none
  std::string error;   // what kept it from deciding; "" for none
  bool allowed() const { return kind == Kind::kAllow; }
};

// What a user may do, as far as it can be listed. Lists as in a role's rules: "*" is everything.
struct UserRules {
  struct Resources {
    std::vector<std::string> verbs, groups, resources, names;
  };
  struct Paths {
    std::vector<std::string> verbs, paths;
  };
  std::vector<Resources> resources;
  std::vector<Paths> paths;
  bool incomplete = false;
  std::vector<std::string> errors;
};

class Authorizer {
 public:
  virtual ~Authorizer() = default;
  virtual Task<Decision> authorize(const Attributes& attributes) const = 0;
  // In this namespace, beside what holds everywhere. Nothing, unless a part can tell.
  virtual UserRules rules_for(const User&, std::string_view /*namespace_*/) const { return {}; }
};

// Several errors as Go's aggregate prints them, each once: "", "a", "[a, b]".
std::string joined_errors(const std::vector<std::string>& errors);

// The first opinion of `parts`, in order. Reasons of those without one are joined by line ends.
std::unique_ptr<Authorizer> union_of(std::vector<std::unique_ptr<Authorizer>> parts);
// Members of system:masters may do everything.
std::unique_ptr<Authorizer> allow_masters();
// The modes AlwaysAllow and AlwaysDeny. Masters are asked before every mode.
std::unique_ptr<Authorizer> always_allow();
std::unique_ptr<Authorizer> always_deny();

// The 403: `pods "a" is forbidden: User "alice" cannot get resource "pods" in API group "" in the namespace "x": <reason>`.
Status forbidden(const Attributes& attributes, std::string_view reason);

}  // namespace pintle::auth

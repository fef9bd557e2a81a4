// Authorization: may this user do this?
//
//   Decision decision = co_await authorizer.authorize({.user = user, .verb = "list", .resource = "pods", .namespace_ = "x", .is_resource =
//   true}); if (!decision.allowed()) return fail(forbidden(attributes, decision.reason));
//
// An Authorizer allows, denies for good, or has no opinion; a union asks several in their order and the first that has an opinion
// decides; without one it is refused. Parts: masters (may do everything), the default policy (default_policy.h), later node, RBAC,
// webhook, in the order of --authorization-mode.
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
  std::string reason;  // why not, told to the client behind the message; "" for none
  bool allowed() const { return kind == Kind::kAllow; }
};

class Authorizer {
 public:
  virtual ~Authorizer() = default;
  virtual Task<Decision> authorize(const Attributes& attributes) const = 0;
};

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

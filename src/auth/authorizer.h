// Authorization: may this user do this?
//
//   Decision decision = co_await authorizer.authorize({.user = user, .verb = "list", .resource = "pods", .namespace_ = "x", .is_resource =
//   true}); if (!decision.allowed()) return fail(forbidden(attributes, decision.reason));
//
// An Authorizer allows, denies for good, or has no opinion; a union asks several in their order and the first that has an opinion
// decides; without one it is refused. Parts: masters (may do everything) and, in the order of
// --authorization-mode, what src/access makes: node, RBAC, ABAC, webhook.
//
// Errors: what keeps a part from deciding (a webhook that does not answer) is in Decision::error, beside its decision; a request that
// is not allowed is then answered with it, as 500. Thread: any. A part never blocks; only one that asks elsewhere (a webhook) suspends, the
// others decide on what they hold in memory. The attributes outlive the call.
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

// A part of a union, and what metrics call it. Parts without a type are not counted.
struct NamedAuthorizer {
  std::shared_ptr<const Authorizer> authorizer;
  std::string type;  // the mode: "RBAC", "Webhook"
  std::string name;  // "rbac"; a webhook's own
};

// Is told which part has decided, with kAllow or kDeny. Must not block.
class DecisionObserver {
 public:
  virtual ~DecisionObserver() = default;
  virtual void decided(const NamedAuthorizer& by, Decision::Kind kind) = 0;
};

// The first opinion of `parts`, in order, with its reason and error alone. When none has one: all reasons, joined by line ends, and all
// errors.
std::unique_ptr<Authorizer> union_of(std::vector<std::unique_ptr<Authorizer>> parts);
// `observer` outlives it; null: nobody is told.
std::unique_ptr<Authorizer> union_of(std::vector<NamedAuthorizer> parts, DecisionObserver* observer);
// Members of system:masters may do everything.
std::unique_ptr<Authorizer> allow_masters();
// The modes AlwaysAllow and AlwaysDeny. Masters are asked before every mode.
std::unique_ptr<Authorizer> always_allow();
std::unique_ptr<Authorizer> always_deny();

// `&`, `<` and `>` as HTML writes them: what is told of a request must not look like a page to a browser.
std::string without_markup(std::string_view text);
// The 403: `pods "a" is forbidden: User "alice" cannot get resource "pods" in API group "" in the namespace "x": <reason>`.
Status forbidden(const Attributes& attributes, std::string_view reason);

}  // namespace pintle::auth

#include "auth/default_policy.h"

#include "base/check.h"

namespace pintle::auth {
namespace {

enum class Audience : bool { kEverybody, kAuthenticated };

struct PathRule {
  Audience audience;
  std::string_view path;  // for the verb get; a * at the end stands for any rest
};
constexpr PathRule kPathRules[] = {
    // system:public-info-viewer
    {Audience::kEverybody, "/livez"},
    {Audience::kEverybody, "/readyz"},
    {Audience::kEverybody, "/healthz"},
    {Audience::kEverybody, "/version"},
    {Audience::kEverybody, "/version/"},
    // DIFFERS: upstream grants this to service accounts only; the recorded server grants it to everybody, and verifiers of tokens
    // outside the cluster need it.
    {Audience::kEverybody, "/.well-known"},
    {Audience::kEverybody, "/.well-known/*"},
    // system:discovery
    {Audience::kAuthenticated, "/openapi"},
    {Audience::kAuthenticated, "/openapi/*"},
    {Audience::kAuthenticated, "/api"},
    {Audience::kAuthenticated, "/api/*"},
    {Audience::kAuthenticated, "/apis"},
    {Audience::kAuthenticated, "/apis/*"},
};

struct CreateRule {
  std::string_view group, resource;
};
// system:basic-user, for the authenticated.
constexpr CreateRule kCreateRules[] = {
    {"authorization.k8s.io", "selfsubjectaccessreviews"},
    {"authorization.k8s.io", "selfsubjectrulesreviews"},
    {"authentication.k8s.io", "selfsubjectreviews"},
};

bool matches(std::string_view rule, std::string_view path) {
  return rule.ends_with('*') ? path.starts_with(rule.substr(0, rule.size() - 1)) : path == rule;
}

bool may_get_path(std::string_view path, bool authenticated) {
  for (const PathRule& rule : kPathRules) {
    if ((authenticated || rule.audience == Audience::kEverybody) && matches(rule.path, path)) return true;
  }
  return false;
}

bool may_create(std::string_view group, std::string_view resource) {
  for (const CreateRule& rule : kCreateRules) {
    if (rule.group == group && rule.resource == resource) return true;
  }
  return false;
}

class DefaultPolicy final : public Authorizer {
 public:
  Task<Decision> authorize(const Attributes& attributes) const override {
    bool authenticated = attributes.user != nullptr && attributes.user->in_group(kAuthenticatedGroup);
    bool allowed = attributes.is_resource ? authenticated && attributes.verb == "create" && attributes.subresource.empty() &&
                                                may_create(attributes.group, attributes.resource)
                                          : attributes.verb == "get" && may_get_path(attributes.path, authenticated);
    co_return Decision{.kind = allowed ? Decision::Kind::kAllow : Decision::Kind::kNoOpinion};
  }
};

}  // namespace

std::unique_ptr<Authorizer> default_policy() { return std::make_unique<DefaultPolicy>(); }

std::unique_ptr<Authorizer> authorizer_of_modes(std::span<const std::string> modes) {
  std::vector<std::unique_ptr<Authorizer>> parts;
  parts.push_back(allow_masters());
  for (const std::string& mode : modes) {
    if (mode == "AlwaysAllow") {
      parts.push_back(always_allow());
    } else if (mode == "AlwaysDeny") {
      parts.push_back(always_deny());
    } else if (mode == "RBAC") {
      parts.push_back(default_policy());
    } else {
      PINTLE_CHECK(mode == "Node");  // nobody is a node yet, so it has no opinion
    }
  }
  return union_of(std::move(parts));
}

}  // namespace pintle::auth

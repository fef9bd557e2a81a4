#include "access/abac/policy_file.h"

#include <algorithm>
#include <vector>

#include "base/file.h"
#include "base/log.h"
#include "object/json.h"

namespace pintle::access {
namespace {

using auth::Attributes;
using object::Value;

constexpr std::string_view kApiVersion = "abac.authorization.kubernetes.io/v1beta1";

struct AbacPolicy {
  std::string user;
  std::string group;
  bool read_only = false;
  std::string api_group;
  std::string resource;
  std::string namespace_;
  std::string path;
};

std::string text_of(const Value& map, std::string_view key) {
  const Value* value = map.get(key);
  return value && value->is_string() ? std::string(value->as_string()) : "";
}

AbacPolicy read_members(const Value& map) {
  const Value* read_only = map.get("readonly");
  return {.user = text_of(map, "user"),
          .group = text_of(map, "group"),
          .read_only = read_only && read_only->as_bool(),
          .api_group = text_of(map, "apiGroup"),
          .resource = text_of(map, "resource"),
          .namespace_ = text_of(map, "namespace"),
          .path = text_of(map, "nonResourcePath")};
}

// "*" is everybody who is authenticated.
void widen_subject(AbacPolicy& policy) {
  if (policy.user != "*" && policy.group != "*") return;
  policy.group = auth::kAuthenticatedGroup;
  policy.user.clear();
}

// Of the first form: what is left out is everything.
void widen_unversioned(AbacPolicy& policy) {
  if (policy.user.empty() && policy.group.empty()) policy.group = auth::kAuthenticatedGroup;
  if (policy.namespace_.empty() && policy.resource.empty()) policy.path = "*";
  if (policy.namespace_.empty()) policy.namespace_ = "*";
  if (policy.resource.empty()) policy.resource = "*";
  policy.api_group = "*";
}

bool is_or_all(std::string_view pattern, std::string_view text) { return pattern == "*" || pattern == text; }

bool fits_user(const AbacPolicy& policy, const auth::User& user) {
  if (policy.user.empty() && policy.group.empty()) return false;
  return (policy.user.empty() || policy.user == user.name) && (policy.group.empty() || user.in_group(policy.group));
}

bool fits_path(std::string_view pattern, std::string_view path) {
  if (is_or_all(pattern, path)) return true;
  if (!pattern.ends_with('*')) return false;
  while (pattern.ends_with('*')) pattern.remove_suffix(1);
  return path.starts_with(pattern);
}

bool fits(const AbacPolicy& policy, const Attributes& asked) {
  const bool reads = asked.verb == "get" || asked.verb == "list" || asked.verb == "watch";
  if (!fits_user(policy, *asked.user) || (policy.read_only && !reads)) return false;
  if (!asked.is_resource) return fits_path(policy.path, asked.path);
  return is_or_all(policy.namespace_, asked.namespace_) && is_or_all(policy.resource, asked.resource) &&
         is_or_all(policy.api_group, asked.group);
}

class AbacAuthorizer final : public auth::Authorizer {
 public:
  explicit AbacAuthorizer(std::vector<AbacPolicy> policies) : policies_(std::move(policies)) {}

  Task<auth::Decision> authorize(const Attributes& asked) const override {
    const bool allowed = std::ranges::any_of(policies_, [&](const AbacPolicy& policy) { return fits(policy, asked); });
    if (allowed) co_return auth::Decision{.kind = auth::Decision::Kind::kAllow};
    co_return auth::Decision{.reason = "No policy matched."};
  }

  auth::UserRules rules_for(const auth::User& user, std::string_view namespace_) const override {
    auth::UserRules rules;
    for (const AbacPolicy& policy : policies_) {
      if (!fits_user(policy, user) || !is_or_all(policy.namespace_, namespace_)) continue;
      const std::vector<std::string> verbs =
          policy.read_only ? std::vector<std::string>{"get", "list", "watch"} : std::vector<std::string>{"*"};
      if (!policy.resource.empty()) rules.resources.push_back({verbs, {policy.api_group}, {policy.resource}, {}});
      if (!policy.path.empty()) rules.paths.push_back({verbs, {policy.path}});
    }
    return rules;
  }

 private:
  const std::vector<AbacPolicy> policies_;
};

std::string_view trimmed(std::string_view line) {
  constexpr std::string_view kSpace = " \t\r";
  const size_t begin = line.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return line.substr(begin, line.find_last_not_of(kSpace) - begin + 1);
}

Result<AbacPolicy> read_line(std::string_view line, bool& unversioned) {
  PINTLE_TRY(const object::Decoded decoded, object::decode_json(object::any_object_type(), Bytes::copy(line)));
  const Value& root = decoded.document.root();
  unversioned = text_of(root, "apiVersion").empty() || text_of(root, "kind").empty();
  if (!unversioned && (text_of(root, "apiVersion") != kApiVersion || text_of(root, "kind") != "Policy"))
    return fail(
        Status::bad_request("no kind \"" + text_of(root, "kind") + "\" is registered for version \"" + text_of(root, "apiVersion") + "\""));
  const Value* spec = root.get("spec");
  AbacPolicy policy = unversioned ? read_members(root) : spec ? read_members(*spec) : AbacPolicy();
  widen_subject(policy);
  if (unversioned) widen_unversioned(policy);
  return policy;
}

}  // namespace

Result<std::unique_ptr<auth::Authorizer>> parse_abac_policy(std::string_view text, const std::string& path) {
  std::vector<AbacPolicy> policies;
  bool any_unversioned = false;
  for (int number = 1; !text.empty(); ++number) {
    const size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (trimmed(line).empty() || trimmed(line).starts_with('#')) continue;
    bool unversioned = false;
    auto policy = read_line(trimmed(line), unversioned);
    if (!policy)
      return fail(Status::bad_request("error reading policy file " + path + ", line " + std::to_string(number) + ": " + std::string(line) +
                                      ": " + policy.error().message()));
    any_unversioned |= unversioned;
    policies.push_back(*std::move(policy));
  }
  if (any_unversioned) log_warning("The policy file contains rules without a version", {{"path", path}});
  return std::make_unique<AbacAuthorizer>(std::move(policies));
}

Result<std::unique_ptr<auth::Authorizer>> load_abac_policy(const std::string& path) {
  PINTLE_TRY(const std::string text, read_file(path));
  return parse_abac_policy(text, path);
}

}  // namespace pintle::access

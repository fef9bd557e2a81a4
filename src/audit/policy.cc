#include "audit/policy.h"

#include <algorithm>

namespace pintle::audit {
namespace {

bool has(const std::vector<std::string>& list, std::string_view text) { return std::ranges::find(list, text) != list.end(); }

bool path_matches(std::string_view path, std::string_view spec) {
  if (spec == "*" || spec == path) return true;
  if (!spec.ends_with('*')) return false;
  while (spec.ends_with('*')) spec.remove_suffix(1);
  return path.starts_with(spec);
}

bool fits_non_resource(const Rule& rule, const auth::Attributes& attributes) {
  if (attributes.is_resource) return false;
  return std::ranges::any_of(rule.non_resource_urls, [&](const std::string& spec) { return path_matches(attributes.path, spec); });
}

// Whether "pods", "pods/log", "pods/*", "*/log" or "*" names what was asked for.
bool resource_matches(std::string_view spec, const auth::Attributes& attributes) {
  if (spec == "*") return true;
  const size_t slash = spec.find('/');
  if (slash == std::string_view::npos) return attributes.subresource.empty() && spec == attributes.resource;
  const std::string_view resource = spec.substr(0, slash);
  const std::string_view subresource = spec.substr(slash + 1);
  // "pods/*" fits pods themselves, too: upstream compares only what stands before the star.
  if (subresource == "*" && resource == attributes.resource) return true;
  if (attributes.subresource.empty() || subresource != attributes.subresource) return false;
  return resource == "*" || resource == attributes.resource;
}

bool group_matches(const GroupResources& group, const auth::Attributes& attributes) {
  if (group.group != "*" && group.group != attributes.group) return false;
  if (group.resources.empty()) return true;
  if (!group.resource_names.empty() && !has(group.resource_names, attributes.name)) return false;
  return std::ranges::any_of(group.resources, [&](const std::string& spec) { return resource_matches(spec, attributes); });
}

bool fits_resource(const Rule& rule, const auth::Attributes& attributes) {
  if (!attributes.is_resource) return false;
  if (!rule.namespaces.empty() && !has(rule.namespaces, attributes.namespace_)) return false;
  if (rule.resources.empty()) return true;
  return std::ranges::any_of(rule.resources, [&](const GroupResources& group) { return group_matches(group, attributes); });
}

bool fits_user(const Rule& rule, const auth::User* user) {
  if (!rule.users.empty() && !(user && has(rule.users, user->name))) return false;
  if (rule.user_groups.empty()) return true;
  return user && std::ranges::any_of(user->groups, [&](const std::string& group) { return has(rule.user_groups, group); });
}

bool fits(const Rule& rule, const auth::Attributes& attributes) {
  if (!fits_user(rule, attributes.user)) return false;
  if (!rule.verbs.empty() && !has(rule.verbs, attributes.verb)) return false;
  if (!rule.namespaces.empty() || !rule.resources.empty()) return fits_resource(rule, attributes);
  return rule.non_resource_urls.empty() || fits_non_resource(rule, attributes);
}

}  // namespace

RequestConfig Policy::evaluate(const auth::Attributes& attributes) const {
  const auto rule = std::ranges::find_if(rules_, [&](const Rule& candidate) { return fits(candidate, attributes); });
  RequestConfig config{.omit_stages = omit_stages_, .omit_managed_fields = omit_managed_fields_};
  if (rule == rules_.end()) return config;
  config.level = rule->level;
  config.omit_stages.add(rule->omit_stages);
  config.omit_managed_fields = rule->omit_managed_fields.value_or(omit_managed_fields_);
  return config;
}

}  // namespace pintle::audit

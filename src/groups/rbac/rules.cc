#include "groups/rbac/rules.h"

#include <algorithm>
#include <array>
#include <span>

#include "groups/internal_json.h"
#include "object/validation.h"
#include "views/rbac_v1_mut.h"

namespace pintle::rbac {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::quoted;

void validate_rule(v1::PolicyRule rule, api::Scope scope, const FieldPath& path, ErrorList& errors) {
  if (rule.verbs().empty()) errors.required(path.child("verbs"), "verbs must contain at least one value");
  const object::ListView urls = rule.non_resource_urls();
  if (!urls.empty()) {
    const FieldPath urls_path = path.child("nonResourceURLs");
    if (scope == api::Scope::kNamespaced)
      errors.invalid(urls_path, groups::list_json(urls), "namespaced rules cannot apply to non-resource URLs");
    if (!rule.api_groups().empty() || !rule.resources().empty() || !rule.resource_names().empty())
      errors.invalid(urls_path, groups::list_json(urls), "rules cannot apply to both regular resources and non-resource URLs");
    return;
  }
  if (rule.api_groups().empty()) errors.required(path.child("apiGroups"), "resource rules must supply at least one api group");
  if (rule.resources().empty()) errors.required(path.child("resources"), "resource rules must supply at least one resource");
}

void validate_api_group(std::string_view group, std::string_view wanted, const FieldPath& path, ErrorList& errors) {
  if (group != wanted) errors.not_supported(path.child("apiGroup"), quoted(group), std::array{wanted});
}

void validate_subject(v1::Subject subject, api::Scope scope, const FieldPath& path, ErrorList& errors) {
  static constexpr std::string_view kKinds[] = {"ServiceAccount", "User", "Group"};
  const std::string_view name = subject.name();
  if (name.empty()) errors.required(path.child("name"), "");
  if (subject.kind() == "ServiceAccount") {
    if (!name.empty()) errors.invalid_text_each(path.child("name"), name, object::name_is_dns_subdomain(name, object::NameUse::kWhole));
    validate_api_group(subject.api_group(), "", path, errors);
    if (scope == api::Scope::kCluster && subject.namespace_().empty()) errors.required(path.child("namespace"), "");
  } else if (subject.kind() == "User" || subject.kind() == "Group") {
    validate_api_group(subject.api_group(), kGroup, path, errors);
  } else {
    errors.not_supported(path.child("kind"), quoted(subject.kind()), kKinds);
  }
}

}  // namespace

void validate_rules(object::ListView<v1::PolicyRule> rules, api::Scope scope, ErrorList& errors) {
  for (auto [index, rule] : rules.enumerate()) validate_rule(rule, scope, FieldPath("rules").index(index), errors);
}

void set_binding_defaults(v1::RoleRefMut role, object::ListMut<v1::SubjectMut> subjects) {
  if (role.api_group().empty()) role.set_api_group(kGroup);
  for (const v1::SubjectMut subject : subjects)
    if (subject.api_group().empty() && (subject.kind() == "User" || subject.kind() == "Group")) subject.set_api_group(kGroup);
}

void validate_binding(v1::RoleRef role, object::ListView<v1::Subject> subjects, api::Scope scope, ErrorList& errors) {
  static constexpr std::string_view kKinds[] = {"Role", "ClusterRole"};
  const std::span kinds = scope == api::Scope::kNamespaced ? std::span(kKinds) : std::span(kKinds).subspan(1);
  const FieldPath path("roleRef");
  validate_api_group(role.api_group(), kGroup, path, errors);
  if (std::ranges::find(kinds, role.kind()) == kinds.end()) errors.not_supported(path.child("kind"), quoted(role.kind()), kinds);
  if (role.name().empty())
    errors.required(path.child("name"), "");
  else
    errors.invalid_text_each(path.child("name"), role.name(), object::is_path_segment_name(role.name()));
  for (auto [index, subject] : subjects.enumerate()) validate_subject(subject, scope, FieldPath("subjects").index(index), errors);
}

void validate_role_ref_is_kept(v1::RoleRef role, v1::RoleRef old, ErrorList& errors) {
  if (role.api_group() == old.api_group() && role.kind() == old.kind() && role.name() == old.name()) return;
  errors.invalid(FieldPath("roleRef"), groups::internal_json_line(role), "cannot change roleRef");
}

}  // namespace pintle::rbac

#include "groups/core/resource_quota_rules.h"

#include <algorithm>
#include <set>
#include <span>

#include "groups/core/resource_amounts.h"
#include "groups/core/resource_names.h"
#include "groups/core/resource_rules.h"
#include "groups/internal_json.h"
#include "object/validation.h"
#include "views/core_v1.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::json_quoted;

constexpr std::string_view kBestEffort = "BestEffort";
constexpr std::string_view kNotBestEffort = "NotBestEffort";
constexpr std::string_view kTerminating = "Terminating";
constexpr std::string_view kNotTerminating = "NotTerminating";
constexpr std::string_view kPriorityClass = "PriorityClass";
constexpr std::string_view kCrossNamespaceAffinity = "CrossNamespacePodAffinity";
constexpr std::string_view kVolumeAttributesClass = "VolumeAttributesClass";
constexpr std::string_view kScopes[] = {kTerminating,   kNotTerminating,         kBestEffort,           kNotBestEffort,
                                        kPriorityClass, kCrossNamespaceAffinity, kVolumeAttributesClass};
constexpr std::string_view kPodResources[] = {"pods", "cpu", "memory", "limits.cpu", "limits.memory", "requests.cpu", "requests.memory"};
constexpr std::string_view kClaimResources[] = {"persistentvolumeclaims", "requests.storage"};

using Texts = object::ListView<std::string_view>;

bool contains(std::span<const std::string_view> texts, std::string_view text) { return std::ranges::find(texts, text) != texts.end(); }

bool scope_fits(std::string_view scope, std::string_view resource) {
  if (scope == kBestEffort) return resource == "pods";
  if (scope == kVolumeAttributesClass) return contains(kClaimResources, resource);
  return !contains(kScopes, scope) || contains(kPodResources, resource);
}

// Each resource of the quota that the scope has nothing to do with.
void validate_fit(v1::ResourceQuotaSpec spec, std::string_view scope, std::string_view value, const FieldPath& path, ErrorList& errors) {
  for (auto [resource, amount] : spec.hard())
    if (is_standard_quota_resource(resource) && !scope_fits(scope, resource))
      errors.invalid(path, value, "unsupported scope applied to resource");
}

void validate_conflicts(const std::set<std::string_view>& scopes, std::string_view value, const FieldPath& path, ErrorList& errors) {
  if (scopes.contains(kBestEffort) && scopes.contains(kNotBestEffort)) errors.invalid(path, value, "conflicting scopes");
  if (scopes.contains(kTerminating) && scopes.contains(kNotTerminating)) errors.invalid(path, value, "conflicting scopes");
}

void validate_scopes(v1::ResourceQuotaSpec spec, const FieldPath& path, ErrorList& errors) {
  const std::string value = groups::list_json(spec.scopes());
  std::set<std::string_view> scopes;
  for (const std::string_view scope : spec.scopes()) {
    if (!contains(kScopes, scope)) errors.invalid(path, value, "unsupported scope");
    validate_fit(spec, scope, value, path, errors);
    scopes.insert(scope);
  }
  validate_conflicts(scopes, value, path, errors);
}

void validate_requirement(v1::ScopedResourceSelectorRequirement requirement, const FieldPath& path, ErrorList& errors) {
  const std::string_view scope = requirement.scope_name();
  const std::string_view op = requirement.operator_();
  const bool only_exists = contains(kScopes, scope) && scope != kPriorityClass && scope != kVolumeAttributesClass;
  if (only_exists && op != "Exists")
    errors.invalid(path.child("operator"), json_quoted(op),
                   "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, "
                   "ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity");
  if (op == "In" || op == "NotIn") {
    if (requirement.values().empty())
      errors.required(path.child("values"), "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector");
  } else if (op == "Exists" || op == "DoesNotExist") {
    if (!requirement.values().empty())
      errors.invalid(path.child("values"), groups::list_json(requirement.values()),
                     "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector");
  } else {
    errors.invalid(path.child("operator"), json_quoted(op), "not a valid selector operator");
  }
}

void validate_scope_selector(v1::ResourceQuotaSpec spec, const FieldPath& path, ErrorList& errors) {
  std::set<std::string_view> scopes;
  for (const v1::ScopedResourceSelectorRequirement requirement : spec.scope_selector().match_expressions()) {
    const std::string_view scope = requirement.scope_name();
    if (!contains(kScopes, scope)) errors.invalid(path.child("scopeName"), json_quoted(scope), "unsupported scope");
    validate_fit(spec, scope, groups::internal_json_line(spec.scope_selector()), path, errors);
    validate_requirement(requirement, path, errors);
    scopes.insert(scope);
  }
  validate_conflicts(scopes, groups::list_json(spec.scopes()), path, errors);
}

std::set<std::string_view> set_of(Texts texts) {
  std::set<std::string_view> set;
  for (const std::string_view text : texts) set.insert(text);
  return set;
}

}  // namespace

void validate_quota_amounts(object::MapView<std::string_view> amounts, const FieldPath& path, ErrorList& errors) {
  for (auto [name, amount] : amounts) {
    validate_quota_resource_name(name, path.key(name), errors);
    validate_resource_amount(name, amount, path.key(name), errors);
  }
}

void validate_quota_spec(v1::ResourceQuotaSpec spec, const FieldPath& path, ErrorList& errors) {
  validate_quota_amounts(spec.hard(), path.child("hard"), errors);
  validate_scopes(spec, path.child("scopes"), errors);
  if (spec.scope_selector()) validate_scope_selector(spec, path.child("scopeSelector").child("matchExpressions"), errors);
}

void validate_scopes_are_kept(v1::ResourceQuotaSpec spec, v1::ResourceQuotaSpec old, const FieldPath& path, ErrorList& errors) {
  if (set_of(spec.scopes()) != set_of(old.scopes())) errors.invalid(path, groups::list_json(spec.scopes()), object::kImmutableError);
}

}  // namespace pintle::core

#include "plugins/quota/charge.h"

#include "object/object_meta.h"
#include "views/core_v1.h"

namespace pintle::plugins {
namespace {

using admission::Attributes;
using admission::Operation;
using core::v1::ResourceQuota;
using object::Quantity;

std::string name_of(const QuotaState& quota) { return std::string(ResourceQuota(&quota.document.root()).metadata().name()); }

std::vector<QuotaScope> scopes_of(const QuotaState& quota) {
  const core::v1::ResourceQuotaSpec spec = ResourceQuota(&quota.document.root()).spec();
  std::vector<QuotaScope> scopes;
  for (const std::string_view name : spec.scopes()) scopes.push_back({.name = name});
  for (const core::v1::ScopedResourceSelectorRequirement requirement : spec.scope_selector().match_expressions()) {
    QuotaScope scope{.name = requirement.scope_name(), .operation = requirement.operator_()};
    for (const std::string_view value : requirement.values()) scope.values.emplace_back(value);
    scopes.push_back(std::move(scope));
  }
  return scopes;
}

std::vector<std::string_view> measured_names(const QuotaState& quota, const QuotaEvaluator& evaluator) {
  std::vector<std::string_view> names;
  for (const auto& [name, amount] : quota.hard)
    if (evaluator.measures(name)) names.push_back(name);
  return names;
}

bool applies(const QuotaState& quota, const QuotaEvaluator& evaluator, const object::Value& object) {
  if (measured_names(quota, evaluator).empty()) return false;
  for (const QuotaScope& scope : scopes_of(quota))
    if (!evaluator.is_in_scope(scope, object)) return false;
  return true;
}

std::string joined(const std::vector<std::string_view>& names) {
  std::string text;
  for (const std::string_view name : names) text.append(text.empty() ? "" : ",").append(name);
  return text;
}

// What must be known before anything can be charged to a quota.
Result<void> check_quota(const Attributes& attributes, const QuotaEvaluator& evaluator, const QuotaState& quota) {
  const std::vector<std::string_view> names = measured_names(quota, evaluator);
  if (const std::string missing = evaluator.missing(names, attributes.object->root()); !missing.empty())
    return fail(admission::forbidden(attributes, "failed quota: " + name_of(quota) + ": " + missing));
  for (const std::string_view name : names)
    if (!find(quota.used, name))
      return fail(admission::forbidden(attributes, "status unknown for quota: " + name_of(quota) + ", resources: " + joined(names)));
  return {};
}

Result<void> check_negative(const Attributes& attributes, const ResourceList& used) {
  std::vector<std::string_view> negative;
  for (const auto& [name, amount] : used)
    if (amount.sign() < 0) negative.push_back(name);
  if (negative.empty()) return {};
  return fail(admission::forbidden(attributes, "quota usage is negative for resource(s): " + joined(negative)));
}

// The amounts of `list` that `names` has, too.
ResourceList masked(const ResourceList& list, const ResourceList& names) {
  ResourceList result;
  for (const auto& [name, amount] : list)
    if (names.contains(name)) result.emplace_hint(result.end(), name, amount);
  return result;
}

Result<void> check_exceeded(const Attributes& attributes, const QuotaState& quota, const ResourceList& requested,
                            const ResourceList& used_after) {
  ResourceList exceeded;
  for (const auto& [name, amount] : requested)
    if (*find(used_after, name) > *find(quota.hard, name)) exceeded.emplace(name, amount);
  if (exceeded.empty()) return {};
  return fail(admission::forbidden(attributes, "exceeded quota: " + name_of(quota) + ", requested: " + to_string(exceeded) +
                                                   ", used: " + to_string(masked(quota.used, exceeded)) +
                                                   ", limited: " + to_string(masked(quota.hard, exceeded))));
}

Result<void> charge_quota(const Attributes& attributes, ResourceList delta, QuotaState& quota) {
  remove_zeros(delta);
  if (delta.empty()) return {};
  const ResourceList requested = masked(delta, quota.hard);
  ResourceList used_after = quota.used;
  add(used_after, requested);
  if (attributes.subresource != "status") PINTLE_TRY_VOID(check_exceeded(attributes, quota, requested, used_after));
  quota.changed = !same_amounts(quota.used, used_after);
  quota.used = std::move(used_after);
  return {};
}

}  // namespace

QuotaState read_quota(object::Document document) {
  QuotaState quota{.document = std::move(document)};
  const core::v1::ResourceQuotaStatus status = ResourceQuota(&quota.document.root()).status();
  quota.hard = read_resources(status.hard());
  quota.used = read_resources(status.used());
  return quota;
}

Result<void> charge(const Attributes& attributes, const QuotaEvaluator& evaluator, std::vector<QuotaState>& quotas) {
  const object::Value& object = attributes.object->root();
  std::vector<QuotaState*> applying;
  for (QuotaState& quota : quotas) {
    if (!applies(quota, evaluator, object)) continue;
    PINTLE_TRY_VOID(check_quota(attributes, evaluator, quota));
    applying.push_back(&quota);
  }
  const ResourceList used = evaluator.usage(object);
  PINTLE_TRY_VOID(check_negative(attributes, used));
  if (applying.empty()) return {};

  // An update is charged for what it adds, unless the quota did not apply before.
  const bool updates = attributes.operation == Operation::kUpdate;
  const ResourceList added = updates ? subtract_to_zero(used, evaluator.usage(*attributes.old)) : used;
  for (QuotaState* quota : applying) {
    const bool applied_before = updates && applies(*quota, evaluator, *attributes.old);
    PINTLE_TRY_VOID(charge_quota(attributes, applied_before ? added : used, *quota));
  }
  return {};
}

}  // namespace pintle::plugins

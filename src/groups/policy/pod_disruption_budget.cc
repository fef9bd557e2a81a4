// PodDisruptionBudget: how many Pods may be evicted at a time. Source: policy/v1 PodDisruptionBudget;
// pkg/registry/policy/poddisruptionbudget.
#include <algorithm>
#include <array>

#include "groups/apps/rolling_update.h"
#include "groups/conditions.h"
#include "groups/field_text.h"
#include "groups/hook.h"
#include "groups/policy/policy.h"
#include "groups/row_text.h"
#include "object/label_selector.h"
#include "object/validation.h"
#include "views/policy_v1_mut.h"

namespace pintle::policy {
namespace {

using groups::hook;
using object::ErrorList;
using object::FieldPath;

constexpr std::array<std::string_view, 2> kEvictionPolicies = {"AlwaysAllow", "IfHealthyBudget"};
// What policy/v1beta1 stood an empty selector in; nobody else may use it.
constexpr std::string_view kReservedKey = "pdb.kubernetes.io/deprecated-v1beta1-empty-selector-match";

bool selects_none_by_design(meta::v1::LabelSelector selector) {
  if (!selector.match_labels().empty() || selector.match_expressions().size() != 1) return false;
  const meta::v1::LabelSelectorRequirement only = selector.match_expressions()[0];
  return only.key() == kReservedKey && only.operator_() == "Exists" && only.values().empty();
}

void strip_reserved_key(v1::PodDisruptionBudgetMut budget) {
  const meta::v1::LabelSelectorMut selector = budget.spec().selector();
  if (!selector.has_match_expressions() || selects_none_by_design(selector)) return;
  object::Value* expressions = selector.match_expressions().node();
  for (size_t i = expressions->size(); i-- > 0;)
    if (meta::v1::LabelSelectorRequirement(&expressions->items()[i]).key() == kReservedKey) expressions->erase_item(i);
}

void validate_bound(object::IntOrString bound, const FieldPath& path, ErrorList& errors) {
  if (!bound.present()) return;
  apps::validate_positive_int_or_percent(bound, path, errors);
  apps::validate_at_most_100_percent(bound, path, errors);
}

void validate_spec(v1::PodDisruptionBudgetSpec spec, object::LabelSelectorRules selector_rules, ErrorList& errors) {
  const FieldPath path("spec");
  if (spec.has_min_available() && spec.has_max_unavailable())
    errors.invalid(path, groups::internal_json_line(spec), "minAvailable and maxUnavailable cannot be both set");
  validate_bound(spec.min_available(), path.child("minAvailable"), errors);
  validate_bound(spec.max_unavailable(), path.child("maxUnavailable"), errors);
  object::validate_label_selector(spec.selector().node(), selector_rules, path.child("selector"), errors);
  const auto policy = spec.unhealthy_pod_eviction_policy();
  if (policy && std::ranges::find(kEvictionPolicies, *policy) == kEvictionPolicies.end())
    errors.not_supported(path.child("unhealthyPodEvictionPolicy"), object::json_quoted(*policy), kEvictionPolicies);
}

void validate(v1::PodDisruptionBudget budget, ErrorList& errors) { validate_spec(budget.spec(), {}, errors); }

void validate_update(v1::PodDisruptionBudget budget, v1::PodDisruptionBudget old, ErrorList& errors) {
  ErrorList old_errors;
  object::validate_label_selector(old.spec().selector().node(), {}, FieldPath("selector"), old_errors);
  validate_spec(budget.spec(), {.allow_invalid_values = !old_errors.empty()}, errors);
}

void validate_status_update(v1::PodDisruptionBudget budget, v1::PodDisruptionBudget, ErrorList& errors) {
  const FieldPath path("status");
  const v1::PodDisruptionBudgetStatus status = budget.status();
  groups::validate_conditions(status.conditions(), path.child("conditions"), errors);
  object::validate_nonnegative(status.disruptions_allowed(), path.child("disruptionsAllowed"), errors);
  object::validate_nonnegative(status.current_healthy(), path.child("currentHealthy"), errors);
  object::validate_nonnegative(status.desired_healthy(), path.child("desiredHealthy"), errors);
  object::validate_nonnegative(status.expected_pods(), path.child("expectedPods"), errors);
}

void row(v1::PodDisruptionBudget budget, int64_t now_seconds, api::Cells& cells) {
  const v1::PodDisruptionBudgetSpec spec = budget.spec();
  cells.text(budget.metadata().name());
  cells.text(spec.min_available().present() ? groups::text_of(spec.min_available()) : "N/A");
  cells.text(spec.max_unavailable().present() ? groups::text_of(spec.max_unavailable()) : "N/A");
  cells.number(budget.status().disruptions_allowed());
  cells.age(budget.metadata().creation_timestamp(), now_seconds);
}

}  // namespace

const api::Kind kPodDisruptionBudget = {
    .group = "policy",
    .version = "v1",
    .kind = "PodDisruptionBudget",
    .resource = "poddisruptionbudgets",
    .singular = "poddisruptionbudget",
    .short_names = {"pdb"},
    .subresources =
        {
            {.name = "status", .keeps = {"spec"}, .validate_update = hook<validate_status_update>},
        },
    .key_prefix = "/registry/poddisruptionbudgets/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Min Available", .type = "string", .description = "The minimum number of pods that must be available."},
            {.name = "Max Unavailable", .type = "string", .description = "The maximum number of pods that may be unavailable."},
            {.name = "Allowed Disruptions",
             .type = "integer",
             .description = "Calculated number of pods that may be disrupted at this time."},
            api::kAgeColumn,
        },
    .row = hook<row>,
    .set_defaults = hook<strip_reserved_key>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .validate_name = object::name_is_path_segment,
    .standard_finalizers = false,
    .has_status = true,
    .tracks_generation = true,
    .unconditional_update = false,
};

}  // namespace pintle::policy

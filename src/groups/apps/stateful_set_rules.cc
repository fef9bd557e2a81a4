#include "groups/apps/stateful_set_rules.h"

#include <array>
#include <map>

#include "groups/apps/replica_template.h"
#include "groups/apps/rolling_update.h"
#include "groups/apps/selector_rules.h"
#include "groups/apps/status_counts.h"
#include "groups/core/persistent_volume_claim_rules.h"
#include "groups/field_text.h"
#include "object/object_meta.h"
#include "object/validation.h"
#include "views/apps_v1.h"
#include "views/core_v1_mut.h"

namespace pintle::apps {
namespace {

using object::Arena;
using object::ErrorList;
using object::FieldPath;
using object::json_quoted;
using object::Value;

constexpr std::array<std::string_view, 2> kRetentionPolicies = {"Retain", "Delete"};
constexpr std::array<std::string_view, 4> kImmutableFields = {"selector", "volumeClaimTemplates", "serviceName", "podManagementPolicy"};
constexpr std::string_view kOtherFieldChanged =
    "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', "
    "'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

// What cannot be changed is not checked again, so that an object with old faults can still be updated.
struct SpecRules {
  core::PodValidationOptions pods;
  bool check_service_name = true;
  bool check_pods = true;
  bool check_claims = true;
};

void validate_pod_management(std::string_view policy, const FieldPath& path, ErrorList& errors) {
  if (policy.empty())
    errors.required(path, "");
  else if (policy != "OrderedReady" && policy != "Parallel")
    errors.invalid(path, json_quoted(policy), "must be 'OrderedReady' or 'Parallel'");
}

void validate_rolling_update(v1::RollingUpdateStatefulSetStrategy update, const FieldPath& path, ErrorList& errors) {
  validate_counts({{"partition", update.partition()}}, path, errors);
  const object::IntOrString unavailable = update.max_unavailable();
  if (!unavailable.present()) return;
  const FieldPath unavailable_path = path.child("maxUnavailable");
  validate_positive_int_or_percent(unavailable, unavailable_path, errors);
  if (int_or_percent(unavailable) == 0) errors.invalid(unavailable_path, groups::int_or_string_json(unavailable), "cannot be 0");
  validate_at_most_100_percent(unavailable, unavailable_path, errors);
}

// As upstream's internal types print it: the partition is no pointer there.
std::string rolling_update_text(v1::RollingUpdateStatefulSetStrategy update) {
  if (!update.present()) return "null";
  const object::IntOrString unavailable = update.max_unavailable();
  return "{\"Partition\":" + std::to_string(update.partition().value_or(0)) +
         ",\"MaxUnavailable\":" + (unavailable.present() ? groups::int_or_string_json(unavailable) : "null") + "}";
}

void validate_strategy(v1::StatefulSetUpdateStrategy strategy, const FieldPath& path, ErrorList& errors) {
  const v1::RollingUpdateStatefulSetStrategy update = strategy.rolling_update();
  const FieldPath update_path = path.child("rollingUpdate");
  if (strategy.type().empty())
    errors.required(path, "");
  else if (strategy.type() == "OnDelete" && update.present())
    errors.invalid(update_path, rolling_update_text(update), "only allowed for updateStrategy 'RollingUpdate'");
  else if (strategy.type() == "RollingUpdate" && update.present())
    validate_rolling_update(update, update_path, errors);
  else if (strategy.type() != "OnDelete" && strategy.type() != "RollingUpdate")
    errors.invalid(path, "{\"Type\":" + json_quoted(strategy.type()) + ",\"RollingUpdate\":" + rolling_update_text(update) + "}",
                   "must be 'RollingUpdate' or 'OnDelete'");
}

void validate_retention(std::string_view policy, const FieldPath& path, ErrorList& errors) {
  if (policy != "Retain" && policy != "Delete") errors.not_supported(path, json_quoted(policy), kRetentionPolicies);
}

void validate_retention_policy(v1::StatefulSetPersistentVolumeClaimRetentionPolicy policy, const FieldPath& path, ErrorList& errors) {
  if (!policy.present()) return;
  validate_retention(policy.when_deleted(), path.child("whenDeleted"), errors);
  validate_retention(policy.when_scaled(), path.child("whenScaled"), errors);
}

// Each Pod gets the volumes of its claims, in place of those of the same name.
void add_claim_volumes(core::v1::PodSpecMut pods, v1::StatefulSetSpec spec, Arena& arena) {
  std::map<std::string_view, Value> claims;
  for (const core::v1::PersistentVolumeClaim claim : spec.volume_claim_templates()) {
    Value& volume = claims[claim.metadata().name()] = Value::empty_struct();
    const core::v1::VolumeMut view(&volume, arena);
    view.set_name(claim.metadata().name());
    view.ensure_persistent_volume_claim().set_claim_name(claim.metadata().name());
  }
  Value volumes = Value::empty_list();
  for (const auto& [name, volume] : claims) volumes.append(arena, volume);
  for (const core::v1::Volume volume : core::v1::PodSpec(pods.node()).volumes())
    if (!claims.contains(volume.name())) volumes.append(arena, *volume.node());
  pods.set_volumes(volumes);
}

// The template as the controller will use it: each Pod's hostname and subdomain are the set's.
Value effective_template(v1::StatefulSetSpec spec, Arena& arena) {
  Value copy = spec.template_().present() ? object::deep_copy(*spec.template_().node(), arena) : Value::empty_struct();
  const core::v1::PodSpecMut pods = core::v1::PodTemplateSpecMut(&copy, arena).ensure_spec();
  pods.clear_subdomain();
  pods.clear_hostname();
  if (!spec.volume_claim_templates().empty()) add_claim_volumes(pods, spec, arena);
  return copy;
}

void validate_template(v1::StatefulSetSpec spec, const FieldPath& path, const SpecRules& rules, ErrorList& errors) {
  Arena arena;
  const Value effective = effective_template(spec, arena);
  const core::v1::PodTemplateSpec pods(&effective);
  const meta::v1::ObjectMeta meta = pods.metadata();
  if (selects(spec.selector(), meta) == Selects::kNo)
    errors.invalid(path.child("metadata").child("labels"), groups::labels_json(meta), kSelectorDoesNotMatch);
  if (rules.check_pods) core::validate_pod_template_spec(pods, path, rules.pods, errors);
  object::validate_labels(object::ObjectMeta(meta.node()).labels(), path.child("labels"), errors);
  object::validate_annotations(object::ObjectMeta(meta.node()).annotations(), path.child("annotations"), errors);
  core::validate_pod_annotations(meta, pods.spec(), path.child("annotations"), rules.pods, errors);
}

void validate_spec(v1::StatefulSetSpec spec, const SpecRules& rules, ErrorList& errors) {
  const FieldPath path("spec");
  validate_pod_management(spec.pod_management_policy(), path.child("podManagementPolicy"), errors);
  validate_strategy(spec.update_strategy(), path.child("updateStrategy"), errors);
  validate_retention_policy(spec.persistent_volume_claim_retention_policy(), path.child("persistentVolumeClaimRetentionPolicy"), errors);
  if (rules.check_claims)
    for (auto [index, claim] : spec.volume_claim_templates().enumerate())
      core::validate_claim_spec(claim.spec(), {}, path.child("volumeClaimTemplates").index(index).child("spec"), errors);
  validate_counts(
      {{"replicas", spec.replicas()}, {"minReadySeconds", spec.min_ready_seconds()}, {"ordinals.start", spec.ordinals().start()}}, path,
      errors);
  if (rules.check_service_name && !spec.service_name().empty())
    errors.invalid_text_each(path.child("serviceName"), spec.service_name(), object::is_dns1123_label(spec.service_name()));
  validate_required_selector(spec.selector(), "empty selector is invalid for statefulset", path.child("selector"), errors);
  if (object::LabelSelector::from_value(spec.selector().node()))
    validate_template(spec, path.child("template"), rules, errors);
  else
    errors.invalid(path.child("selector"), groups::selector_json(spec.selector()), "");
  validate_runs_forever(spec.template_(), "StatefulSet", path.child("template"), errors);
}

SpecRules rules_of_update(v1::StatefulSetSpec old) {
  SpecRules rules = {.pods = core::pod_validation_options(old.template_()), .check_service_name = false, .check_claims = false};
  ErrorList old_errors;
  validate_spec(old, rules, old_errors);
  rules.check_pods = old_errors.empty();
  return rules;
}

}  // namespace

void validate_stateful_set_spec(v1::StatefulSetSpec spec, v1::StatefulSetSpec old, ErrorList& errors) {
  if (!old.present()) {
    validate_spec(spec, {.pods = core::pod_validation_options(core::v1::PodTemplateSpec())}, errors);
    return;
  }
  validate_spec(spec, rules_of_update(old), errors);
  for (const std::string_view field : kImmutableFields) {
    if (!groups::field_changed(field, spec, old)) continue;
    errors.forbidden(FieldPath("spec"), kOtherFieldChanged);
    return;
  }
}

}  // namespace pintle::apps

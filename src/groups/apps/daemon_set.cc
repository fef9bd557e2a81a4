// DaemonSet: a Pod on every Node. Source: apps/v1 DaemonSet; pkg/registry/apps/daemonset.
#include <array>

#include "api/metadata_rules.h"
#include "base/go_text.h"
#include "groups/apps/apps.h"
#include "groups/apps/replica_template.h"
#include "groups/apps/rolling_update.h"
#include "groups/apps/selector_rules.h"
#include "groups/apps/status_counts.h"
#include "groups/field_text.h"
#include "groups/hook.h"
#include "groups/row_text.h"
#include "object/validation.h"
#include "views/apps_v1_mut.h"

namespace pintle::apps {
namespace {

using groups::hook;
using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;

constexpr int32_t kDefaultRevisions = 10;
constexpr std::array<std::string_view, 2> kStrategies = {"RollingUpdate", "OnDelete"};
// Counts the changes of the template: a field of the first versions, which lives on as an annotation.
constexpr std::string_view kTemplateGeneration = "deprecated.daemonset.template.generation";

ObjectMeta meta_of(v1::DaemonSet set) { return ObjectMeta(set.metadata().node()); }

int64_t template_generation(v1::DaemonSet set) {
  const auto generation = parse_go_int(set.metadata().annotations().get(kTemplateGeneration));
  return generation ? *generation : 0;
}

void set_template_generation(v1::DaemonSetMut set, int64_t generation) {
  set.ensure_metadata().ensure_annotations().set(kTemplateGeneration, std::to_string(generation));
}

void set_strategy_defaults(v1::DaemonSetUpdateStrategyMut strategy) {
  if (strategy.type().empty()) strategy.set_type("RollingUpdate");
  if (strategy.type() != "RollingUpdate") return;
  const v1::RollingUpdateDaemonSetMut update = strategy.ensure_rolling_update();
  if (!update.has_max_unavailable()) update.set_max_unavailable(1);
  if (!update.has_max_surge()) update.set_max_surge(0);
}

void set_defaults(v1::DaemonSetMut set) {
  const v1::DaemonSetSpecMut spec = set.ensure_spec();
  set_strategy_defaults(spec.ensure_update_strategy());
  if (!spec.has_revision_history_limit()) spec.set_revision_history_limit(kDefaultRevisions);
  core::set_pod_template_defaults(spec.ensure_template());
  set_template_generation(set, template_generation(set));
}

void prepare_create(v1::DaemonSetMut set, const api::HookContext&) {
  if (template_generation(set) < 1) set_template_generation(set, 1);
  core::drop_disabled_pod_template_fields(set.spec().ensure_template(), {});
}

void prepare_update(v1::DaemonSetMut set, v1::DaemonSet old, const api::HookContext&) {
  core::drop_disabled_pod_template_fields(set.spec().ensure_template(), old.spec().template_());
  const bool changed = groups::field_changed("template", v1::DaemonSet(set.node()).spec(), old.spec());
  set_template_generation(set, template_generation(old) + (changed ? 1 : 0));
}

void prepare_status_update(v1::DaemonSetMut set, v1::DaemonSet old, const api::HookContext&) {
  set_template_generation(set, template_generation(old));
}

void validate_rolling_update(v1::RollingUpdateDaemonSet update, const FieldPath& path, ErrorList& errors) {
  const FieldPath unavailable = path.child("maxUnavailable");
  const FieldPath surge = path.child("maxSurge");
  validate_positive_int_or_percent(update.max_unavailable(), unavailable, errors);
  validate_positive_int_or_percent(update.max_surge(), surge, errors);
  validate_at_most_100_percent(update.max_unavailable(), unavailable, errors);
  validate_at_most_100_percent(update.max_surge(), surge, errors);
  const bool has_unavailable = int_or_percent(update.max_unavailable()) != 0;
  const bool has_surge = int_or_percent(update.max_surge()) != 0;
  if (has_unavailable && has_surge)
    errors.invalid(surge, groups::int_or_string_json(update.max_surge()), "may not be set when maxUnavailable is non-zero");
  if (!has_unavailable && !has_surge) errors.required(unavailable, "cannot be 0 when maxSurge is 0");
}

std::string text_of(v1::DaemonSetUpdateStrategy strategy) {
  const auto update = strategy.rolling_update();
  return strategy_text(strategy.type(), update.present() ? Update::kRolling : Update::kNone, update.max_unavailable(), update.max_surge());
}

void validate_strategy(v1::DaemonSetUpdateStrategy strategy, const FieldPath& path, ErrorList& errors) {
  if (strategy.type() == "OnDelete") return;
  if (strategy.type() != "RollingUpdate")
    errors.not_supported(path, text_of(strategy), kStrategies);
  else if (!strategy.has_rolling_update())
    errors.required(path.child("rollingUpdate"), "");
  else
    validate_rolling_update(strategy.rolling_update(), path.child("rollingUpdate"), errors);
}

void validate_selector(v1::DaemonSetSpec spec, const FieldPath& path, const core::PodValidationOptions& options, ErrorList& errors) {
  const meta::v1::LabelSelector selector = spec.selector();
  const meta::v1::ObjectMeta pods = spec.template_().metadata();
  object::validate_label_selector(selector.node(), {.allow_invalid_values = options.allow_invalid_label_value_in_selector},
                                  path.child("selector"), errors);
  if (selects(selector, pods) == Selects::kNo)
    errors.invalid(path.child("template").child("metadata").child("labels"), groups::labels_json(pods), kSelectorDoesNotMatch);
  if (selector.present() && selector.match_labels().empty() && selector.match_expressions().empty())
    errors.invalid(path.child("selector"), groups::selector_json(selector), "empty selector is invalid for daemonset");
}

void validate_spec(v1::DaemonSet set, const core::PodValidationOptions& options, ErrorList& errors) {
  const FieldPath path("spec");
  const v1::DaemonSetSpec spec = set.spec();
  validate_selector(spec, path, options, errors);
  core::validate_pod_template_spec(spec.template_(), path.child("template"), options, errors);
  validate_runs_forever(spec.template_(), "DaemonSet", path.child("template"), errors);
  validate_counts({{"minReadySeconds", spec.min_ready_seconds()}, {"templateGeneration", template_generation(set)}}, path, errors);
  validate_strategy(spec.update_strategy(), path.child("updateStrategy"), errors);
  validate_counts({{"revisionHistoryLimit", spec.revision_history_limit()}}, path, errors);
}

void validate(v1::DaemonSet set, ErrorList& errors) {
  validate_spec(set, core::pod_validation_options(core::v1::PodTemplateSpec()), errors);
}

void validate_update(v1::DaemonSet set, v1::DaemonSet old, ErrorList& errors) {
  core::PodValidationOptions options = core::pod_validation_options(old.spec().template_());
  options.allow_invalid_label_value_in_selector |= has_invalid_label_value(old.spec().selector());
  api::validate_metadata_update(kDaemonSet, meta_of(set), meta_of(old), errors);
  if (groups::field_changed("selector", set.spec(), old.spec()))
    errors.invalid(FieldPath("spec").child("selector"), groups::selector_json(set.spec().selector()), object::kImmutableError);
  validate_spec(set, options, errors);
}

void validate_status_update(v1::DaemonSet set, v1::DaemonSet old, ErrorList& errors) {
  api::validate_metadata_update(kDaemonSet, meta_of(set), meta_of(old), errors);
  const FieldPath path("status");
  const v1::DaemonSetStatus status = set.status();
  validate_counts({{"currentNumberScheduled", status.current_number_scheduled()},
                   {"numberMisscheduled", status.number_misscheduled()},
                   {"desiredNumberScheduled", status.desired_number_scheduled()},
                   {"numberReady", status.number_ready()},
                   {"observedGeneration", status.observed_generation()},
                   {"updatedNumberScheduled", status.updated_number_scheduled()},
                   {"numberAvailable", status.number_available()},
                   {"numberUnavailable", status.number_unavailable()},
                   {"collisionCount", status.collision_count()}},
                  path, errors);
  validate_collision_count(status.collision_count(), old.status().collision_count(), path, errors);
}

void warnings(v1::DaemonSet set, v1::DaemonSet old, std::vector<std::string>& warnings) {
  if (!old.present() || template_generation(set) != template_generation(old))
    core::pod_template_warnings(set.spec().template_(), old.spec().template_(), FieldPath("spec").child("template"), warnings);
}

void row(v1::DaemonSet set, int64_t now_seconds, api::Cells& cells) {
  const v1::DaemonSetStatus status = set.status();
  const core::v1::PodSpec pod = set.spec().template_().spec();
  cells.text(set.metadata().name());
  cells.number(status.desired_number_scheduled());
  cells.number(status.current_number_scheduled());
  cells.number(status.number_ready());
  cells.number(status.updated_number_scheduled());
  cells.number(status.number_available());
  cells.text(groups::labels_text(pod.node_selector()));
  cells.age(set.metadata().creation_timestamp(), now_seconds);
  cells.text(groups::container_names(pod.containers()));
  cells.text(groups::container_images(pod.containers()));
  cells.text(groups::selector_text(set.spec().selector()));
}

}  // namespace

const api::Kind kDaemonSet = {
    .group = "apps",
    .version = "v1",
    .kind = "DaemonSet",
    .resource = "daemonsets",
    .singular = "daemonset",
    .short_names = {"ds"},
    .categories = {"all"},
    .subresources =
        {
            {.name = "status",
             .keeps = {"spec"},
             .prepare_update = hook<prepare_status_update>,
             .validate_update = hook<validate_status_update>},
        },
    .key_prefix = "/registry/daemonsets/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Desired", .type = "integer", .documented_by = {"apps.v1.DaemonSetStatus", "desiredNumberScheduled"}},
            {.name = "Current", .type = "integer", .documented_by = {"apps.v1.DaemonSetStatus", "currentNumberScheduled"}},
            {.name = "Ready", .type = "integer", .documented_by = {"apps.v1.DaemonSetStatus", "numberReady"}},
            {.name = "Up-to-date", .type = "integer", .documented_by = {"apps.v1.DaemonSetStatus", "updatedNumberScheduled"}},
            {.name = "Available", .type = "integer", .documented_by = {"apps.v1.DaemonSetStatus", "numberAvailable"}},
            {.name = "Node Selector", .type = "string", .documented_by = {"core.v1.PodSpec", "nodeSelector"}},
            api::kAgeColumn,
            {.name = "Containers", .type = "string", .description = "Names of each container in the template.", .priority = 1},
            {.name = "Images", .type = "string", .description = "Images referenced by each container in the template.", .priority = 1},
            {.name = "Selector", .type = "string", .documented_by = {"apps.v1.DaemonSetSpec", "selector"}, .priority = 1},
        },
    .row = hook<row>,
    .set_defaults = hook<set_defaults>,
    .prepare_create = hook<prepare_create>,
    .prepare_update = hook<prepare_update>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .warnings = hook<warnings>,
    .hidden_annotations = {kTemplateGeneration},
    .has_status = true,
    .tracks_generation = true,
};

}  // namespace pintle::apps

// Deployment: rolls out ReplicaSets. Source: apps/v1 Deployment; pkg/registry/apps/deployment.
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
#include "groups/workload_name.h"
#include "object/label_selector.h"
#include "object/validation.h"
#include "views/apps_v1_mut.h"

namespace pintle::apps {
namespace {

using groups::hook;
using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;

constexpr int32_t kDefaultReplicas = 1;
constexpr int32_t kDefaultRevisions = 10;
constexpr int32_t kDefaultProgressDeadlineSeconds = 600;
constexpr std::string_view kDefaultShare = "25%";  // of the Pods, that may be missing or more than wanted
constexpr std::array<std::string_view, 2> kStrategies = {"Recreate", "RollingUpdate"};
// The revision to roll back to: a field of the first versions, which upstream still reads.
constexpr std::string_view kRollbackTo = "deprecated.deployment.rollback.to";

ObjectMeta meta_of(v1::Deployment deployment) { return ObjectMeta(deployment.metadata().node()); }

void set_strategy_defaults(v1::DeploymentStrategyMut strategy) {
  if (strategy.type().empty()) strategy.set_type("RollingUpdate");
  if (strategy.type() != "RollingUpdate") return;
  const v1::RollingUpdateDeploymentMut update = strategy.ensure_rolling_update();
  if (!update.has_max_unavailable()) update.set_max_unavailable(kDefaultShare);
  if (!update.has_max_surge()) update.set_max_surge(kDefaultShare);
}

// The annotation is the number that it says, or none.
void settle_rollback(meta::v1::ObjectMetaMut meta) {
  if (!meta.annotations().contains(kRollbackTo)) return;
  const auto revision = parse_go_int(meta.annotations().get(kRollbackTo));
  if (meta.annotations().get(kRollbackTo).empty())
    meta.ensure_annotations().erase(kRollbackTo);
  else if (revision)
    meta.ensure_annotations().set(kRollbackTo, std::to_string(*revision));
}

void set_defaults(v1::DeploymentMut deployment) {
  const v1::DeploymentSpecMut spec = deployment.ensure_spec();
  if (!spec.has_replicas()) spec.set_replicas(kDefaultReplicas);
  set_strategy_defaults(spec.ensure_strategy());
  if (!spec.has_revision_history_limit()) spec.set_revision_history_limit(kDefaultRevisions);
  if (!spec.has_progress_deadline_seconds()) spec.set_progress_deadline_seconds(kDefaultProgressDeadlineSeconds);
  core::set_pod_template_defaults(spec.ensure_template());
  settle_rollback(deployment.metadata());
}

void prepare_create(v1::DeploymentMut deployment, const api::HookContext&) {
  core::drop_disabled_pod_template_fields(deployment.spec().ensure_template(), {});
}

void prepare_update(v1::DeploymentMut deployment, v1::Deployment old, const api::HookContext&) {
  core::drop_disabled_pod_template_fields(deployment.spec().ensure_template(), old.spec().template_());
}

void validate_rolling_update(v1::RollingUpdateDeployment update, const FieldPath& path, ErrorList& errors) {
  const FieldPath unavailable = path.child("maxUnavailable");
  validate_positive_int_or_percent(update.max_unavailable(), unavailable, errors);
  validate_positive_int_or_percent(update.max_surge(), path.child("maxSurge"), errors);
  if (int_or_percent(update.max_unavailable()) == 0 && int_or_percent(update.max_surge()) == 0)
    errors.invalid(unavailable, groups::int_or_string_json(update.max_unavailable()), "may not be 0 when `maxSurge` is 0");
  validate_at_most_100_percent(update.max_unavailable(), unavailable, errors);
}

std::string text_of(v1::DeploymentStrategy strategy) {
  const auto update = strategy.rolling_update();
  return strategy_text(strategy.type(), update.present() ? Update::kRolling : Update::kNone, update.max_unavailable(), update.max_surge());
}

void validate_strategy(v1::DeploymentStrategy strategy, const FieldPath& path, ErrorList& errors) {
  const FieldPath update = path.child("rollingUpdate");
  if (strategy.type() == "Recreate") {
    if (strategy.has_rolling_update()) errors.forbidden(update, "may not be specified when strategy `type` is 'Recreate'");
  } else if (strategy.type() != "RollingUpdate") {
    errors.not_supported(path, text_of(strategy), kStrategies);
  } else if (!strategy.has_rolling_update()) {
    errors.required(update, "this should be defaulted and never be nil");
  } else {
    validate_rolling_update(strategy.rolling_update(), update, errors);
  }
}

void validate_rollback(v1::Deployment deployment, const FieldPath& path, ErrorList& errors) {
  if (!deployment.metadata().annotations().contains(kRollbackTo)) return;
  const auto revision = parse_go_int(deployment.metadata().annotations().get(kRollbackTo));
  if (revision) object::validate_nonnegative(*revision, path.child("rollback").child("version"), errors);
}

void validate_spec(v1::Deployment deployment, const core::PodValidationOptions& options, ErrorList& errors) {
  const FieldPath path("spec");
  const v1::DeploymentSpec spec = deployment.spec();
  validate_counts({{"replicas", spec.replicas()}}, path, errors);
  validate_required_selector(spec.selector(), "empty selector is invalid for deployment", path.child("selector"), errors);
  validate_selected_template(spec.selector(), spec.template_(), path, options, errors);
  validate_strategy(spec.strategy(), path.child("strategy"), errors);
  validate_counts({{"minReadySeconds", spec.min_ready_seconds()}, {"revisionHistoryLimit", spec.revision_history_limit()}}, path, errors);
  validate_rollback(deployment, path, errors);
  const auto deadline = spec.progress_deadline_seconds();
  validate_counts({{"progressDeadlineSeconds", deadline}}, path, errors);
  if (deadline && *deadline <= spec.min_ready_seconds())
    errors.invalid(path.child("progressDeadlineSeconds"), std::to_string(*deadline), "must be greater than minReadySeconds");
}

void validate(v1::Deployment deployment, ErrorList& errors) {
  validate_spec(deployment, core::pod_validation_options(core::v1::PodTemplateSpec()), errors);
}

void validate_update(v1::Deployment deployment, v1::Deployment old, ErrorList& errors) {
  api::validate_metadata_update(kDeployment, meta_of(deployment), meta_of(old), errors);
  validate_spec(deployment, core::pod_validation_options(old.spec().template_()), errors);
  if (groups::field_changed("selector", deployment.spec(), old.spec()))
    errors.invalid(FieldPath("spec").child("selector"), groups::selector_json(deployment.spec().selector()), object::kImmutableError);
}

void validate_status_update(v1::Deployment deployment, v1::Deployment old, ErrorList& errors) {
  api::validate_metadata_update(kDeployment, meta_of(deployment), meta_of(old), errors);
  const FieldPath path("status");
  const v1::DeploymentStatus status = deployment.status();
  validate_counts({{"observedGeneration", status.observed_generation()},
                   {"replicas", status.replicas()},
                   {"updatedReplicas", status.updated_replicas()},
                   {"readyReplicas", status.ready_replicas()},
                   {"availableReplicas", status.available_replicas()},
                   {"unavailableReplicas", status.unavailable_replicas()},
                   {"terminatingReplicas", status.terminating_replicas()},
                   {"collisionCount", status.collision_count()}},
                  path, errors);
  validate_within_replicas(status.replicas(),
                           {{"updatedReplicas", status.updated_replicas()},
                            {"readyReplicas", status.ready_replicas()},
                            {"availableReplicas", status.available_replicas()}},
                           path, errors);
  validate_available_within_ready(status.available_replicas(), status.ready_replicas(), "cannot be greater than readyReplicas", path,
                                  errors);
  validate_collision_count(status.collision_count(), old.status().collision_count(), path, errors);
}

void warnings(v1::Deployment deployment, v1::Deployment old, std::vector<std::string>& warnings) {
  if (!old.present()) groups::pod_name_warnings(meta_of(deployment).name(), warnings);
  if (!old.present() || meta_of(deployment).generation() != meta_of(old).generation())
    core::pod_template_warnings(deployment.spec().template_(), old.spec().template_(), FieldPath("spec").child("template"), warnings);
}

void row(v1::Deployment deployment, int64_t now_seconds, api::Cells& cells) {
  const v1::DeploymentSpec spec = deployment.spec();
  const v1::DeploymentStatus status = deployment.status();
  cells.text(deployment.metadata().name());
  cells.text(std::to_string(status.ready_replicas()) + "/" + std::to_string(spec.replicas().value_or(0)));
  cells.number(status.updated_replicas());
  cells.number(status.available_replicas());
  cells.age(deployment.metadata().creation_timestamp(), now_seconds);
  cells.text(groups::container_names(spec.template_().spec().containers()));
  cells.text(groups::container_images(spec.template_().spec().containers()));
  const auto selector = object::LabelSelector::from_value(spec.selector().node());
  cells.text(selector ? selector->to_string() : "<invalid>");
}

}  // namespace

const api::Kind kDeployment = {
    .group = "apps",
    .version = "v1",
    .kind = "Deployment",
    .resource = "deployments",
    .singular = "deployment",
    .short_names = {"deploy"},
    .categories = {"all"},
    .subresources =
        {
            {.name = "scale", .serves = api::SubresourceKind::kScale, .group = "autoscaling", .version = "v1", .kind = "Scale"},
            {.name = "status", .keeps = {"spec", "metadata.labels"}, .validate_update = hook<validate_status_update>},
        },
    .key_prefix = "/registry/deployments/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Ready", .type = "string", .description = "Number of the pod with ready state"},
            {.name = "Up-to-date", .type = "string", .documented_by = {"apps.v1.DeploymentStatus", "updatedReplicas"}},
            {.name = "Available", .type = "string", .documented_by = {"apps.v1.DeploymentStatus", "availableReplicas"}},
            api::kAgeColumn,
            {.name = "Containers", .type = "string", .description = "Names of each container in the template.", .priority = 1},
            {.name = "Images", .type = "string", .description = "Images referenced by each container in the template.", .priority = 1},
            {.name = "Selector", .type = "string", .documented_by = {"apps.v1.DeploymentSpec", "selector"}, .priority = 1},
        },
    .row = hook<row>,
    .set_defaults = hook<set_defaults>,
    .prepare_create = hook<prepare_create>,
    .prepare_update = hook<prepare_update>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .warnings = hook<warnings>,
    .hidden_annotations = {kRollbackTo},
    .has_status = true,
    .tracks_generation = true,
    .generation_also = {"metadata.annotations"},
};

}  // namespace pintle::apps

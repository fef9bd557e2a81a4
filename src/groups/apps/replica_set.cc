// ReplicaSet: keeps a number of Pods running. Source: apps/v1 ReplicaSet; pkg/registry/apps/replicaset.
#include "api/metadata_rules.h"
#include "groups/apps/apps.h"
#include "groups/apps/replica_template.h"
#include "groups/apps/selector_rules.h"
#include "groups/apps/status_counts.h"
#include "groups/field_text.h"
#include "groups/hook.h"
#include "groups/row_text.h"
#include "groups/workload_name.h"
#include "object/validation.h"
#include "views/apps_v1_mut.h"

namespace pintle::apps {
namespace {

using groups::hook;
using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;

ObjectMeta meta_of(v1::ReplicaSet set) { return ObjectMeta(set.metadata().node()); }

void set_defaults(v1::ReplicaSetMut set) {
  const v1::ReplicaSetSpecMut spec = set.ensure_spec();
  if (!spec.has_replicas()) spec.set_replicas(1);
  core::set_pod_template_defaults(spec.ensure_template());
}

void prepare_create(v1::ReplicaSetMut set, const api::HookContext&) {
  core::drop_disabled_pod_template_fields(set.spec().ensure_template(), {});
}

void prepare_update(v1::ReplicaSetMut set, v1::ReplicaSet old, const api::HookContext&) {
  core::drop_disabled_pod_template_fields(set.spec().ensure_template(), old.spec().template_());
}

void validate_spec(v1::ReplicaSetSpec spec, const core::PodValidationOptions& options, ErrorList& errors) {
  const FieldPath path("spec");
  validate_counts({{"replicas", spec.replicas()}, {"minReadySeconds", spec.min_ready_seconds()}}, path, errors);
  // It says deployment in upstream, too.
  validate_required_selector(spec.selector(), "empty selector is invalid for deployment", path.child("selector"), errors);
  validate_selected_template(spec.selector(), spec.template_(), path, options, errors);
}

void validate(v1::ReplicaSet set, ErrorList& errors) {
  validate_spec(set.spec(), core::pod_validation_options(core::v1::PodTemplateSpec()), errors);
}

void validate_update(v1::ReplicaSet set, v1::ReplicaSet old, ErrorList& errors) {
  api::validate_metadata_update(kReplicaSet, meta_of(set), meta_of(old), errors);
  validate_spec(set.spec(), core::pod_validation_options(old.spec().template_()), errors);
  if (groups::field_changed("selector", set.spec(), old.spec()))
    errors.invalid(FieldPath("spec").child("selector"), groups::selector_json(set.spec().selector()), object::kImmutableError);
}

void validate_status_update(v1::ReplicaSet set, v1::ReplicaSet old, ErrorList& errors) {
  api::validate_metadata_update(kReplicaSet, meta_of(set), meta_of(old), errors);
  const FieldPath path("status");
  const v1::ReplicaSetStatus status = set.status();
  validate_counts({{"replicas", status.replicas()},
                   {"fullyLabeledReplicas", status.fully_labeled_replicas()},
                   {"readyReplicas", status.ready_replicas()},
                   {"availableReplicas", status.available_replicas()},
                   {"observedGeneration", status.observed_generation()},
                   {"terminatingReplicas", status.terminating_replicas()}},
                  path, errors);
  validate_within_replicas(status.replicas(),
                           {{"fullyLabeledReplicas", status.fully_labeled_replicas()},
                            {"readyReplicas", status.ready_replicas()},
                            {"availableReplicas", status.available_replicas()}},
                           path, errors);
  validate_available_within_ready(status.available_replicas(), status.ready_replicas(), "cannot be greater than readyReplicas", path,
                                  errors);
}

void warnings(v1::ReplicaSet set, v1::ReplicaSet old, std::vector<std::string>& warnings) {
  if (!old.present()) groups::pod_name_warnings(meta_of(set).name(), warnings);
  if (!old.present() || meta_of(set).generation() != meta_of(old).generation())
    core::pod_template_warnings(set.spec().template_(), old.spec().template_(), FieldPath("spec").child("template"), warnings);
}

void row(v1::ReplicaSet set, int64_t now_seconds, api::Cells& cells) {
  const v1::ReplicaSetSpec spec = set.spec();
  cells.text(set.metadata().name());
  cells.number(spec.replicas().value_or(0));
  cells.number(set.status().replicas());
  cells.number(set.status().ready_replicas());
  cells.age(set.metadata().creation_timestamp(), now_seconds);
  cells.text(groups::container_names(spec.template_().spec().containers()));
  cells.text(groups::container_images(spec.template_().spec().containers()));
  cells.text(groups::selector_text(spec.selector()));
}

}  // namespace

const api::Kind kReplicaSet = {
    .group = "apps",
    .version = "v1",
    .kind = "ReplicaSet",
    .resource = "replicasets",
    .singular = "replicaset",
    .short_names = {"rs"},
    .categories = {"all"},
    .subresources =
        {
            {.name = "scale", .serves = api::SubresourceKind::kScale, .group = "autoscaling", .version = "v1", .kind = "Scale"},
            {.name = "status", .keeps = {"spec"}, .validate_update = hook<validate_status_update>},
        },
    .key_prefix = "/registry/replicasets/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Desired", .type = "integer", .documented_by = {"apps.v1.ReplicaSetSpec", "replicas"}},
            {.name = "Current", .type = "integer", .documented_by = {"apps.v1.ReplicaSetStatus", "replicas"}},
            {.name = "Ready", .type = "integer", .documented_by = {"apps.v1.ReplicaSetStatus", "readyReplicas"}},
            api::kAgeColumn,
            {.name = "Containers", .type = "string", .description = "Names of each container in the template.", .priority = 1},
            {.name = "Images", .type = "string", .description = "Images referenced by each container in the template.", .priority = 1},
            {.name = "Selector", .type = "string", .documented_by = {"apps.v1.ReplicaSetSpec", "selector"}, .priority = 1},
        },
    .row = hook<row>,
    .set_defaults = hook<set_defaults>,
    .prepare_create = hook<prepare_create>,
    .prepare_update = hook<prepare_update>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .warnings = hook<warnings>,
    .has_status = true,
    .tracks_generation = true,
};

}  // namespace pintle::apps

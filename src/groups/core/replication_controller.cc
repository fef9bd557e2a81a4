// ReplicationController: keeps a number of Pods running; ReplicaSet has replaced it. Source: core/v1 ReplicationController;
// pkg/registry/core/replicationcontroller.
#include "api/metadata_rules.h"
#include "groups/apps/replica_template.h"
#include "groups/apps/selector_rules.h"
#include "groups/apps/status_counts.h"
#include "groups/core/core.h"
#include "groups/field_text.h"
#include "groups/hook.h"
#include "groups/row_text.h"
#include "groups/workload_name.h"
#include "object/label_selector.h"
#include "object/validation.h"
#include "views/core_v1_mut.h"

namespace pintle::core {
namespace {

using groups::hook;
using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;

ObjectMeta meta_of(v1::ReplicationController controller) { return ObjectMeta(controller.metadata().node()); }

// A prefix that a name was generated from is not looked at, only what came of it; a length is counted in bytes.
object::Messages name_is_long(std::string_view name, object::NameUse use) {
  if (use == object::NameUse::kPrefix) return {};
  object::Messages faults = object::is_dns1123_subdomain(name);
  if (name.size() > object::kDns1123SubdomainBytesMax) faults[0] = "must be no more than 253 bytes";
  return faults;
}

void copy_labels(object::MapView<std::string_view> labels, object::ScalarMapMut target) {
  for (auto [key, value] : labels) target.set(key, value);
}

// Without a selector, or labels of its own, it has those of its Pods.
void set_label_defaults(v1::ReplicationControllerMut controller) {
  const v1::ReplicationController read(controller.node());
  if (!read.spec().template_().metadata().has_labels()) return;
  if (read.spec().selector().empty()) copy_labels(read.spec().template_().metadata().labels(), controller.ensure_spec().ensure_selector());
  if (read.metadata().labels().empty())
    copy_labels(read.spec().template_().metadata().labels(), controller.ensure_metadata().ensure_labels());
}

void set_defaults(v1::ReplicationControllerMut controller) {
  const v1::ReplicationControllerSpecMut spec = controller.ensure_spec();
  if (!spec.has_replicas()) spec.set_replicas(1);
  set_label_defaults(controller);
  if (spec.has_template()) set_pod_template_defaults(spec.template_());
}

void prepare_create(v1::ReplicationControllerMut controller, const api::HookContext&) {
  if (controller.spec().has_template()) drop_disabled_pod_template_fields(controller.spec().template_(), {});
}

void prepare_update(v1::ReplicationControllerMut controller, v1::ReplicationController old, const api::HookContext&) {
  if (controller.spec().has_template()) drop_disabled_pod_template_fields(controller.spec().template_(), old.spec().template_());
}

object::LabelSelector selector_of(v1::ReplicationControllerSpec spec) {
  const int field = v1::ReplicationControllerSpec::schema_type().find("selector");
  return object::LabelSelector::from_labels(spec.present() ? spec.node()->get(static_cast<uint16_t>(field)) : nullptr);
}

void validate_template(v1::ReplicationControllerSpec spec, const FieldPath& path, const PodValidationOptions& options, ErrorList& errors) {
  const v1::PodTemplateSpec pods = spec.template_();
  if (!pods.present()) {
    errors.required(path, "");
    return;
  }
  const object::Value* labels = ObjectMeta(pods.metadata().node()).labels();
  if (!selector_of(spec).matches(labels))
    errors.invalid(path.child("metadata").child("labels"), groups::labels_json(pods.metadata()), apps::kSelectorDoesNotMatch);
  validate_pod_template_spec(pods, path, options, errors);
  apps::validate_runs_forever(pods, "ReplicationController", path, errors);
}

void validate_spec(v1::ReplicationControllerSpec spec, const PodValidationOptions& options, ErrorList& errors) {
  const FieldPath path("spec");
  apps::validate_counts({{"minReadySeconds", spec.min_ready_seconds()}}, path, errors);
  if (spec.selector().empty()) errors.required(path.child("selector"), "");
  if (!spec.replicas()) errors.required(path.child("replicas"), "");
  apps::validate_counts({{"replicas", spec.replicas()}}, path, errors);
  validate_template(spec, path.child("template"), options, errors);
}

void validate(v1::ReplicationController controller, ErrorList& errors) {
  validate_spec(controller.spec(), pod_validation_options(v1::PodTemplateSpec()), errors);
}

std::string selector_text(v1::ReplicationControllerSpec spec) {
  std::string text = "{";
  for (auto [key, value] : spec.selector())
    text.append(text.size() > 1 ? "," : "").append(object::json_quoted(key)).append(":").append(object::json_quoted(value));
  return spec.has_selector() ? text + "}" : "null";
}

// Annotations that once kept what old versions could not say: none can be written any more, and what they hold cannot change.
void validate_non_convertible(v1::ReplicationController controller, v1::ReplicationController old, ErrorList& errors) {
  constexpr std::string_view kPrefix = "non-convertible.kubernetes.io/";
  for (auto [key, value] : old.metadata().annotations()) {
    if (!key.starts_with(kPrefix) || key.find('/', kPrefix.size()) != std::string_view::npos) continue;
    const std::string_view field = key.substr(kPrefix.size());
    if (field.find("selector") == std::string_view::npos)
      errors.add({.type = object::ErrorType::kNotFound,
                  .field = std::string(field),
                  .value = object::quoted(value),
                  .detail = "unknown non-convertible field"});
    else if (groups::field_changed("selector", controller.spec(), old.spec()))
      errors.invalid(FieldPath("spec").child("selector"), selector_text(controller.spec()), "cannot update non-convertible selector");
  }
}

void validate_update(v1::ReplicationController controller, v1::ReplicationController old, ErrorList& errors) {
  api::validate_metadata_update(kReplicationController, meta_of(controller), meta_of(old), errors);
  validate_spec(controller.spec(), pod_validation_options(old.spec().template_()), errors);
  validate_non_convertible(controller, old, errors);
}

void validate_status_update(v1::ReplicationController controller, v1::ReplicationController old, ErrorList& errors) {
  api::validate_metadata_update(kReplicationController, meta_of(controller), meta_of(old), errors);
  const FieldPath path("status");
  const v1::ReplicationControllerStatus status = controller.status();
  apps::validate_counts({{"replicas", status.replicas()},
                         {"fullyLabeledReplicas", status.fully_labeled_replicas()},
                         {"readyReplicas", status.ready_replicas()},
                         {"availableReplicas", status.available_replicas()},
                         {"observedGeneration", status.observed_generation()}},
                        path, errors);
  apps::validate_within_replicas(status.replicas(),
                                 {{"fullyLabeledReplicas", status.fully_labeled_replicas()},
                                  {"readyReplicas", status.ready_replicas()},
                                  {"availableReplicas", status.available_replicas()}},
                                 path, errors);
  apps::validate_available_within_ready(status.available_replicas(), status.ready_replicas(), "cannot be greater than readyReplicas", path,
                                        errors);
}

// Upstream asks for the old template's warnings on an update, with the new one as its past.
void warnings(v1::ReplicationController controller, v1::ReplicationController old, std::vector<std::string>& warnings) {
  const FieldPath path = FieldPath("spec").child("template");
  if (!old.present()) {
    groups::pod_name_warnings(meta_of(controller).name(), warnings);
    pod_template_warnings(controller.spec().template_(), {}, path, warnings);
  } else if (meta_of(controller).generation() != meta_of(old).generation()) {
    pod_template_warnings(old.spec().template_(), controller.spec().template_(), path, warnings);
  }
}

void row(v1::ReplicationController controller, int64_t now_seconds, api::Cells& cells) {
  const v1::ReplicationControllerSpec spec = controller.spec();
  cells.text(controller.metadata().name());
  cells.number(spec.replicas().value_or(0));
  cells.number(controller.status().replicas());
  cells.number(controller.status().ready_replicas());
  cells.age(controller.metadata().creation_timestamp(), now_seconds);
  cells.text(groups::container_names(spec.template_().spec().containers()));
  cells.text(groups::container_images(spec.template_().spec().containers()));
  cells.text(groups::labels_text(spec.selector()));
}

}  // namespace

const api::Kind kReplicationController = {
    .group = "",
    .version = "v1",
    .kind = "ReplicationController",
    .resource = "replicationcontrollers",
    .singular = "replicationcontroller",
    .short_names = {"rc"},
    .categories = {"all"},
    .subresources =
        {
            {.name = "scale", .serves = api::SubresourceKind::kScale, .group = "autoscaling", .version = "v1", .kind = "Scale"},
            {.name = "status", .keeps = {"spec"}, .validate_update = hook<validate_status_update>},
        },
    .key_prefix = "/registry/controllers/",
    .selectable_fields =
        {
            {.name = "status.replicas"},
        },
    .unsupported_field = api::kFieldLabelNotSupported,
    .columns =
        {
            api::kNameColumn,
            {.name = "Desired", .type = "integer", .documented_by = {"core.v1.ReplicationControllerSpec", "replicas"}},
            {.name = "Current", .type = "integer", .documented_by = {"core.v1.ReplicationControllerStatus", "replicas"}},
            {.name = "Ready", .type = "integer", .documented_by = {"core.v1.ReplicationControllerStatus", "readyReplicas"}},
            api::kAgeColumn,
            {.name = "Containers", .type = "string", .description = "Names of each container in the template.", .priority = 1},
            {.name = "Images", .type = "string", .description = "Images referenced by each container in the template.", .priority = 1},
            {.name = "Selector", .type = "string", .documented_by = {"core.v1.ReplicationControllerSpec", "selector"}, .priority = 1},
        },
    .row = hook<row>,
    .set_defaults = hook<set_defaults>,
    .prepare_create = hook<prepare_create>,
    .prepare_update = hook<prepare_update>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .warnings = hook<warnings>,
    .validate_name = name_is_long,
    .garbage_collection = api::GarbageCollection::kOrphanDependents,
    .has_status = true,
    .tracks_generation = true,
};

}  // namespace pintle::core

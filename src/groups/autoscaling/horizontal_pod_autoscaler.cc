// HorizontalPodAutoscaler: scales a workload by what its Pods use. v1 is served from the v2 that is stored. Source: autoscaling/v1, v2
// HorizontalPodAutoscaler; pkg/registry/autoscaling/horizontalpodautoscaler.
#include <span>

#include "api/metadata_rules.h"
#include "base/check.h"
#include "groups/autoscaling/autoscaling.h"
#include "groups/autoscaling/convert.h"
#include "groups/autoscaling/metrics_text.h"
#include "groups/autoscaling/scaler_rules.h"
#include "groups/hook.h"
#include "groups/row_text.h"
#include "object/validation.h"
#include "views/autoscaling_v1_mut.h"
#include "views/autoscaling_v2_mut.h"

namespace pintle::autoscaling {
namespace {

using groups::hook;
using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;

ObjectMeta meta_of(v2::HorizontalPodAutoscaler scaler) { return ObjectMeta(scaler.metadata().node()); }

void validate(v2::HorizontalPodAutoscaler scaler, ErrorList& errors) { validate_scaler_spec(scaler, {}, errors); }

void validate_update(v2::HorizontalPodAutoscaler scaler, v2::HorizontalPodAutoscaler old, ErrorList& errors) {
  api::validate_metadata_update(kHorizontalPodAutoscaler, meta_of(scaler), meta_of(old), errors);
  validate_scaler_spec(scaler, old, errors);
}

void validate_status_update(v2::HorizontalPodAutoscaler scaler, v2::HorizontalPodAutoscaler old, ErrorList& errors) {
  api::validate_metadata_update(kHorizontalPodAutoscaler, meta_of(scaler), meta_of(old), errors);
  const FieldPath path("status");
  object::validate_nonnegative(scaler.status().current_replicas(), path.child("currentReplicas"), errors);
  object::validate_nonnegative(scaler.status().desired_replicas(), path.child("desiredReplicas"), errors);
}

// The v2 form of a v1 object: it has in fields what v1 has in annotations, and all rules are written for it.
object::Document v2_form(const object::Value& v1_root) {
  object::Document form(&v1::HorizontalPodAutoscaler::schema_type());
  form.root() = object::deep_copy(v1_root, form.arena());
  PINTLE_CHECK(convert_to_v2(form).has_value());
  return form;
}

template <auto kRule>
void validate_v1(const object::Value& scaler, ErrorList& errors) {
  const object::Document form = v2_form(scaler);
  kRule(v2::HorizontalPodAutoscaler(&form.root()), errors);
}

template <auto kRule>
void validate_v1_update(const object::Value& scaler, const object::Value& old, ErrorList& errors) {
  const object::Document form = v2_form(scaler);
  const object::Document old_form = v2_form(old);
  kRule(v2::HorizontalPodAutoscaler(&form.root()), v2::HorizontalPodAutoscaler(&old_form.root()), errors);
}

// The way through v2 and back leaves annotations that say what v2 could hold, and nothing else.
void set_defaults_v1(object::Document& document) {
  const v1::HorizontalPodAutoscalerSpecMut spec = v1::HorizontalPodAutoscalerMut(&document.root(), document.arena()).ensure_spec();
  if (!spec.has_min_replicas()) spec.set_min_replicas(1);
  PINTLE_CHECK(convert_to_v2(document).has_value() && convert_to_v1(document).has_value());
}

// What the store holds is read as v2, with v2's defaults: also for behavior, of which v1 knows nothing.
void canonicalize_v1(object::Document& document) {
  PINTLE_CHECK(convert_to_v2(document).has_value());
  set_scaler_defaults(v2::HorizontalPodAutoscalerMut(&document.root(), document.arena()));
  PINTLE_CHECK(convert_to_v1(document).has_value());
}

// Takes the annotations that stand for fields of v2 from the stored object; `old` is absent on create.
void keep_annotations(v1::HorizontalPodAutoscalerMut scaler, v1::HorizontalPodAutoscaler old, std::span<const std::string_view> names) {
  for (const std::string_view name : names) {
    if (old.metadata().annotations().contains(name))
      scaler.ensure_metadata().ensure_annotations().set(name, old.metadata().annotations().get(name));
    else if (scaler.metadata().has_annotations())
      scaler.metadata().ensure_annotations().erase(name);
  }
  if (scaler.metadata().has_annotations() && scaler.metadata().annotations().empty()) scaler.metadata().clear_annotations();
}

void prepare_create_v1(v1::HorizontalPodAutoscalerMut scaler, const api::HookContext&) { keep_annotations(scaler, {}, kStatusAnnotations); }

void prepare_update_v1(v1::HorizontalPodAutoscalerMut scaler, v1::HorizontalPodAutoscaler old, const api::HookContext&) {
  keep_annotations(scaler, old, kStatusAnnotations);
}

void prepare_status_update_v1(v1::HorizontalPodAutoscalerMut scaler, v1::HorizontalPodAutoscaler old, const api::HookContext&) {
  keep_annotations(scaler, old, kSpecAnnotations);
}

void row(v2::HorizontalPodAutoscaler scaler, int64_t now_seconds, api::Cells& cells) {
  const v2::HorizontalPodAutoscalerSpec spec = scaler.spec();
  cells.text(scaler.metadata().name());
  cells.text(std::string(spec.scale_target_ref().kind()) + "/" + std::string(spec.scale_target_ref().name()));
  cells.text(metrics_text(scaler));
  cells.text(spec.min_replicas() ? std::to_string(*spec.min_replicas()) : groups::kUnset);
  cells.number(spec.max_replicas());
  cells.number(scaler.status().current_replicas());
  cells.age(scaler.metadata().creation_timestamp(), now_seconds);
}

// Most of what the row shows is in annotations: it is made of the v2 form.
void row_v1(v1::HorizontalPodAutoscaler scaler, int64_t now_seconds, api::Cells& cells) {
  const object::Document form = v2_form(*scaler.node());
  row(v2::HorizontalPodAutoscaler(&form.root()), now_seconds, cells);
}

}  // namespace

const api::Kind kHorizontalPodAutoscaler = {
    .group = "autoscaling",
    .version = "v2",
    .kind = "HorizontalPodAutoscaler",
    .resource = "horizontalpodautoscalers",
    .singular = "horizontalpodautoscaler",
    .short_names = {"hpa"},
    .categories = {"all"},
    .subresources =
        {
            {.name = "status", .keeps = {"spec"}, .validate_update = hook<validate_status_update>},
        },
    .key_prefix = "/registry/horizontalpodautoscalers/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Reference", .type = "string", .documented_by = {"autoscaling.v2.HorizontalPodAutoscalerSpec", "scaleTargetRef"}},
            {.name = "Targets", .type = "string", .documented_by = {"autoscaling.v2.HorizontalPodAutoscalerSpec", "metrics"}},
            {.name = "MinPods", .type = "string", .documented_by = {"autoscaling.v2.HorizontalPodAutoscalerSpec", "minReplicas"}},
            {.name = "MaxPods", .type = "string", .documented_by = {"autoscaling.v2.HorizontalPodAutoscalerSpec", "maxReplicas"}},
            {.name = "Replicas", .type = "string", .documented_by = {"autoscaling.v2.HorizontalPodAutoscalerStatus", "currentReplicas"}},
            api::kAgeColumn,
        },
    .row = hook<row>,
    .set_defaults = hook<set_scaler_defaults>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .has_status = true,
};

const api::Kind kHorizontalPodAutoscalerV1 = {
    .group = "autoscaling",
    .version = "v1",
    .kind = "HorizontalPodAutoscaler",
    .resource = "horizontalpodautoscalers",
    .singular = "horizontalpodautoscaler",
    .short_names = {"hpa"},
    .categories = {"all"},
    .subresources =
        {
            {.name = "status",
             .keeps = {"spec"},
             .prepare_update = hook<prepare_status_update_v1>,
             .validate_update = validate_v1_update<validate_status_update>},
        },
    .key_prefix = "/registry/horizontalpodautoscalers/",
    .storage_group_version = "autoscaling/v2",
    .to_storage = convert_to_v2,
    .from_storage = convert_to_v1,
    .columns =
        {
            api::kNameColumn,
            {.name = "Reference", .type = "string", .documented_by = {"autoscaling.v2.HorizontalPodAutoscalerSpec", "scaleTargetRef"}},
            {.name = "Targets", .type = "string", .documented_by = {"autoscaling.v2.HorizontalPodAutoscalerSpec", "metrics"}},
            {.name = "MinPods", .type = "string", .documented_by = {"autoscaling.v2.HorizontalPodAutoscalerSpec", "minReplicas"}},
            {.name = "MaxPods", .type = "string", .documented_by = {"autoscaling.v2.HorizontalPodAutoscalerSpec", "maxReplicas"}},
            {.name = "Replicas", .type = "string", .documented_by = {"autoscaling.v2.HorizontalPodAutoscalerStatus", "currentReplicas"}},
            api::kAgeColumn,
        },
    .row = hook<row_v1>,
    .set_defaults = set_defaults_v1,
    .prepare_create = hook<prepare_create_v1>,
    .prepare_update = hook<prepare_update_v1>,
    .validate = validate_v1<validate>,
    .validate_update = validate_v1_update<validate_update>,
    .canonicalize = canonicalize_v1,
    .hidden_annotations = {kSpecAnnotations[0], kSpecAnnotations[1], kStatusAnnotations[0], kStatusAnnotations[1]},
    .has_status = true,
};

}  // namespace pintle::autoscaling

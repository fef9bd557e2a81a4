// HorizontalPodAutoscaler: scales a workload by what its Pods use. v1 is served from the v2 that is stored. Source: autoscaling/v1, v2
// HorizontalPodAutoscaler; pkg/registry/autoscaling/horizontalpodautoscaler.
#include "groups/autoscaling/autoscaling.h"
#include "groups/autoscaling/convert.h"
#include "groups/autoscaling/metrics_text.h"
#include "groups/hook.h"
#include "groups/row_text.h"
#include "views/autoscaling_v1.h"
#include "views/autoscaling_v2.h"

namespace pintle::autoscaling {
namespace {

using groups::hook;

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
  object::Document copy(&v1::HorizontalPodAutoscaler::schema_type());
  copy.root() = object::deep_copy(*scaler.node(), copy.arena());
  if (convert_to_v2(copy)) row(v2::HorizontalPodAutoscaler(&copy.root()), now_seconds, cells);
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
            {.name = "status", .keeps = {"spec"}},
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
            {.name = "status", .keeps = {"spec"}},
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
    .has_status = true,
};

}  // namespace pintle::autoscaling

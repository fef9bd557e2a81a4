// HorizontalPodAutoscaler: scales a workload by what its Pods use. v1 is served from the v2 that is stored. Source: autoscaling/v1, v2
// HorizontalPodAutoscaler; pkg/registry/autoscaling/horizontalpodautoscaler.
#include "groups/autoscaling/autoscaling.h"

namespace pintle::autoscaling {

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
    .has_status = true,
};

}  // namespace pintle::autoscaling

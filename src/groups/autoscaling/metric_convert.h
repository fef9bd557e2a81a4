// Metrics of a HorizontalPodAutoscaler between autoscaling/v2 and the v1 form that lives on in annotations.
//
// The two forms hold the same under other names: {"metricName": m, "targetAverageValue": t} is {"metric": {"name": m}, "target":
// {"type": "AverageValue", "averageValue": t}}. Thread: pure. Source: k8s.io/kubernetes/pkg/apis/autoscaling/v1/conversion.go.
#pragma once

#include "object/document.h"

namespace pintle::autoscaling {

// One v1 MetricSpec or MetricStatus from a v2 one and back; the result lives in `arena` and shares what does not change.
object::Value metric_spec_to_v1(const object::Value& metric, object::Arena& arena);
object::Value metric_spec_from_v1(const object::Value& metric, object::Arena& arena);
object::Value metric_status_to_v1(const object::Value& metric, object::Arena& arena);
object::Value metric_status_from_v1(const object::Value& metric, object::Arena& arena);

}  // namespace pintle::autoscaling

// The behavior of a HorizontalPodAutoscaler as upstream keeps it in an annotation: JSON with the names of Go's fields.
//
//   {"ScaleUp":{"StabilizationWindowSeconds":0,"SelectPolicy":"Max","Policies":[{"Type":"Pods","Value":4,"PeriodSeconds":15}],
//    "Tolerance":null},"ScaleDown":null}
//
// Thread: pure. Source: k8s.io/kubernetes/pkg/apis/autoscaling/v1/conversion.go, types.go.
#pragma once

#include <string>
#include <string_view>

#include "object/document.h"

namespace pintle::autoscaling {

namespace v2 {
class HorizontalPodAutoscalerBehavior;
class HorizontalPodAutoscalerBehaviorMut;
}  // namespace v2

std::string behavior_json(v2::HorizontalPodAutoscalerBehavior behavior);
// A tree of v2 HorizontalPodAutoscalerBehavior in `arena`; null when the text is none or says nothing.
object::Value behavior_from_json(std::string_view json, object::Arena& arena);

}  // namespace pintle::autoscaling

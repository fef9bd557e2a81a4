// HorizontalPodAutoscaler between autoscaling/v1 and the stored autoscaling/v2.
//
// v1 has one field for one metric, CPU utilization. All else that v2 has goes into annotations, so that an object that was read and
// written as v1 loses nothing: autoscaling.alpha.kubernetes.io/{metrics,current-metrics,conditions,behavior}. In v2 they are gone.
// Thread: pure. Source: k8s.io/kubernetes/pkg/apis/autoscaling/v1/conversion.go, same rules.
#pragma once

#include <array>
#include <string_view>

#include "base/result.h"
#include "object/document.h"

namespace pintle::autoscaling {

// The annotations that stand for fields of v2's spec, and of its status.
inline constexpr std::array<std::string_view, 2> kSpecAnnotations = {"autoscaling.alpha.kubernetes.io/metrics",
                                                                     "autoscaling.alpha.kubernetes.io/behavior"};
inline constexpr std::array<std::string_view, 2> kStatusAnnotations = {"autoscaling.alpha.kubernetes.io/current-metrics",
                                                                       "autoscaling.alpha.kubernetes.io/conditions"};

Result<void> convert_to_v2(object::Document& document);
Result<void> convert_to_v1(object::Document& document);

}  // namespace pintle::autoscaling

// The defaults and rules of a HorizontalPodAutoscaler, in its v2 form.
//
// Thread: pure. Source: pkg/apis/autoscaling/v2/defaults.go; pkg/apis/autoscaling/validation; pkg/registry/autoscaling/
// horizontalpodautoscaler/strategy.go (validationOptionsForHorizontalPodAutoscaler).
#pragma once

#include "object/field_error.h"

namespace pintle::autoscaling {

namespace v2 {
class HorizontalPodAutoscaler;
class HorizontalPodAutoscalerMut;
}  // namespace v2

void set_scaler_defaults(v2::HorizontalPodAutoscalerMut scaler);
// `old` is absent on create.
void validate_scaler_spec(v2::HorizontalPodAutoscaler scaler, v2::HorizontalPodAutoscaler old, object::ErrorList& errors);

}  // namespace pintle::autoscaling

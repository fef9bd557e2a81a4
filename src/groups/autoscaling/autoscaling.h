// The kinds of autoscaling.
#pragma once

#include "api/kind.h"

namespace pintle::autoscaling {

extern const api::Kind kHorizontalPodAutoscaler;
extern const api::Kind kHorizontalPodAutoscalerV1;

}  // namespace pintle::autoscaling

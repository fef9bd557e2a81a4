// What of a Job's pod template may change: nothing, until it is suspended and no Pod of it runs; then what decides where Pods go, and
// what their containers ask for.
//
// Thread: pure. Source: pkg/apis/batch/validation validatePodTemplateUpdate; pkg/registry/batch/job/strategy.go
// shouldAllowMutablePodTemplate.
#pragma once

#include "object/field_error.h"

namespace pintle::batch {

namespace v1 {
class Job;
}

void validate_template_change(v1::Job job, v1::Job old, object::ErrorList& errors);

}  // namespace pintle::batch

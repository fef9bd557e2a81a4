// When a Job fails or succeeds before all of its Pods have: spec.podFailurePolicy and spec.successPolicy.
//
// Thread: pure. Source: pkg/apis/batch/validation (validatePodFailurePolicy, validateSuccessPolicy).
#pragma once

#include "object/field_error.h"

namespace pintle::batch {

namespace v1 {
class JobSpec;
}

// `path` is that of the spec. The policy must be present.
void validate_pod_failure_policy(v1::JobSpec spec, const object::FieldPath& path, object::ErrorList& errors);
// Of an indexed Job.
void validate_success_policy(v1::JobSpec spec, const object::FieldPath& path, object::ErrorList& errors);

}  // namespace pintle::batch

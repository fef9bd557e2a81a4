// The spec of a Job, which a Job and the template of a CronJob share.
//
//   set_failure_pattern_defaults(spec);                              // set_defaults hooks; a Job has more
//   validate_job_spec(job.spec(), FieldPath("spec"), options, errors);
//   validate_job_template(spec.job_template(), path, options, errors);
//
// Thread: pure. Source: pkg/apis/batch/v1/defaults.go; pkg/apis/batch/validation (validateJobSpec, ValidateJobSpec,
// ValidateJobTemplateSpec); pkg/api/job/warnings.go.
#pragma once

#include <string>
#include <vector>

#include "groups/core/pod_spec.h"
#include "object/field_error.h"

namespace pintle::batch {

namespace v1 {
class JobSpec;
class JobSpecMut;
class JobTemplateSpec;
}  // namespace v1

// A pattern without a status wants it to be true.
void set_failure_pattern_defaults(v1::JobSpecMut spec);

// With the selector, which a Job has.
void validate_job_spec(v1::JobSpec spec, const object::FieldPath& path, const core::PodValidationOptions& options,
                       object::ErrorList& errors);
// Without one: it will be generated.
void validate_job_template(v1::JobTemplateSpec job_template, const object::FieldPath& path, const core::PodValidationOptions& options,
                           object::ErrorList& errors);

// `old` is absent on create.
void job_spec_warnings(v1::JobSpec spec, v1::JobSpec old, const object::FieldPath& path, std::vector<std::string>& warnings);

}  // namespace pintle::batch

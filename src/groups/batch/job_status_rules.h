// What the job controller may write into the status of a Job: conditions that belong together, counters that do not fall, indexes that
// can be read.
//
// Most rules look only at what an update changes, so that a status that breaks one already can still be written.
// Thread: pure. Source: pkg/registry/batch/job/strategy.go getStatusValidationOptions; pkg/apis/batch/validation validateJobStatus,
// ValidateJobStatusUpdate.
#pragma once

#include "object/field_error.h"

namespace pintle::batch {

namespace v1 {
class Job;
}

void validate_job_status_update(v1::Job job, v1::Job old, object::ErrorList& errors);

}  // namespace pintle::batch

// Job: runs Pods to completion. Source: batch/v1 Job; pkg/registry/batch/job.
#include "groups/batch/batch.h"

namespace pintle::batch {

const api::Kind kJob = {
    .group = "batch",
    .version = "v1",
    .kind = "Job",
    .resource = "jobs",
    .singular = "job",
    .categories = {"all"},
    .subresources =
        {
            {.name = "status", .keeps = {"spec"}},
        },
    .key_prefix = "/registry/jobs/",
    .selectable_fields =
        {
            {.name = "status.successful", .path = "status.succeeded", .when_empty = "0"},
        },
    .unsupported_field = "field label \"%s\" not supported for Job",
    .columns =
        {
            api::kNameColumn,
            {.name = "Status", .type = "string", .description = "Status of the job."},
            {.name = "Completions", .type = "string", .documented_by = {"batch.v1.JobStatus", "succeeded"}},
            {.name = "Duration", .type = "string", .description = "Time required to complete the job."},
            api::kAgeColumn,
            {.name = "Containers", .type = "string", .description = "Names of each container in the template.", .priority = 1},
            {.name = "Images", .type = "string", .description = "Images referenced by each container in the template.", .priority = 1},
            {.name = "Selector", .type = "string", .documented_by = {"batch.v1.JobSpec", "selector"}, .priority = 1},
        },
    .garbage_collection = api::GarbageCollection::kOrphanDependents,
    .has_status = true,
    .tracks_generation = true,
};

}  // namespace pintle::batch

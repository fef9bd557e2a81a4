// CronJob: makes Jobs by a timetable. Source: batch/v1 CronJob; pkg/registry/batch/cronjob.
#include "groups/batch/batch.h"

namespace pintle::batch {

const api::Kind kCronJob = {
    .group = "batch",
    .version = "v1",
    .kind = "CronJob",
    .resource = "cronjobs",
    .singular = "cronjob",
    .short_names = {"cj"},
    .categories = {"all"},
    .subresources =
        {
            {.name = "status", .keeps = {"spec"}},
        },
    .key_prefix = "/registry/cronjobs/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Schedule", .type = "string", .documented_by = {"batch.v1.CronJobSpec", "schedule"}},
            {.name = "Timezone", .type = "string", .documented_by = {"batch.v1.CronJobSpec", "timeZone"}},
            {.name = "Suspend", .type = "boolean", .documented_by = {"batch.v1.CronJobSpec", "suspend"}},
            {.name = "Active", .type = "integer", .documented_by = {"batch.v1.CronJobStatus", "active"}},
            {.name = "Last Schedule", .type = "string", .documented_by = {"batch.v1.CronJobStatus", "lastScheduleTime"}},
            api::kAgeColumn,
            {.name = "Containers", .type = "string", .description = "Names of each container in the template.", .priority = 1},
            {.name = "Images", .type = "string", .description = "Images referenced by each container in the template.", .priority = 1},
            {.name = "Selector", .type = "string", .documented_by = {"batch.v1.JobSpec", "selector"}, .priority = 1},
        },
    .has_status = true,
    .tracks_generation = true,
};

}  // namespace pintle::batch

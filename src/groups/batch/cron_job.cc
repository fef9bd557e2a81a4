// CronJob: makes Jobs by a timetable. Source: batch/v1 CronJob; pkg/registry/batch/cronjob.
#include "groups/batch/batch.h"
#include "groups/hook.h"
#include "groups/row_text.h"
#include "views/batch_v1.h"

namespace pintle::batch {
namespace {

using groups::hook;

void row(v1::CronJob cron_job, int64_t now_seconds, api::Cells& cells) {
  const v1::CronJobSpec spec = cron_job.spec();
  const auto last = cron_job.status().last_schedule_time();
  const object::ListView containers = spec.job_template().spec().template_().spec().containers();
  cells.text(cron_job.metadata().name());
  cells.text(spec.schedule());
  cells.text(spec.time_zone().value_or(groups::kNone));
  cells.text(!spec.suspend() ? groups::kUnset : *spec.suspend() ? "True" : "False");
  cells.number(static_cast<int64_t>(cron_job.status().active().size()));
  cells.text(last ? api::age_text(*last, now_seconds) : groups::kNone);
  cells.age(cron_job.metadata().creation_timestamp(), now_seconds);
  cells.text(groups::container_names(containers));
  cells.text(groups::container_images(containers));
  cells.text(groups::selector_text(spec.job_template().spec().selector()));
}

}  // namespace

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
    .row = hook<row>,
    .has_status = true,
    .tracks_generation = true,
};

}  // namespace pintle::batch

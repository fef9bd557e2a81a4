// Job: runs Pods to completion. Source: batch/v1 Job; pkg/registry/batch/job.
#include "groups/batch/batch.h"
#include "groups/hook.h"
#include "groups/row_text.h"
#include "object/time.h"
#include "views/batch_v1.h"

namespace pintle::batch {
namespace {

using groups::hook;

bool has_condition(v1::JobStatus status, std::string_view type) {
  for (const v1::JobCondition condition : status.conditions())
    if (condition.type() == type) return condition.status() == "True";
  return false;
}

std::string_view state_of(v1::Job job) {
  if (has_condition(job.status(), "Complete")) return "Complete";
  if (has_condition(job.status(), "Failed")) return "Failed";
  if (job.metadata().deletion_timestamp()) return "Terminating";
  for (const std::string_view type : {"Suspended", "FailureTarget", "SuccessCriteriaMet"})
    if (has_condition(job.status(), type)) return type;
  return "Running";
}

std::string completions_of(v1::Job job) {
  const std::string succeeded = std::to_string(job.status().succeeded());
  if (const auto completions = job.spec().completions()) return succeeded + "/" + std::to_string(*completions);
  const int32_t parallelism = job.spec().parallelism().value_or(0);
  return parallelism > 1 ? succeeded + "/1 of " + std::to_string(parallelism) : succeeded + "/1";
}

// From the start to the end, or until now; "" for a Job that has not started.
std::string duration_of(v1::JobStatus status, int64_t now_seconds) {
  if (!status.start_time()) return "";
  if (!status.completion_time()) return api::age_text(*status.start_time(), now_seconds);
  const auto end = object::parse_time(*status.completion_time());
  return end ? api::age_text(*status.start_time(), end->seconds) : "";
}

void row(v1::Job job, int64_t now_seconds, api::Cells& cells) {
  const object::ListView containers = job.spec().template_().spec().containers();
  cells.text(job.metadata().name());
  cells.text(state_of(job));
  cells.text(completions_of(job));
  cells.text(duration_of(job.status(), now_seconds));
  cells.age(job.metadata().creation_timestamp(), now_seconds);
  cells.text(groups::container_names(containers));
  cells.text(groups::container_images(containers));
  cells.text(groups::selector_text(job.spec().selector()));
}

}  // namespace

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
            {.name = "status.successful", .path = "status.succeeded"},
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
    .row = hook<row>,
    .garbage_collection = api::GarbageCollection::kOrphanDependents,
    .has_status = true,
    .tracks_generation = true,
};

}  // namespace pintle::batch

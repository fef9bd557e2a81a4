// CronJob: makes Jobs by a timetable. Source: batch/v1 CronJob; pkg/registry/batch/cronjob.
#include <algorithm>
#include <array>

#include "api/metadata_rules.h"
#include "groups/apps/status_counts.h"
#include "groups/batch/batch.h"
#include "groups/batch/cron_schedule.h"
#include "groups/batch/job_rules.h"
#include "groups/batch/time_zone.h"
#include "groups/hook.h"
#include "groups/row_text.h"
#include "groups/workload_name.h"
#include "object/validation.h"
#include "views/batch_v1_mut.h"

namespace pintle::batch {
namespace {

using groups::hook;
using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;

// A Job's name is that of its CronJob with "-" and the ten digits of a time.
constexpr size_t kNameBytesMax = object::kDns1035LabelBytesMax - 11;
constexpr int32_t kDefaultSuccessfulJobs = 3;
constexpr int32_t kDefaultFailedJobs = 1;
constexpr std::array<std::string_view, 3> kConcurrencyPolicies = {"Allow", "Forbid", "Replace"};

ObjectMeta meta_of(v1::CronJob cron_job) { return ObjectMeta(cron_job.metadata().node()); }
core::v1::PodTemplateSpec pods_of(v1::CronJob cron_job) { return cron_job.spec().job_template().spec().template_(); }
core::v1::PodTemplateSpecMut ensure_pods(v1::CronJobMut cron_job) {
  return cron_job.ensure_spec().ensure_job_template().ensure_spec().ensure_template();
}
bool has_time_zone(std::string_view schedule) { return schedule.find("TZ") != std::string_view::npos; }

void set_defaults(v1::CronJobMut cron_job) {
  const v1::CronJobSpecMut spec = cron_job.ensure_spec();
  if (spec.concurrency_policy().empty()) spec.set_concurrency_policy("Allow");
  if (!spec.has_suspend()) spec.set_suspend(false);
  if (!spec.has_successful_jobs_history_limit()) spec.set_successful_jobs_history_limit(kDefaultSuccessfulJobs);
  if (!spec.has_failed_jobs_history_limit()) spec.set_failed_jobs_history_limit(kDefaultFailedJobs);
  core::set_pod_template_defaults(ensure_pods(cron_job));
  set_failure_pattern_defaults(spec.job_template().spec());
}

void prepare_create(v1::CronJobMut cron_job, const api::HookContext&) {
  core::drop_disabled_pod_template_fields(ensure_pods(cron_job), {});
}

void prepare_update(v1::CronJobMut cron_job, v1::CronJob old, const api::HookContext&) {
  core::drop_disabled_pod_template_fields(ensure_pods(cron_job), pods_of(old));
}

// A zone in the schedule is only for those who always had one.
void validate_schedule(v1::CronJobSpec spec, v1::CronJobSpec old, const FieldPath& path, ErrorList& errors) {
  const std::string_view schedule = spec.schedule();
  if (schedule.empty()) {
    errors.required(path, "");
    return;
  }
  const std::string fault = cron_schedule_fault(schedule);
  if (!fault.empty()) errors.invalid(path, object::quoted(schedule), fault);
  if (!has_time_zone(schedule)) return;
  if (!has_time_zone(old.schedule()))
    errors.invalid(path, object::quoted(schedule), "cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
  else if (spec.time_zone())
    errors.invalid(path, object::quoted(schedule), "cannot use both timeZone field and TZ or CRON_TZ in schedule");
}

void validate_concurrency_policy(std::string_view policy, const FieldPath& path, ErrorList& errors) {
  if (policy.empty())
    errors.required(path, "");
  else if (std::ranges::find(kConcurrencyPolicies, policy) == kConcurrencyPolicies.end())
    errors.not_supported(path, object::json_quoted(policy), kConcurrencyPolicies);
}

// `old` is absent on create.
void validate_spec(v1::CronJobSpec spec, v1::CronJobSpec old, const core::PodValidationOptions& options, ErrorList& errors) {
  const FieldPath path("spec");
  validate_schedule(spec, old, path.child("schedule"), errors);
  apps::validate_counts({{"startingDeadlineSeconds", spec.starting_deadline_seconds()}}, path, errors);
  if (spec.time_zone() && (!old.present() || old.time_zone() != spec.time_zone()))
    validate_time_zone(*spec.time_zone(), path.child("timeZone"), errors);
  validate_concurrency_policy(spec.concurrency_policy(), path.child("concurrencyPolicy"), errors);
  validate_job_template(spec.job_template(), path.child("jobTemplate"), options, errors);
  apps::validate_counts(
      {{"successfulJobsHistoryLimit", spec.successful_jobs_history_limit()}, {"failedJobsHistoryLimit", spec.failed_jobs_history_limit()}},
      path, errors);
}

void validate(v1::CronJob cron_job, ErrorList& errors) {
  validate_spec(cron_job.spec(), {}, core::pod_validation_options(core::v1::PodTemplateSpec()), errors);
  const std::string_view name = meta_of(cron_job).name();
  if (name.size() > kNameBytesMax)
    errors.invalid(FieldPath("metadata").child("name"), object::quoted(name), "must be no more than 52 characters");
}

void validate_update(v1::CronJob cron_job, v1::CronJob old, ErrorList& errors) {
  api::validate_metadata_update(kCronJob, meta_of(cron_job), meta_of(old), errors);
  validate_spec(cron_job.spec(), old.spec(), core::pod_validation_options(pods_of(old)), errors);
}

void validate_status_update(v1::CronJob, v1::CronJob, ErrorList&) {}

void warnings(v1::CronJob cron_job, v1::CronJob old, std::vector<std::string>& warnings) {
  if (!old.present()) groups::pod_name_warnings(meta_of(cron_job).name(), warnings);
  if (!old.present() || meta_of(cron_job).generation() != meta_of(old).generation())
    job_spec_warnings(cron_job.spec().job_template().spec(), old.spec().job_template().spec(),
                      FieldPath("spec").child("jobTemplate").child("spec"), warnings);
  if (old.present() && has_time_zone(cron_job.spec().schedule()))
    warnings.push_back(
        "cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, see "
        "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details");
}

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
            {.name = "status", .keeps = {"spec"}, .validate_update = hook<validate_status_update>},
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
    .set_defaults = hook<set_defaults>,
    .prepare_create = hook<prepare_create>,
    .prepare_update = hook<prepare_update>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .warnings = hook<warnings>,
    .has_status = true,
    .tracks_generation = true,
};

}  // namespace pintle::batch

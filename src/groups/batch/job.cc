// Job: runs Pods to completion. Source: batch/v1 Job; pkg/registry/batch/job.
#include <array>
#include <limits>

#include "api/metadata_rules.h"
#include "groups/apps/selector_rules.h"
#include "groups/batch/batch.h"
#include "groups/batch/job_rules.h"
#include "groups/batch/job_status_rules.h"
#include "groups/batch/job_template_change.h"
#include "groups/field_text.h"
#include "groups/hook.h"
#include "groups/row_text.h"
#include "groups/workload_name.h"
#include "object/time.h"
#include "object/validation.h"
#include "views/batch_v1_mut.h"

namespace pintle::batch {
namespace {

using groups::hook;
using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;

constexpr int32_t kDefaultBackoffLimit = 6;
constexpr std::string_view kUidLabel = "batch.kubernetes.io/controller-uid";
constexpr std::string_view kNameLabel = "batch.kubernetes.io/job-name";
constexpr std::string_view kLegacyUidLabel = "controller-uid";
constexpr std::string_view kLegacyNameLabel = "job-name";

ObjectMeta meta_of(v1::Job job) { return ObjectMeta(job.metadata().node()); }

void set_count_defaults(v1::JobSpecMut spec) {
  if (!spec.has_completions() && !spec.has_parallelism()) spec.set_completions(1);
  if (!spec.has_parallelism()) spec.set_parallelism(1);
  if (!spec.has_backoff_limit())
    spec.set_backoff_limit(spec.has_backoff_limit_per_index() ? std::numeric_limits<int32_t>::max() : kDefaultBackoffLimit);
}

// Without labels it has those of its Pods. They keep their bytes: by that, generate_selector knows them again.
void set_label_defaults(v1::JobMut job) {
  const v1::Job read(job.node());
  if (!read.metadata().labels().empty() || !read.spec().template_().metadata().has_labels()) return;
  object::Value* labels = job.ensure_metadata().ensure_labels().node();
  for (auto [key, value] : read.spec().template_().metadata().labels()) labels->set(job.arena(), key, object::Value::string(value));
}

// Whether the labels are those that set_label_defaults took from the template. In upstream both are one map, and what is added to the
// one is in the other.
bool shares_labels(v1::Job job) {
  const meta::v1::ObjectMeta pods = job.spec().template_().metadata();
  if (!pods.has_labels() || !job.metadata().has_labels() || pods.labels().size() != job.metadata().labels().size()) return false;
  return pods.labels().empty() || (*pods.labels().begin()).key.data() == (*job.metadata().labels().begin()).key.data();
}

void set_defaults(v1::JobMut job) {
  const v1::JobSpecMut spec = job.ensure_spec();
  set_count_defaults(spec);
  set_label_defaults(job);
  if (!spec.has_completion_mode()) spec.set_completion_mode("NonIndexed");
  if (!spec.has_suspend()) spec.set_suspend(false);
  if (!spec.has_pod_replacement_policy()) spec.set_pod_replacement_policy(spec.has_pod_failure_policy() ? "Failed" : "TerminatingOrFailed");
  if (!spec.has_manual_selector()) spec.set_manual_selector(false);
  core::set_pod_template_defaults(spec.ensure_template());
  set_failure_pattern_defaults(spec);
}

struct GeneratedLabel {
  std::string_view key;
  std::string_view value;
};

// Labels and a selector that no other Job has: its uid.
void generate_selector(v1::JobMut job) {
  const v1::JobSpecMut spec = job.spec();
  if (spec.manual_selector().value_or(false)) return;
  const bool shared = shares_labels(v1::Job(job.node()));
  const ObjectMeta meta = meta_of(job);
  const std::string name(meta.name());
  const std::string uid(meta.uid());
  for (const GeneratedLabel label :
       {GeneratedLabel{kLegacyNameLabel, name}, {kNameLabel, name}, {kLegacyUidLabel, uid}, {kUidLabel, uid}}) {
    if (v1::Job(job.node()).spec().template_().metadata().labels().contains(label.key)) continue;
    spec.ensure_template().ensure_metadata().ensure_labels().set(label.key, label.value);
    if (shared) job.ensure_metadata().ensure_labels().set(label.key, label.value);
  }
  const meta::v1::LabelSelectorMut selector = spec.ensure_selector();
  if (!v1::Job(job.node()).spec().selector().match_labels().contains(kUidLabel)) selector.ensure_match_labels().set(kUidLabel, uid);
}

void prepare_create(v1::JobMut job, const api::HookContext&) {
  generate_selector(job);
  core::drop_disabled_pod_template_fields(job.spec().ensure_template(), {});
}

void prepare_update(v1::JobMut job, v1::Job old, const api::HookContext&) {
  core::drop_disabled_pod_template_fields(job.spec().ensure_template(), old.spec().template_());
}

enum class PrefixedLabels : uint8_t { kRequired, kOptional };

void validate_has_label(meta::v1::ObjectMeta pods, std::string_view key, std::string_view wanted, ErrorList& errors) {
  const FieldPath path = FieldPath("spec").child("template").child("metadata").child("labels").key(key);
  const std::string detail = "must be '" + std::string(wanted) + "'";
  if (!pods.labels().contains(key))
    errors.required(path, detail);
  else if (pods.labels().get(key) != wanted)
    errors.invalid(path, groups::labels_json(pods), detail);
}

// What generate_selector makes is there, unless the Job selects for itself.
void validate_generated_selector(v1::Job job, PrefixedLabels prefixed, ErrorList& errors) {
  const v1::JobSpec spec = job.spec();
  if (spec.manual_selector().value_or(false) || !spec.selector().present()) return;
  const std::string_view uid = meta_of(job).uid();
  const std::string_view name = meta_of(job).name();
  const meta::v1::ObjectMeta pods = spec.template_().metadata();
  if (uid.empty()) errors.required(FieldPath("metadata").child("uid"), "");
  validate_has_label(pods, kLegacyUidLabel, uid, errors);
  validate_has_label(pods, kLegacyNameLabel, name, errors);
  std::vector<object::Label> generated;
  if (prefixed == PrefixedLabels::kRequired) {
    validate_has_label(pods, kUidLabel, uid, errors);
    validate_has_label(pods, kNameLabel, name, errors);
    generated = {{kUidLabel, uid}, {kNameLabel, name}};
  }
  generated.push_back({kLegacyUidLabel, uid});
  generated.push_back({kLegacyNameLabel, name});
  const auto selector = object::LabelSelector::from_value(spec.selector().node());
  if (selector && !selector->matches(generated))
    errors.invalid(FieldPath("spec").child("selector"), groups::selector_json(spec.selector()), "`selector` not auto-generated");
}

// The Pod with the last index has the longest hostname.
void validate_last_hostname(v1::Job job, ErrorList& errors) {
  const auto completions = job.spec().completions();
  if (job.spec().completion_mode() != "Indexed" || !completions || *completions <= 0) return;
  const std::string_view name = meta_of(job).name();
  const std::string hostname = std::string(name) + "-" + std::to_string(*completions - 1);
  if (!object::is_dns1123_label(hostname).empty())
    errors.invalid(FieldPath("metadata").child("name"), object::quoted(name),
                   "will not able to create pod with invalid DNS label: " + hostname);
}

struct Rules {
  core::PodValidationOptions pods;
  PrefixedLabels prefixed = PrefixedLabels::kRequired;
};

void validate_job(v1::Job job, const Rules& rules, ErrorList& errors) {
  validate_generated_selector(job, rules.prefixed, errors);
  validate_job_spec(job.spec(), FieldPath("spec"), rules.pods, errors);
  validate_last_hostname(job, errors);
}

void validate(v1::Job job, ErrorList& errors) {
  validate_job(job, {.pods = core::pod_validation_options(core::v1::PodTemplateSpec())}, errors);
}

// The completions of an indexed Job go with its parallelism.
void validate_completions(v1::JobSpec spec, v1::JobSpec old, ErrorList& errors) {
  if (!groups::field_changed("completions", spec, old)) return;
  const FieldPath path = FieldPath("spec").child("completions");
  const auto completions = spec.completions();
  if (spec.completion_mode() != "Indexed")
    errors.invalid(path, groups::number_or_null(completions), object::kImmutableError);
  else if (completions && completions != spec.parallelism())
    errors.invalid(path, std::to_string(*completions), "can only be modified in tandem with spec.parallelism");
}

void validate_immutable(std::string_view name, v1::JobSpec spec, v1::JobSpec old, const std::string& printed, ErrorList& errors) {
  if (groups::field_changed(name, spec, old)) errors.invalid(FieldPath("spec").child(name), printed, object::kImmutableError);
}

void validate_spec_change(v1::Job job, v1::Job old_job, ErrorList& errors) {
  const v1::JobSpec spec = job.spec();
  const v1::JobSpec old = old_job.spec();
  validate_completions(spec, old, errors);
  validate_immutable("selector", spec, old, groups::selector_json(spec.selector()), errors);
  validate_template_change(job, old_job, errors);
  validate_immutable("completionMode", spec, old, groups::text_or_null(spec.completion_mode()), errors);
  validate_immutable("podFailurePolicy", spec, old, groups::internal_json_line_or_null(spec.pod_failure_policy()), errors);
  validate_immutable("backoffLimitPerIndex", spec, old, groups::number_or_null(spec.backoff_limit_per_index()), errors);
  validate_immutable("managedBy", spec, old, groups::text_or_null(spec.managed_by()), errors);
  validate_immutable("successPolicy", spec, old, groups::internal_json_line_or_null(spec.success_policy()), errors);
}

Rules rules_of_update(v1::Job old) {
  Rules rules = {.pods = core::pod_validation_options(old.spec().template_())};
  rules.pods.allow_invalid_label_value_in_selector |= apps::has_invalid_label_value(old.spec().selector());
  const auto labels = old.spec().template_().metadata().labels();
  if (!labels.contains(kNameLabel) || !labels.contains(kUidLabel)) rules.prefixed = PrefixedLabels::kOptional;
  return rules;
}

// Upstream checks the Job twice: as a new one, and as a change.
void validate_update(v1::Job job, v1::Job old, ErrorList& errors) {
  const Rules rules = rules_of_update(old);
  api::validate_metadata(kJob, meta_of(job), errors);
  validate_job(job, rules, errors);
  api::validate_metadata_update(kJob, meta_of(job), meta_of(old), errors);
  validate_job_spec(job.spec(), FieldPath("spec"), rules.pods, errors);
  validate_spec_change(job, old, errors);
}

void validate_status_update(v1::Job job, v1::Job old, ErrorList& errors) {
  api::validate_metadata_update(kJob, meta_of(job), meta_of(old), errors);
  validate_job_status_update(job, old, errors);
}

void warnings(v1::Job job, v1::Job old, std::vector<std::string>& warnings) {
  if (!old.present()) groups::pod_name_warnings(meta_of(job).name(), warnings);
  if (!old.present() || meta_of(job).generation() != meta_of(old).generation())
    job_spec_warnings(job.spec(), old.spec(), FieldPath("spec"), warnings);
}

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
            {.name = "status", .keeps = {"spec"}, .validate_update = hook<validate_status_update>},
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
    .set_defaults = hook<set_defaults>,
    .prepare_create = hook<prepare_create>,
    .prepare_update = hook<prepare_update>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .canonicalize = hook<set_label_defaults>,
    .warnings = hook<warnings>,
    .orphaning_warning =
        "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set "
        "propagationPolicy=Orphan to suppress this warning",
    .garbage_collection = api::GarbageCollection::kOrphanDependents,
    .has_status = true,
    .tracks_generation = true,
};

}  // namespace pintle::batch

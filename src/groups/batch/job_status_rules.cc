#include "groups/batch/job_status_rules.h"

#include <set>

#include "groups/apps/status_counts.h"
#include "groups/batch/index_intervals.h"
#include "groups/field_text.h"
#include "object/validation.h"
#include "views/batch_v1.h"

namespace pintle::batch {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::json_quoted;

bool has_condition(v1::JobStatus status, std::string_view type, std::string_view value = "True") {
  for (const v1::JobCondition condition : status.conditions())
    if (condition.type() == type && condition.status() == value) return true;
  return false;
}

// What the conditions of a status say.
struct State {
  explicit State(v1::JobStatus status)
      : complete(has_condition(status, "Complete")),
        failed(has_condition(status, "Failed")),
        failure_target(has_condition(status, "FailureTarget")),
        success_met(has_condition(status, "SuccessCriteriaMet")) {}
  bool finished() const { return complete || failed; }

  bool complete;
  bool failed;
  bool failure_target;
  bool success_met;
};

// An update of a status; the spec is the stored one in both.
struct Update {
  v1::JobSpec spec;
  v1::JobStatus now;
  v1::JobStatus before;
  State state = State(now);
  State was = State(before);

  bool changed(std::string_view field) const { return groups::field_changed(field, now, before); }
  bool indexed() const { return spec.completion_mode() == "Indexed"; }
  bool complete_changed() const { return state.complete != was.complete; }
  bool failed_changed() const { return state.failed != was.failed; }
  bool finished_changed() const { return state.finished() != was.finished(); }
};

FieldPath path_of(std::string_view field) { return FieldPath("status").child(field); }

void invalid_conditions(std::string_view detail, ErrorList& errors) { errors.invalid(path_of("conditions"), "", detail); }

void validate_uids(object::ListView<std::string_view> uids, const FieldPath& path, std::set<std::string_view>& seen, ErrorList& errors) {
  for (auto [index, uid] : uids.enumerate()) {
    if (uid.empty())
      errors.invalid(path.index(index), json_quoted(uid), "must not be empty");
    else if (!seen.insert(uid).second)
      errors.duplicate(path.index(index), json_quoted(uid));
  }
}

void validate_counts(v1::JobStatus status, ErrorList& errors) {
  apps::validate_counts({{"active", status.active()},
                         {"succeeded", status.succeeded()},
                         {"failed", status.failed()},
                         {"ready", status.ready()},
                         {"terminating", status.terminating()}},
                        FieldPath("status"), errors);
  std::set<std::string_view> seen;
  const FieldPath uncounted = path_of("uncountedTerminatedPods");
  validate_uids(status.uncounted_terminated_pods().succeeded(), uncounted.child("succeeded"), seen, errors);
  validate_uids(status.uncounted_terminated_pods().failed(), uncounted.child("failed"), seen, errors);
}

void validate_complete(const Update& update, ErrorList& errors) {
  const State& state = update.state;
  const auto completed = update.now.completion_time();
  const bool failure_target_changed = state.failure_target != update.was.failure_target;
  const bool time_changed = update.complete_changed() || update.changed("completionTime");
  const FieldPath path = path_of("completionTime");
  if ((update.complete_changed() || update.failed_changed()) && state.complete && state.failed)
    invalid_conditions("cannot set Complete=True and Failed=true conditions", errors);
  if ((update.complete_changed() || failure_target_changed) && state.complete && state.failure_target)
    invalid_conditions("cannot set Complete=True and FailureTarget=true conditions", errors);
  if (time_changed && completed && !state.complete)
    errors.invalid(path, json_quoted(*completed), "cannot set completionTime when there is no Complete=True condition");
  if (time_changed && !completed && state.complete) errors.required(path, "completionTime is required for Complete jobs");
  const auto started = update.now.start_time();
  if ((update.changed("startTime") || update.changed("completionTime")) && started && completed && *completed < *started)
    errors.invalid(path, json_quoted(*completed), "must be equal to or after `startTime`");
  if ((update.failed_changed() || update.changed("failedIndexes")) && state.failed && !state.failure_target)
    invalid_conditions("cannot set Failed=True condition without the FailureTarget=true condition", errors);
  const bool success_changed = state.success_met != update.was.success_met;
  if ((update.complete_changed() || success_changed) && state.complete && !state.success_met)
    invalid_conditions("cannot set Complete=True condition without the SuccessCriteriaMet=true condition", errors);
}

void validate_finished(const Update& update, ErrorList& errors) {
  if (!update.state.finished()) return;
  const bool changed = update.finished_changed();
  const v1::UncountedTerminatedPods uncounted = update.now.uncounted_terminated_pods();
  if ((changed || update.changed("active")) && update.now.active() > 0)
    errors.invalid(path_of("active"), std::to_string(update.now.active()), "active>0 is invalid for finished job");
  const bool suspended_at_zero = update.spec.suspend() == true && update.spec.completions() == 0;
  if ((changed || update.changed("startTime")) && !suspended_at_zero && !update.now.start_time())
    errors.required(path_of("startTime"), "startTime is required for finished job");
  if ((changed || update.changed("uncountedTerminatedPods")) && uncounted.failed().size() + uncounted.succeeded().size() > 0)
    errors.invalid(path_of("uncountedTerminatedPods"), groups::internal_json_line(uncounted), "must be empty for finished job");
}

void validate_index_formats(const Update& update, ErrorList& errors) {
  const auto completions = update.spec.completions();
  if (!completions) return;
  const std::string_view completed = update.now.completed_indexes();
  if (update.changed("completedIndexes")) {
    const std::string fault = parse_indexes(completed, *completions).fault;
    if (!fault.empty()) errors.invalid(path_of("completedIndexes"), object::quoted(completed), "error parsing completedIndexes: " + fault);
  }
  const auto failed = update.now.failed_indexes();
  if (update.changed("failedIndexes") && failed && update.spec.backoff_limit_per_index()) {
    const std::string fault = parse_indexes(*failed, *completions).fault;
    if (!fault.empty()) errors.invalid(path_of("failedIndexes"), json_quoted(*failed), "error parsing failedIndexes: " + fault);
  }
}

void validate_indexes(const Update& update, ErrorList& errors) {
  validate_index_formats(update, errors);
  const std::string_view completed = update.now.completed_indexes();
  const auto failed = update.now.failed_indexes();
  const bool completed_changed = update.changed("completedIndexes");
  const bool failed_changed = update.changed("failedIndexes");
  if (completed_changed && !completed.empty() && !update.indexed())
    errors.invalid(path_of("completedIndexes"), object::quoted(completed),
                   "cannot set non-empty completedIndexes when non-indexed completion mode");
  if (failed_changed && failed && !update.spec.backoff_limit_per_index())
    errors.invalid(path_of("failedIndexes"), object::quoted(*failed),
                   "cannot set non-null failedIndexes when backoffLimitPerIndex is null");
  if ((failed_changed || completed_changed) && failed && update.spec.completions()) {
    const std::string fault = overlap_fault(completed, *failed, *update.spec.completions());
    if (!fault.empty()) errors.invalid(path_of("failedIndexes"), object::quoted(*failed), fault);
  }
}

void validate_pods(const Update& update, ErrorList& errors) {
  const auto terminating = update.now.terminating();
  const auto ready = update.now.ready();
  if ((update.finished_changed() || update.changed("terminating")) && terminating.value_or(0) > 0 && update.state.finished())
    errors.invalid(path_of("terminating"), std::to_string(*terminating), "terminating>0 is invalid for finished job");
  if ((update.changed("ready") || update.changed("active")) && ready && *ready > update.now.active())
    errors.invalid(path_of("ready"), std::to_string(*ready), "cannot set more ready pods than active");
}

void validate_success(const Update& update, ErrorList& errors) {
  const State& state = update.state;
  if (state.success_met && state.failed) invalid_conditions("cannot set SuccessCriteriaMet=True and Failed=true conditions", errors);
  if (state.success_met && state.failure_target)
    invalid_conditions("cannot set SuccessCriteriaMet=True and FailureTarget=true conditions", errors);
  if (update.spec.success_policy().present() && !state.success_met && state.complete)
    invalid_conditions("cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True", errors);
}

// A condition that ends the Job stays.
void validate_ends(const Update& update, ErrorList& errors) {
  struct End {
    std::string_view type;
    bool was;
    bool is;
  };
  for (const End& end : {End{"Failed", update.was.failed, update.state.failed}, End{"Complete", update.was.complete, update.state.complete},
                         End{"FailureTarget", update.was.failure_target, update.state.failure_target}})
    if (end.was && !end.is) invalid_conditions("cannot disable the terminal " + std::string(end.type) + "=True condition", errors);
}

// Scaling an indexed Job up and down with its completions takes successes away.
bool may_lose_successes(const Update& update) { return update.indexed() && update.spec.completions() == update.spec.parallelism(); }

void validate_progress(const Update& update, ErrorList& errors) {
  if (update.now.failed() < update.before.failed())
    errors.invalid(path_of("failed"), std::to_string(update.now.failed()), "cannot decrease the failed counter");
  if (!may_lose_successes(update) && update.now.succeeded() < update.before.succeeded())
    errors.invalid(path_of("succeeded"), std::to_string(update.now.succeeded()), "cannot decrease the succeeded counter");
  const auto completed = update.now.completion_time();
  if (completed && update.before.completion_time() && *completed != *update.before.completion_time())
    errors.invalid(path_of("completionTime"), json_quoted(*completed), object::kImmutableError);
  const bool resumes = has_condition(update.before, "Suspended") && has_condition(update.now, "Suspended", "False");
  if (update.changed("startTime") && !resumes && update.before.start_time() && !update.spec.suspend().value_or(false))
    errors.invalid(path_of("startTime"), groups::text_or_null(update.now.start_time()), "field is immutable for unsuspended job once set");
}

void validate_success_progress(const Update& update, ErrorList& errors) {
  if (update.was.success_met && !update.state.success_met)
    invalid_conditions("cannot disable the SuccessCriteriaMet=True condition", errors);
  if (update.was.complete && !update.was.success_met && update.state.success_met)
    invalid_conditions("cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions", errors);
}

}  // namespace

void validate_job_status_update(v1::Job job, v1::Job old, ErrorList& errors) {
  const Update update{job.spec(), job.status(), old.status()};
  validate_counts(update.now, errors);
  validate_complete(update, errors);
  validate_finished(update, errors);
  validate_indexes(update, errors);
  validate_pods(update, errors);
  validate_success(update, errors);
  validate_ends(update, errors);
  validate_progress(update, errors);
  validate_success_progress(update, errors);
}

}  // namespace pintle::batch

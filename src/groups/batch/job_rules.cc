#include "groups/batch/job_rules.h"

#include <algorithm>
#include <array>
#include <span>

#include "groups/apps/selector_rules.h"
#include "groups/apps/status_counts.h"
#include "groups/batch/job_policies.h"
#include "groups/field_text.h"
#include "object/validation.h"
#include "views/batch_v1_mut.h"

namespace pintle::batch {
namespace {

using core::PodValidationOptions;
using object::ErrorList;
using object::FieldPath;
using object::json_quoted;

constexpr int32_t kIndexedParallelismMax = 100'000;
constexpr int32_t kFailedIndexesMax = 100'000;
// Above this many completions, a backoff limit for each index narrows what else may be asked for.
constexpr int32_t kManyCompletions = 100'000;
constexpr int32_t kParallelismOfManyMax = 10'000;
constexpr int32_t kFailedIndexesOfManyMax = 10'000;
constexpr size_t kManagedByBytesMax = 63;
constexpr std::array<std::string_view, 2> kCompletionModes = {"NonIndexed", "Indexed"};
constexpr std::array<std::string_view, 2> kReplacementPolicies = {"Failed", "TerminatingOrFailed"};
constexpr std::array<std::string_view, 2> kRestartPolicies = {"OnFailure", "Never"};
constexpr std::array<std::string_view, 2> kManualSelectors = {"nil", "false"};

bool is_indexed(v1::JobSpec spec) { return spec.completion_mode() == "Indexed"; }

std::string at_most(int32_t limit) { return "must be less than or equal to " + std::to_string(limit); }

void validate_counts(v1::JobSpec spec, const FieldPath& path, ErrorList& errors) {
  apps::validate_counts({{"parallelism", spec.parallelism()},
                         {"completions", spec.completions()},
                         {"activeDeadlineSeconds", spec.active_deadline_seconds()},
                         {"backoffLimit", spec.backoff_limit()},
                         {"ttlSecondsAfterFinished", spec.ttl_seconds_after_finished()},
                         {"backoffLimitPerIndex", spec.backoff_limit_per_index()},
                         {"maxFailedIndexes", spec.max_failed_indexes()}},
                        path, errors);
  if (spec.max_failed_indexes() && !spec.backoff_limit_per_index())
    errors.required(path.child("backoffLimitPerIndex"), "when maxFailedIndexes is specified");
}

void validate_managed_by(v1::JobSpec spec, const FieldPath& path, ErrorList& errors) {
  const auto managed_by = spec.managed_by();
  if (!managed_by) return;
  object::validate_domain_prefixed_path(*managed_by, path, errors);
  if (managed_by->size() > kManagedByBytesMax) errors.too_long(path, kManagedByBytesMax);
}

void validate_many_completions(v1::JobSpec spec, const FieldPath& path, ErrorList& errors) {
  const std::string limited = " when completions are above " + std::to_string(kManyCompletions) + " and used with backoff limit per index";
  const auto failed = spec.max_failed_indexes();
  const auto parallelism = spec.parallelism();
  if (!failed)
    errors.required(path.child("maxFailedIndexes"), "must be specified when completions is above " + std::to_string(kManyCompletions));
  if (parallelism && *parallelism > kParallelismOfManyMax)
    errors.invalid(path.child("parallelism"), std::to_string(*parallelism), at_most(kParallelismOfManyMax) + limited);
  if (failed && *failed > kFailedIndexesOfManyMax)
    errors.invalid(path.child("maxFailedIndexes"), std::to_string(*failed), at_most(kFailedIndexesOfManyMax) + limited);
}

void validate_indexed(v1::JobSpec spec, const FieldPath& path, ErrorList& errors) {
  const auto completions = spec.completions();
  const auto parallelism = spec.parallelism();
  const auto failed = spec.max_failed_indexes();
  const FieldPath failed_path = path.child("maxFailedIndexes");
  if (!completions) errors.required(path.child("completions"), "when completion mode is Indexed");
  if (parallelism && *parallelism > kIndexedParallelismMax)
    errors.invalid(path.child("parallelism"), std::to_string(*parallelism),
                   at_most(kIndexedParallelismMax) + " when completion mode is Indexed");
  if (completions && failed && *failed > *completions)
    errors.invalid(failed_path, std::to_string(*failed), "must be less than or equal to completions");
  if (failed && *failed > kFailedIndexesMax) errors.invalid(failed_path, std::to_string(*failed), at_most(kFailedIndexesMax));
  if (completions && *completions > kManyCompletions && spec.backoff_limit_per_index()) validate_many_completions(spec, path, errors);
}

void validate_completion_mode(v1::JobSpec spec, const FieldPath& path, ErrorList& errors) {
  constexpr std::string_view kNeedsIndexed = "requires indexed completion mode";
  const auto mode = spec.completion_mode();
  if (mode && *mode != "NonIndexed" && *mode != "Indexed")
    errors.not_supported(path.child("completionMode"), json_quoted(*mode), kCompletionModes);
  if (is_indexed(spec)) validate_indexed(spec, path, errors);
  if (mode && *mode != "NonIndexed") return;
  if (const auto limit = spec.backoff_limit_per_index())
    errors.invalid(path.child("backoffLimitPerIndex"), std::to_string(*limit), kNeedsIndexed);
  if (const auto failed = spec.max_failed_indexes()) errors.invalid(path.child("maxFailedIndexes"), std::to_string(*failed), kNeedsIndexed);
}

void validate_policies(v1::JobSpec spec, const FieldPath& path, ErrorList& errors) {
  const v1::SuccessPolicy success = spec.success_policy();
  const bool fails_by_policy = spec.pod_failure_policy().present();
  if (fails_by_policy) validate_pod_failure_policy(spec, path, errors);
  if (success.present() && is_indexed(spec)) validate_success_policy(spec, path, errors);
  if (success.present() && !is_indexed(spec))
    errors.invalid(path.child("successPolicy"), groups::internal_json_line(success), "requires indexed completion mode");
  const auto replacement = spec.pod_replacement_policy();
  // A Pod that fails by the policy is replaced when it has failed, not while it ends.
  const std::span<const std::string_view> allowed = std::span(kReplacementPolicies).first(fails_by_policy ? 1 : 2);
  if (replacement && std::ranges::find(allowed, *replacement) == allowed.end())
    errors.not_supported(path.child("podReplacementPolicy"), json_quoted(*replacement), allowed);
}

void validate_restart_policy(v1::JobSpec spec, const FieldPath& path, ErrorList& errors) {
  const std::string_view policy = spec.template_().spec().restart_policy();
  if (policy.empty() || policy == "Always")
    errors.required(path, R"(valid values: "OnFailure", "Never")");
  else if (policy != "OnFailure" && policy != "Never")
    errors.not_supported(path, json_quoted(policy), kRestartPolicies);
  else if (spec.pod_failure_policy().present() && policy != "Never")
    errors.invalid(path, json_quoted(policy), R"(only "Never" is supported when podFailurePolicy is specified)");
}

void validate_without_selector(v1::JobSpec spec, const FieldPath& path, const PodValidationOptions& options, ErrorList& errors) {
  validate_counts(spec, path, errors);
  validate_managed_by(spec, path.child("managedBy"), errors);
  validate_completion_mode(spec, path, errors);
  validate_policies(spec, path, errors);
  const FieldPath pods = path.child("template");
  core::validate_pod_template_spec(spec.template_(), pods, options, errors);
  validate_restart_policy(spec, pods.child("spec").child("restartPolicy"), errors);
}

}  // namespace

void set_failure_pattern_defaults(v1::JobSpecMut spec) {
  if (!spec.pod_failure_policy().has_rules()) return;
  for (const v1::PodFailurePolicyRuleMut rule : spec.pod_failure_policy().rules()) {
    if (!rule.has_on_pod_conditions()) continue;
    for (const v1::PodFailurePolicyOnPodConditionsPatternMut pattern : rule.on_pod_conditions())
      if (pattern.status().empty()) pattern.set_status("True");
  }
}

void validate_job_spec(v1::JobSpec spec, const FieldPath& path, const PodValidationOptions& options, ErrorList& errors) {
  validate_without_selector(spec, path, options, errors);
  if (spec.selector().present())
    object::validate_label_selector(spec.selector().node(), {.allow_invalid_values = options.allow_invalid_label_value_in_selector},
                                    path.child("selector"), errors);
  else
    errors.required(path.child("selector"), "");
  const meta::v1::ObjectMeta meta = spec.template_().metadata();
  if (apps::selects(spec.selector(), meta) == apps::Selects::kNo)
    errors.invalid(path.child("template").child("metadata").child("labels"), groups::labels_json(meta), apps::kSelectorDoesNotMatch);
}

void validate_job_template(v1::JobTemplateSpec job_template, const FieldPath& path, const PodValidationOptions& options,
                           ErrorList& errors) {
  const FieldPath spec_path = path.child("spec");
  const v1::JobSpec spec = job_template.spec();
  validate_without_selector(spec, spec_path, options, errors);
  if (spec.selector().present())
    errors.invalid(spec_path.child("selector"), groups::selector_json(spec.selector()), "`selector` will be auto-generated");
  if (spec.manual_selector().value_or(false)) errors.not_supported(spec_path.child("manualSelector"), "true", kManualSelectors);
}

void job_spec_warnings(v1::JobSpec spec, v1::JobSpec old, const FieldPath& path, std::vector<std::string>& warnings) {
  constexpr int32_t kParallelismOfUnlimited = 10'000;
  if (is_indexed(spec) && spec.completions().value_or(0) > kManyCompletions && spec.parallelism().value_or(0) > kParallelismOfUnlimited)
    warnings.push_back(path.to_string() +
                       ": In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes "
                       "might not be able to track completedIndexes when a big number of indexes fail");
  core::pod_template_warnings(spec.template_(), old.template_(), path.child("template"), warnings);
}

}  // namespace pintle::batch

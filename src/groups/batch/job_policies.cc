#include "groups/batch/job_policies.h"

#include <algorithm>
#include <array>
#include <set>

#include "groups/batch/index_intervals.h"
#include "object/validation.h"
#include "views/batch_v1.h"

namespace pintle::batch {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::json_quoted;

constexpr size_t kRulesMax = 20;
constexpr size_t kExitCodesMax = 255;
constexpr size_t kConditionPatternsMax = 20;
constexpr size_t kSucceededIndexesBytesMax = 64 << 10;
constexpr std::array<std::string_view, 4> kActions = {"Count", "FailIndex", "FailJob", "Ignore"};
constexpr std::array<std::string_view, 2> kOperators = {"In", "NotIn"};
constexpr std::array<std::string_view, 3> kConditionStatuses = {"False", "True", "Unknown"};

using Names = std::set<std::string_view>;

bool is_one_of(std::string_view value, std::span<const std::string_view> allowed) {
  return std::ranges::find(allowed, value) != allowed.end();
}

// %q of a list: ["In" "NotIn"]
std::string valid_values(std::span<const std::string_view> values) {
  std::string text = "valid values: [";
  for (const std::string_view value : values) text.append(text.ends_with('[') ? "" : " ").append(object::quoted(value));
  return text + "]";
}

void validate_choice(std::string_view value, std::span<const std::string_view> allowed, const FieldPath& path, ErrorList& errors) {
  if (value.empty())
    errors.required(path, valid_values(allowed));
  else if (!is_one_of(value, allowed))
    errors.not_supported(path, json_quoted(value), allowed);
}

Names container_names(v1::JobSpec spec) {
  Names names;
  for (const core::v1::Container container : spec.template_().spec().containers()) names.insert(container.name());
  for (const core::v1::Container container : spec.template_().spec().init_containers()) names.insert(container.name());
  return names;
}

std::string printed(object::ListView<int32_t> codes, bool present) {
  if (!present) return "null";
  std::string text = "[";
  for (const int32_t code : codes) text.append(text.size() > 1 ? "," : "").append(std::to_string(code));
  return text + "]";
}

void validate_exit_code(int32_t code, std::string_view op, std::set<int32_t>& seen, const FieldPath& path, ErrorList& errors) {
  if (op == "In" && code == 0) errors.invalid(path, "0", "must not be 0 for the In operator");
  if (!seen.insert(code).second) errors.duplicate(path, std::to_string(code));
}

void validate_exit_codes(v1::PodFailurePolicyOnExitCodesRequirement requirement, const FieldPath& path, const Names& containers,
                         ErrorList& errors) {
  validate_choice(requirement.operator_(), kOperators, path.child("operator"), errors);
  const auto container = requirement.container_name();
  if (container && !containers.contains(*container))
    errors.invalid(path.child("containerName"), object::quoted(*container),
                   "must be one of the container or initContainer names in the pod template");
  const FieldPath values = path.child("values");
  const object::ListView<int32_t> codes = requirement.values();
  if (codes.empty()) errors.invalid(values, printed(codes, requirement.has_values()), "at least one value is required");
  if (codes.size() > kExitCodesMax) errors.too_many(values, static_cast<int64_t>(codes.size()), kExitCodesMax);
  std::set<int32_t> seen;
  for (auto [index, code] : codes.enumerate()) validate_exit_code(code, requirement.operator_(), seen, values.index(index), errors);
  if (!std::is_sorted(codes.begin(), codes.end())) errors.invalid(values, printed(codes, true), "must be ordered");
}

void validate_conditions(object::ListView<v1::PodFailurePolicyOnPodConditionsPattern> patterns, const FieldPath& path, ErrorList& errors) {
  if (patterns.size() > kConditionPatternsMax) errors.too_many(path, static_cast<int64_t>(patterns.size()), kConditionPatternsMax);
  for (auto [index, pattern] : patterns.enumerate()) {
    const FieldPath at = path.index(index);
    errors.invalid_text_each(at.child("type"), pattern.type(), object::is_qualified_name(pattern.type()));
    validate_choice(pattern.status(), kConditionStatuses, at.child("status"), errors);
  }
}

void validate_action(v1::JobSpec spec, std::string_view action, const FieldPath& path, ErrorList& errors) {
  if (action != "FailIndex")
    validate_choice(action, kActions, path, errors);
  else if (!spec.backoff_limit_per_index())
    errors.invalid(path, json_quoted(action), "requires the backoffLimitPerIndex to be set");
}

void validate_failure_rule(v1::JobSpec spec, v1::PodFailurePolicyRule rule, const FieldPath& path, const Names& containers,
                           ErrorList& errors) {
  validate_action(spec, rule.action(), path.child("action"), errors);
  const bool on_codes = rule.on_exit_codes().present();
  const bool on_conditions = !rule.on_pod_conditions().empty();
  if (on_codes) validate_exit_codes(rule.on_exit_codes(), path.child("onExitCodes"), containers, errors);
  if (on_conditions) validate_conditions(rule.on_pod_conditions(), path.child("onPodConditions"), errors);
  if (on_codes && on_conditions) errors.invalid(path, "", "specifying both OnExitCodes and OnPodConditions is not supported");
  if (!on_codes && !on_conditions) errors.invalid(path, "", "specifying one of OnExitCodes and OnPodConditions is required");
}

int32_t validate_succeeded_indexes(std::string_view indexes, int32_t completions, const FieldPath& path, ErrorList& errors) {
  if (indexes.size() > kSucceededIndexesBytesMax) errors.too_long(path, kSucceededIndexesBytesMax);
  const IndexIntervals parsed = parse_indexes(indexes, completions);
  if (!parsed.fault.empty()) errors.invalid(path, object::quoted(indexes), "error parsing succeededIndexes: " + parsed.fault);
  return parsed.total;
}

void validate_succeeded_count(int32_t count, int32_t count_max, std::string_view what, const FieldPath& path, ErrorList& errors) {
  if (count > count_max)
    errors.invalid(path, std::to_string(count),
                   "must be less than or equal to " + std::to_string(count_max) + " (the number of " + std::string(what) + ")");
}

void validate_success_rule(v1::SuccessPolicyRule rule, int32_t completions, const FieldPath& path, ErrorList& errors) {
  const auto indexes = rule.succeeded_indexes();
  const auto count = rule.succeeded_count();
  if (!count && !indexes) errors.required(path, "at least one of succeededCount or succeededIndexes must be specified");
  const int32_t total = indexes ? validate_succeeded_indexes(*indexes, completions, path.child("succeededIndexes"), errors) : 0;
  if (!count) return;
  const FieldPath count_path = path.child("succeededCount");
  object::validate_nonnegative(*count, count_path, errors);
  validate_succeeded_count(*count, completions, "specified completions", count_path, errors);
  if (indexes) validate_succeeded_count(*count, total, "indexes in the specified succeededIndexes field", count_path, errors);
}

}  // namespace

void validate_pod_failure_policy(v1::JobSpec spec, const FieldPath& path, ErrorList& errors) {
  const FieldPath rules_path = path.child("podFailurePolicy").child("rules");
  const object::ListView<v1::PodFailurePolicyRule> rules = spec.pod_failure_policy().rules();
  if (rules.size() > kRulesMax) errors.too_many(rules_path, static_cast<int64_t>(rules.size()), kRulesMax);
  const Names containers = container_names(spec);
  for (auto [index, rule] : rules.enumerate()) validate_failure_rule(spec, rule, rules_path.index(index), containers, errors);
}

void validate_success_policy(v1::JobSpec spec, const FieldPath& path, ErrorList& errors) {
  const FieldPath rules_path = path.child("successPolicy").child("rules");
  const object::ListView<v1::SuccessPolicyRule> rules = spec.success_policy().rules();
  if (rules.empty()) errors.required(rules_path, "at least one rules must be specified when the successPolicy is specified");
  if (rules.size() > kRulesMax) errors.too_many(rules_path, static_cast<int64_t>(rules.size()), kRulesMax);
  for (auto [index, rule] : rules.enumerate()) validate_success_rule(rule, spec.completions().value_or(0), rules_path.index(index), errors);
}

}  // namespace pintle::batch

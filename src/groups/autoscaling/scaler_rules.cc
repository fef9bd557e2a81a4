#include "groups/autoscaling/scaler_rules.h"

#include <algorithm>
#include <array>

#include "groups/autoscaling/metric_rules.h"
#include "object/quantity.h"
#include "object/validation.h"
#include "views/autoscaling_v2_mut.h"

namespace pintle::autoscaling {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::json_quoted;

constexpr int32_t kDefaultCpuUtilization = 80;  // percent
constexpr int32_t kDefaultPeriodSeconds = 15;
constexpr int32_t kDefaultPercent = 100;
constexpr int32_t kDefaultPods = 4;
constexpr int32_t kPeriodSecondsMax = 1800;
constexpr int32_t kStabilizationSecondsMax = 3600;
constexpr std::array<std::string_view, 3> kSelectPolicies = {"Disabled", "Max", "Min"};
constexpr std::array<std::string_view, 2> kPolicyTypes = {"Percent", "Pods"};

void append_policy(v2::HPAScalingRulesMut rules, std::string_view type, int32_t value) {
  const v2::HPAScalingPolicyMut policy = rules.ensure_policies().append();
  policy.set_type(type);
  policy.set_value(value);
  policy.set_period_seconds(kDefaultPeriodSeconds);
}

void set_scale_up_defaults(v2::HPAScalingRulesMut rules) {
  if (!rules.has_select_policy()) rules.set_select_policy("Max");
  if (!rules.has_stabilization_window_seconds()) rules.set_stabilization_window_seconds(0);
  if (rules.has_policies()) return;
  append_policy(rules, "Pods", kDefaultPods);
  append_policy(rules, "Percent", kDefaultPercent);
}

// Without a window, it is the one that the controller is started with.
void set_scale_down_defaults(v2::HPAScalingRulesMut rules) {
  if (!rules.has_select_policy()) rules.set_select_policy("Max");
  if (!rules.has_policies()) append_policy(rules, "Percent", kDefaultPercent);
}

void append_default_metric(v2::HorizontalPodAutoscalerSpecMut spec) {
  const v2::MetricSpecMut metric = spec.ensure_metrics().append();
  metric.set_type("Resource");
  const v2::ResourceMetricSourceMut resource = metric.ensure_resource();
  resource.set_name("cpu");
  resource.ensure_target().set_type("Utilization");
  resource.ensure_target().set_average_utilization(kDefaultCpuUtilization);
}

void validate_policy(v2::HPAScalingPolicy policy, const FieldPath& path, ErrorList& errors) {
  if (std::ranges::find(kPolicyTypes, policy.type()) == kPolicyTypes.end())
    errors.not_supported(path.child("type"), json_quoted(policy.type()), kPolicyTypes);
  if (policy.value() <= 0) errors.invalid(path.child("value"), std::to_string(policy.value()), "must be greater than zero");
  const FieldPath period = path.child("periodSeconds");
  if (policy.period_seconds() <= 0) errors.invalid(period, std::to_string(policy.period_seconds()), "must be greater than zero");
  if (policy.period_seconds() > kPeriodSecondsMax)
    errors.invalid(period, std::to_string(policy.period_seconds()), "must be less than or equal to " + std::to_string(kPeriodSecondsMax));
}

void validate_window(std::optional<int32_t> seconds, const FieldPath& path, ErrorList& errors) {
  if (seconds && *seconds < 0) errors.invalid(path, std::to_string(*seconds), "must be greater than or equal to zero");
  if (seconds && *seconds > kStabilizationSecondsMax)
    errors.invalid(path, std::to_string(*seconds), "must be less than or equal to " + std::to_string(kStabilizationSecondsMax));
}

void validate_tolerance(std::optional<std::string_view> tolerance, const FieldPath& path, ErrorList& errors) {
  if (!tolerance) return;
  const auto parsed = object::Quantity::parse(*tolerance);
  if (parsed && parsed->sign() < 0) errors.invalid(path, object::quoted(*tolerance), object::kNegativeError);
}

void validate_scaling_rules(v2::HPAScalingRules rules, const FieldPath& path, ErrorList& errors) {
  if (!rules.present()) return;
  validate_window(rules.stabilization_window_seconds(), path.child("stabilizationWindowSeconds"), errors);
  const auto select = rules.select_policy();
  if (select && std::ranges::find(kSelectPolicies, *select) == kSelectPolicies.end())
    errors.not_supported(path.child("selectPolicy"), json_quoted(*select), kSelectPolicies);
  const FieldPath policies = path.child("policies");
  if (rules.policies().empty()) errors.required(policies, "must specify at least one Policy");
  for (auto [index, policy] : rules.policies().enumerate()) validate_policy(policy, policies.index(index), errors);
  validate_tolerance(rules.tolerance(), path.child("tolerance"), errors);
}

// HPAScaleToZero is off; an autoscaler that scales to zero already may go on.
int32_t min_replicas_bound(v2::HorizontalPodAutoscaler old) { return old.spec().min_replicas() == 0 ? 0 : 1; }

// An update that leaves the target alone is not asked for its API version again.
ReferenceRules target_rules(v2::CrossVersionObjectReference target, v2::HorizontalPodAutoscaler old) {
  const v2::CrossVersionObjectReference old_target = old.spec().scale_target_ref();
  if (old.present() && old_target.api_version() == target.api_version() && old_target.kind() == target.kind())
    return {.allow_invalid_api_version = true};
  return {.allow_empty_group = target.kind() == "ReplicationController"};
}

ReferenceRules metric_rules(v2::HorizontalPodAutoscaler old) {
  ReferenceRules rules = {.allow_empty_group = true};
  for (const v2::MetricSpec metric : old.spec().metrics())
    if (metric.type() == "Object" && metric.object().present() && !is_valid_api_version(metric.object().described_object(), rules))
      return {.allow_empty_group = true, .allow_invalid_api_version = true};
  return rules;
}

void validate_replicas(v2::HorizontalPodAutoscalerSpec spec, int32_t bound, const FieldPath& path, ErrorList& errors) {
  const auto min = spec.min_replicas();
  const int32_t max = spec.max_replicas();
  if (min && *min < bound)
    errors.invalid(path.child("minReplicas"), std::to_string(*min), "must be greater than or equal to " + std::to_string(bound));
  if (max == 0) errors.required(path.child("maxReplicas"), "must be set and greater than 0");
  if (max < 0) errors.invalid(path.child("maxReplicas"), std::to_string(max), "must be greater than or equal to 1");
  if (min && max < *min) errors.invalid(path.child("maxReplicas"), std::to_string(max), "must be greater than or equal to `minReplicas`");
}

}  // namespace

void set_scaler_defaults(v2::HorizontalPodAutoscalerMut scaler) {
  const v2::HorizontalPodAutoscalerSpecMut spec = scaler.ensure_spec();
  if (!spec.has_min_replicas()) spec.set_min_replicas(1);
  if (spec.metrics().empty()) append_default_metric(spec);
  if (!spec.has_behavior()) return;
  set_scale_up_defaults(spec.behavior().ensure_scale_up());
  set_scale_down_defaults(spec.behavior().ensure_scale_down());
}

void validate_scaler_spec(v2::HorizontalPodAutoscaler scaler, v2::HorizontalPodAutoscaler old, ErrorList& errors) {
  const FieldPath path("spec");
  const v2::HorizontalPodAutoscalerSpec spec = scaler.spec();
  validate_replicas(spec, min_replicas_bound(old), path, errors);
  validate_reference(spec.scale_target_ref(), target_rules(spec.scale_target_ref(), old), path.child("scaleTargetRef"), errors);
  validate_metrics(spec.metrics(), spec.min_replicas(), metric_rules(old), path.child("metrics"), errors);
  validate_scaling_rules(spec.behavior().scale_up(), path.child("behavior").child("scaleUp"), errors);
  validate_scaling_rules(spec.behavior().scale_down(), path.child("behavior").child("scaleDown"), errors);
}

}  // namespace pintle::autoscaling

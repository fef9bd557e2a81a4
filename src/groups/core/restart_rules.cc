#include "groups/core/restart_rules.h"

#include <algorithm>
#include <optional>
#include <set>
#include <span>

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::json_quoted;

constexpr std::string_view kPolicies[] = {"Always", "Never", "OnFailure"};
constexpr std::string_view kOperators[] = {"In", "NotIn"};
constexpr std::string_view kActions[] = {"Restart", "RestartAllContainers"};
constexpr std::string_view kResizeResources[] = {"cpu", "memory"};
constexpr std::string_view kResizePolicies[] = {"NotRequired", "RestartContainer"};
constexpr size_t kRulesMax = 20;
constexpr size_t kExitCodesMax = 255;
constexpr std::string_view kPolicyRequired = "must specify restartPolicy when restart rules are used";

void validate_choice(std::string_view value, std::span<const std::string_view> choices, const FieldPath& path, ErrorList& errors) {
  if (std::ranges::find(choices, value) == choices.end()) errors.not_supported(path, json_quoted(value), choices);
}

void validate_required_choice(std::string_view value, std::span<const std::string_view> choices, const FieldPath& path, ErrorList& errors) {
  if (value.empty())
    errors.required(path, "");
  else
    validate_choice(value, choices, path, errors);
}

void validate_rule(v1::ContainerRestartRule rule, const FieldPath& path, ErrorList& errors) {
  validate_choice(rule.action(), kActions, path.child("action"), errors);
  const FieldPath codes_path = path.child("exitCodes");
  if (!rule.exit_codes()) {
    errors.required(codes_path, "must be specified");
    return;
  }
  validate_choice(rule.exit_codes().operator_(), kOperators, codes_path.child("operator"), errors);
  const auto count = rule.exit_codes().values().size();
  if (count > kExitCodesMax) errors.too_many(codes_path.child("values"), static_cast<int64_t>(count), kExitCodesMax);
}

}  // namespace

void validate_container_restart_policy(v1::Container container, const FieldPath& path, ErrorList& errors) {
  const auto policy = container.restart_policy();
  const object::ListView rules = container.restart_policy_rules();
  if (policy)
    validate_choice(*policy, kPolicies, path.child("restartPolicy"), errors);
  else if (!rules.empty())
    errors.required(path.child("restartPolicy"), kPolicyRequired);
  const FieldPath rules_path = path.child("restartPolicyRules");
  if (rules.size() > kRulesMax) errors.too_many(rules_path, static_cast<int64_t>(rules.size()), kRulesMax);
  for (auto [index, rule] : rules.enumerate()) validate_rule(rule, rules_path.index(index), errors);
}

void validate_init_container_restart_policy(v1::Container container, const FieldPath& path, ErrorList& errors) {
  if (container.restart_policy())
    validate_container_restart_policy(container, path, errors);
  else if (!container.restart_policy_rules().empty())
    errors.required(path.child("restartPolicy"), kPolicyRequired);
}

void validate_resize_policy(object::ListView<v1::ContainerResizePolicy> policies, std::string_view pod_restart_policy,
                            const FieldPath& path, ErrorList& errors) {
  std::set<std::string_view> resources;
  for (auto [index, policy] : policies.enumerate()) {
    if (!resources.insert(policy.resource_name()).second) errors.duplicate(path.index(index), json_quoted(policy.resource_name()));
    validate_required_choice(policy.resource_name(), kResizeResources, path, errors);
    validate_required_choice(policy.restart_policy(), kResizePolicies, path, errors);
    if (pod_restart_policy == "Never" && policy.restart_policy() != "NotRequired")
      errors.invalid(path, json_quoted(policy.restart_policy()), "must be 'NotRequired' when pod `restartPolicy` is 'Never'");
  }
}

}  // namespace pintle::core

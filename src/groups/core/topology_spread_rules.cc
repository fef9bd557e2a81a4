// How evenly the Pods of a set are spread over the values of a Node's label.
#include <algorithm>
#include <array>
#include <string>

#include "groups/core/match_label_keys.h"
#include "groups/core/scheduling_rules.h"
#include "object/go_format.h"
#include "object/label_selector.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::json_quoted;
using object::ListView;

using Constraints = ListView<v1::TopologySpreadConstraint>;

void validate_positive(int32_t value, const FieldPath& path, ErrorList& errors) {
  if (value <= 0) errors.invalid(path, std::to_string(value), "must be greater than zero");
}

void validate_action(std::string_view action, const FieldPath& path, ErrorList& errors) {
  static constexpr std::array<std::string_view, 2> kActions = {"DoNotSchedule", "ScheduleAnyway"};
  if (std::ranges::find(kActions, action) == kActions.end()) errors.not_supported(path, json_quoted(action), kActions);
}

void validate_not_repeated(Constraints constraints, size_t index, const FieldPath& path, ErrorList& errors) {
  const v1::TopologySpreadConstraint constraint = constraints[index];
  for (size_t i = index + 1; i < constraints.size(); ++i) {
    const v1::TopologySpreadConstraint other = constraints[i];
    if (constraint.topology_key() != other.topology_key() || constraint.when_unsatisfiable() != other.when_unsatisfiable()) continue;
    return errors.duplicate(
        path, object::quoted("{" + std::string(constraint.topology_key()) + ", " + std::string(constraint.when_unsatisfiable()) + "}"));
  }
}

void validate_min_domains(std::optional<int32_t> count, std::string_view action, const FieldPath& path, ErrorList& errors) {
  if (!count) return;
  validate_positive(*count, path, errors);
  if (action != "DoNotSchedule")
    errors.invalid(path, std::to_string(*count), "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not " + std::string(action));
}

void validate_policy(std::optional<std::string_view> policy, const FieldPath& path, ErrorList& errors) {
  static constexpr std::array<std::string_view, 2> kPolicies = {"Honor", "Ignore"};
  if (policy && std::ranges::find(kPolicies, *policy) == kPolicies.end()) errors.not_supported(path, json_quoted(*policy), kPolicies);
}

void validate_keys(v1::TopologySpreadConstraint constraint, const SchedulingRules& rules, const FieldPath& path, ErrorList& errors) {
  if (rules.old_violates_match_label_keys)
    return validate_unmerged_match_label_keys(constraint.match_label_keys(), constraint.label_selector(), path.child("matchLabelKeys"),
                                              errors);
  validate_match_label_keys(constraint.match_label_keys(), ListView<std::string_view>(nullptr), constraint.label_selector(), path, errors);
}

}  // namespace

void validate_topology_spread_constraints(Constraints constraints, const SchedulingRules& rules, const FieldPath& path, ErrorList& errors) {
  for (auto [index, constraint] : constraints.enumerate()) {
    const FieldPath at = path.index(index);
    validate_positive(constraint.max_skew(), at.child("maxSkew"), errors);
    if (constraint.topology_key().empty()) errors.required(at.child("topologyKey"), "can not be empty");
    validate_action(constraint.when_unsatisfiable(), at.child("whenUnsatisfiable"), errors);
    validate_not_repeated(constraints, index, at.child("{topologyKey, whenUnsatisfiable}"), errors);
    validate_min_domains(constraint.min_domains(), constraint.when_unsatisfiable(), at.child("minDomains"), errors);
    validate_policy(constraint.node_affinity_policy(), at.child("nodeAffinityPolicy"), errors);
    validate_policy(constraint.node_taints_policy(), at.child("nodeTaintsPolicy"), errors);
    validate_keys(constraint, rules, at, errors);
    if (!rules.allow_invalid_topology_spread_label_selector)
      object::validate_label_selector(constraint.label_selector().node(), {}, at.child("labelSelector"), errors);
  }
}

bool match_label_keys_are_valid(Constraints constraints) {
  ErrorList errors;
  for (v1::TopologySpreadConstraint constraint : constraints)
    validate_match_label_keys(constraint.match_label_keys(), ListView<std::string_view>(nullptr), constraint.label_selector(), FieldPath(),
                              errors);
  return errors.empty();
}

}  // namespace pintle::core

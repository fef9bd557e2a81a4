// The rules of what decides on which Node a Pod runs: affinity, node selectors, tolerations, topology spread.
//
//   if (spec.affinity()) validate_affinity(spec.affinity(), rules, path.child("affinity"), errors);
//
// `path` is that of the thing itself. Pure; any thread. Errors go to the list in upstream's order.
// Source: pkg/apis/core/validation (validateAffinity, ValidateTolerations, validateTopologySpreadConstraints and their parts).
#pragma once

#include <string_view>

#include "object/field_error.h"
#include "views/core_v1.h"

namespace pintle::core {

// What an object may keep because the stored one has it already.
struct SchedulingRules {
  bool allow_invalid_label_value_in_selector = false;                // AllowInvalidLabelValueInSelector
  bool allow_invalid_label_value_in_required_node_affinity = false;  // AllowInvalidLabelValueInRequiredNodeAffinity
  bool allow_invalid_topology_spread_label_selector = false;         // AllowInvalidTopologySpreadConstraintLabelSelector
  bool allow_taint_toleration_comparison_operators = false;          // Lt and Gt
  bool old_violates_match_label_keys = false;                        // OldPodViolatesMatchLabelKeysValidation
};

void validate_affinity(v1::Affinity affinity, const SchedulingRules& rules, const object::FieldPath& path, object::ErrorList& errors);
void validate_tolerations(object::ListView<v1::Toleration> tolerations, const SchedulingRules& rules, const object::FieldPath& path,
                          object::ErrorList& errors);
void validate_topology_spread_constraints(object::ListView<v1::TopologySpreadConstraint> constraints, const SchedulingRules& rules,
                                          const object::FieldPath& path, object::ErrorList& errors);

// NoSchedule, PreferNoSchedule or NoExecute; of a Toleration and a Taint.
enum class EmptyEffect : uint8_t { kRequired, kAllowed };
void validate_taint_effect(std::string_view effect, EmptyEffect empty, const object::FieldPath& path, object::ErrorList& errors);

// Of an affinity and of a PersistentVolume.
enum class LabelValues : uint8_t { kChecked, kUnchecked };
void validate_node_selector(v1::NodeSelector selector, LabelValues values, const object::FieldPath& path, object::ErrorList& errors);
void validate_node_selector_term(v1::NodeSelectorTerm term, LabelValues values, const object::FieldPath& path, object::ErrorList& errors);

// Whether the matchLabelKeys of all constraints obey the rules of today; false lets an update keep those of before v1.34.
bool match_label_keys_are_valid(object::ListView<v1::TopologySpreadConstraint> constraints);

}  // namespace pintle::core

// A Pod that is held by scheduling gates may still be restricted to fewer Nodes: its nodeSelector and node affinity may grow.
//
// Pure; any thread. Source: pkg/apis/core/validation validateNodeSelectorMutation, validateNodeAffinityMutation.
#pragma once

#include "object/field_error.h"
#include "views/core_v1_mut.h"

namespace pintle::core {

// Judges these parts of `spec` and then restores them from `old`, so that what still differs may not.
void validate_gated_changes(v1::PodSpecMut spec, v1::PodSpec old, const object::FieldPath& path, object::ErrorList& errors);

}  // namespace pintle::core

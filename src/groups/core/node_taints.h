// Taints: what keeps Pods from a Node.
//
// Thread: pure. Source: pkg/apis/core/validation (validateNodeTaints, ValidateNodeSpecificAnnotations).
#pragma once

#include "object/field_error.h"
#include "views/core_v1.h"

namespace pintle::core {

void validate_taints(object::ListView<v1::Taint> taints, const object::FieldPath& path, object::ErrorList& errors);
// Taints and preferences in annotations, from before there were fields for them.
void validate_node_annotations(object::MapView<std::string_view> annotations, const object::FieldPath& path, object::ErrorList& errors);

}  // namespace pintle::core

// Conditions of meta/v1 in a status: their types are unique, each has what a condition needs.
//
//   validate_conditions(status.conditions(), FieldPath("status").child("conditions"), errors);
//
// Thread: pure. Source: k8s.io/apimachinery/pkg/apis/meta/v1/validation (ValidateConditions).
#pragma once

#include "object/field_error.h"
#include "object/view.h"

namespace pintle::meta::v1 {
class Condition;
}

namespace pintle::groups {

void validate_conditions(object::ListView<meta::v1::Condition> conditions, const object::FieldPath& path, object::ErrorList& errors);

}  // namespace pintle::groups

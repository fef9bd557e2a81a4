// What amounts of resources must be, wherever they stand: requests and limits, quotas, capacities. The names: resource_names.h.
//
//   validate_resource_amount("pods", "1.5", path, errors);          // pods are counted: must be an integer
//
// An amount is a quantity's canonical text, as the tree holds it. Errors in upstream's order. Thread: pure.
// Source: pkg/apis/core/validation/validation.go (ValidateResourceQuantityValue and its neighbours); pkg/apis/core/helper/helpers.go.
#pragma once

#include <string_view>

#include "object/field_error.h"
#include "object/field_path.h"
#include "object/quantity.h"

namespace pintle::core {

inline constexpr std::string_view kStorageResource = "storage";

// The amount that a tree's text says; 0 for "" (absent).
object::Quantity amount_of(std::string_view text);
// As %v of upstream's Quantity in an error: JSON.
std::string printed_amount(std::string_view text);

// Not negative when it is rounded to whole units.
void validate_basic_amount(std::string_view amount, const object::FieldPath& path, object::ErrorList& errors);
void validate_positive_amount(std::string_view amount, const object::FieldPath& path, object::ErrorList& errors);
void validate_nonnegative_amount(std::string_view amount, const object::FieldPath& path, object::ErrorList& errors);
// Not negative, and whole where the resource is counted.
void validate_resource_amount(std::string_view name, std::string_view amount, const object::FieldPath& path, object::ErrorList& errors);

}  // namespace pintle::core

// The rules of one limit of a LimitRange: which resources it may name, and how its amounts must agree.
//
// Errors in upstream's order; of several resources, by name. Thread: pure.
// Source: pkg/apis/core/validation (ValidateLimitRange), pkg/apis/core/v1/defaults.go (SetDefaults_LimitRangeItem).
#pragma once

#include <string_view>

#include "object/field_error.h"
#include "object/field_path.h"

namespace pintle::core::v1 {
class LimitRangeItem;
class LimitRangeItemMut;
}  // namespace pintle::core::v1

namespace pintle::core {

// A Container's limit without defaults takes them from its requests, maximum and minimum.
void set_limit_defaults(v1::LimitRangeItemMut limit);
void validate_limit_type(std::string_view type, const object::FieldPath& path, object::ErrorList& errors);
void validate_limit(v1::LimitRangeItem limit, const object::FieldPath& path, object::ErrorList& errors);

}  // namespace pintle::core

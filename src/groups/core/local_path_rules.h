// What a path inside a volume or a container may be: relative, without "..", not beginning with "..".
//
// Pure; any thread. Source: pkg/apis/core/validation ValidateLocalNonReservedPath and its parts.
#pragma once

#include <string_view>

#include "object/field_error.h"

namespace pintle::core {

// No element is "..".
void validate_path_no_backsteps(std::string_view target, const object::FieldPath& path, object::ErrorList& errors);
// Relative, and no backsteps.
void validate_local_descending_path(std::string_view target, const object::FieldPath& path, object::ErrorList& errors);
// And not beginning with "..".
void validate_local_non_reserved_path(std::string_view target, const object::FieldPath& path, object::ErrorList& errors);

}  // namespace pintle::core

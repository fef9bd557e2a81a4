// Addresses that endpoints may have; external IPs of Services are held to the same rule, for historical reasons.
//
// Thread: pure. Source: pkg/apis/core/validation (ValidateEndpointIP).
#pragma once

#include <string_view>

#include "object/field_error.h"

namespace pintle::core {

// Neither unspecified nor of this machine or link.
void validate_endpoint_address(std::string_view value, const object::FieldPath& path, object::ErrorList& errors);

}  // namespace pintle::core

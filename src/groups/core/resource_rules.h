// What names and amounts of resources must be, wherever they stand: requests and limits, quotas, capacities.
//
//   validate_resource_name("example.com/gpu", path, errors);
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
inline constexpr std::string_view kHugePagesPrefix = "hugepages-";
inline constexpr std::string_view kRequestsPrefix = "requests.";

// The amount that a tree's text says; 0 for "" (absent).
object::Quantity amount_of(std::string_view text);
// As %v of upstream's Quantity in an error: JSON.
std::string printed_amount(std::string_view text);

bool is_huge_page_resource(std::string_view name);
// In Kubernetes' own namespace: without a domain, or with its own.
bool is_native_resource(std::string_view name);
bool is_extended_resource(std::string_view name);
bool is_overcommit_allowed(std::string_view name);
bool is_standard_container_resource(std::string_view name);
bool is_standard_quota_resource(std::string_view name);
bool is_integer_resource(std::string_view name);

void validate_resource_name(std::string_view name, const object::FieldPath& path, object::ErrorList& errors);
void validate_container_resource_name(std::string_view name, const object::FieldPath& path, object::ErrorList& errors);
void validate_quota_resource_name(std::string_view name, const object::FieldPath& path, object::ErrorList& errors);

// Not negative when it is rounded to whole units.
void validate_basic_amount(std::string_view amount, const object::FieldPath& path, object::ErrorList& errors);
void validate_positive_amount(std::string_view amount, const object::FieldPath& path, object::ErrorList& errors);
void validate_nonnegative_amount(std::string_view amount, const object::FieldPath& path, object::ErrorList& errors);
// Not negative, and whole where the resource is counted.
void validate_resource_amount(std::string_view name, std::string_view amount, const object::FieldPath& path, object::ErrorList& errors);

}  // namespace pintle::core

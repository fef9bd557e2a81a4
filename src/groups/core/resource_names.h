// What a resource's name says: native or extended, a size of huge page, counted in whole numbers.
//
//   is_native_resource("cpu")   is_extended_resource("example.com/gpu")   is_huge_page_name("hugepages-2Mi")
//
// Thread: pure. Source: pkg/apis/core/helper/helpers.go; component-helpers/resource.
#pragma once

#include <optional>
#include <string_view>

#include "object/quantity.h"

namespace pintle::core {

inline constexpr std::string_view kHugePagesPrefix = "hugepages-";

// Of Kubernetes: no domain, or one with kubernetes.io in it.
bool is_native_resource(std::string_view name);
// Of someone else, with a name that a quota can count.
bool is_extended_resource(std::string_view name);
bool is_huge_page_name(std::string_view name);
bool is_quota_huge_page_name(std::string_view name);
// Requests may be less than limits.
bool is_overcommit_allowed(std::string_view name);
bool is_integer_resource(std::string_view name);
// What a container may ask for, of the names without a domain.
bool is_standard_container_resource(std::string_view name);
bool is_standard_resource(std::string_view name);
bool is_standard_quota_resource(std::string_view name);
// What spec.resources of a Pod may name.
bool is_pod_level_resource(std::string_view name);

// Whether `amount` is a whole number of pages of the size that the name gives.
bool is_whole_huge_pages(std::string_view name, const object::Quantity& amount);

}  // namespace pintle::core

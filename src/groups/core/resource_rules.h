// The rules of requests and limits: of a container, of a whole Pod, and of what a Pod takes beside its containers; and of the names in
// them. Their amounts: resource_amounts.h.
//
//   validate_container_resources(container.resources(), claim_names, HugePages::kWhole, path.child("resources"), errors);
//
// Pure; any thread. Errors go to the list in upstream's order, of a map's entries in the order of their keys.
// Source: pkg/apis/core/validation ValidateContainerResourceRequirements, validatePodResources, validateOverhead,
// validateResourceName.
#pragma once

#include <set>
#include <string_view>

#include "groups/core/resource_lists.h"
#include "object/field_error.h"
#include "views/core_v1.h"

namespace pintle::core {

// What a stored object already has may stay.
enum class HugePages : uint8_t { kWhole, kAny };

// The names in spec.resourceClaims: resource_claim_rules.h.
using ClaimNames = std::set<std::string_view>;

void validate_container_resources(v1::ResourceRequirements requirements, const ClaimNames& claims, HugePages huge_pages,
                                  const object::FieldPath& path, object::ErrorList& errors);
// spec.resources, in itself and against the containers'; `path` is that of the spec.
void validate_pod_resources(v1::PodSpec spec, const ClaimNames& claims, HugePages huge_pages, const object::FieldPath& path,
                            object::ErrorList& errors);
void validate_overhead(ResourceList overhead, HugePages huge_pages, const object::FieldPath& path, object::ErrorList& errors);

// A qualified name; without a domain only one that Kubernetes knows.
void validate_resource_name(std::string_view name, const object::FieldPath& path, object::ErrorList& errors);
void validate_container_resource_name(std::string_view name, const object::FieldPath& path, object::ErrorList& errors);
void validate_quota_resource_name(std::string_view name, const object::FieldPath& path, object::ErrorList& errors);

}  // namespace pintle::core

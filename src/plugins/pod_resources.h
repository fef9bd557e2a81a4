// What a Pod as a whole requests and may use: the sum over its containers, or what its init containers need one after another when that
// is more; the Pod's own resources, where it has some, take the place of that.
// Source: k8s.io/component-helpers/resource (PodRequests, PodLimits); plugin/pkg/admission/limitranger (podRequests, podLimits).
#pragma once

#include <cstdint>

#include "plugins/resource_list.h"
#include "views/core_v1.h"

namespace pintle::plugins {

struct PodResourceRules {
  bool from_status = false;     // a container that is being resized counts with the larger of what it has and what it shall have
  bool with_overhead = false;   // adds spec.overhead
  bool pod_huge_pages = false;  // the Pod's own huge pages count, not only its cpu and memory
};
inline constexpr PodResourceRules kLimitRangeRules = {};
inline constexpr PodResourceRules kNodeCapacityRules = {.with_overhead = true, .pod_huge_pages = true};
inline constexpr PodResourceRules kQuotaRules = {.from_status = true, .with_overhead = true, .pod_huge_pages = true};

ResourceList pod_requests(core::v1::Pod pod, const PodResourceRules& rules);
ResourceList pod_limits(core::v1::Pod pod, const PodResourceRules& rules);

// Whether the Pod itself, not only its containers, says what it needs of something for which that is supported.
bool has_pod_level_resources(core::v1::PodSpec spec);

}  // namespace pintle::plugins

// Arithmetic on resource lists ({"cpu": "100m", "memory": "1Gi"}): rounding, sums, maxima, and what a pod's containers need together.
//
//   ResourceAmounts needed = container_requests(spec);      // init containers and sidecars counted as they run
//
// Texts that are no quantity count as 0; decoding refuses them. Thread: pure.
// Source: component-helpers/resource/helpers.go; pkg/apis/core/v1/defaults.go SetDefaults_ResourceList.
#pragma once

#include <map>
#include <string_view>

#include "object/quantity.h"
#include "object/view_mut.h"

namespace pintle::core::v1 {
class PodSpec;
}

namespace pintle::core {

using ResourceList = object::MapView<std::string_view>;
// The names live as long as the tree that they come from.
using ResourceAmounts = std::map<std::string_view, object::Quantity>;

// Amounts finer than a thousandth are rounded away from zero.
void round_up_to_milli(object::ScalarMapMut list);

void add(ResourceAmounts& sum, ResourceList list);
void add(ResourceAmounts& sum, const ResourceAmounts& amounts);
void raise(ResourceAmounts& most, const ResourceAmounts& amounts);

// Containers together, or the largest of the init containers with the sidecars before them.
ResourceAmounts container_requests(v1::PodSpec spec);
ResourceAmounts container_limits(v1::PodSpec spec);

}  // namespace pintle::core

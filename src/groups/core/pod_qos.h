// The quality of service of a Pod, by which a node that runs out of memory chooses whom to stop first.
//
// Guaranteed: every container (or the Pod as a whole) has limits of cpu and memory, and requests that are the same; BestEffort: nobody asks
// for anything; Burstable: all else. Pure; any thread. Source: pkg/apis/core/helper/qos.
#pragma once

#include <string_view>

#include "views/core_v1.h"

namespace pintle::core {

std::string_view compute_pod_qos(v1::PodSpec spec);
// What is stored, else computed.
std::string_view pod_qos(v1::Pod pod);

}  // namespace pintle::core

// The conditions of a Pod's status. Pure; any thread. Source: pkg/api/pod/util.go UpdatePodCondition, IsPodReady.
#pragma once

#include <string_view>

#include "views/core_v1_mut.h"

namespace pintle::core {

struct PodConditionState {
  std::string_view type;
  std::string_view status;
  std::string_view reason;
  std::string_view message;
};
// Adds the condition or replaces the one of its type; the time of transition is kept while the status stays the same.
void update_pod_condition(v1::PodStatusMut status, const PodConditionState& state, int64_t now_seconds);

bool is_pod_ready(v1::Pod pod);

}  // namespace pintle::core

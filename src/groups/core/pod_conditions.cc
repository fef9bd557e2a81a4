#include "groups/core/pod_conditions.h"

#include "object/time.h"

namespace pintle::core {
namespace {

v1::PodConditionMut find(v1::PodStatusMut status, std::string_view type) {
  for (v1::PodConditionMut condition : status.conditions())
    if (condition.type() == type) return condition;
  return {};
}

}  // namespace

void update_pod_condition(v1::PodStatusMut status, const PodConditionState& state, int64_t now_seconds) {
  v1::PodConditionMut condition = find(status, state.type);
  const bool stays = condition && condition.status() == state.status;
  if (!condition) condition = status.ensure_conditions().append();
  const std::string since = stays ? std::string(condition.last_transition_time()) : object::format_time({.seconds = now_seconds});
  *condition.mutable_node() = object::Value::empty_struct();
  condition.set_type(state.type);
  condition.set_status(state.status);
  if (!since.empty()) condition.set_last_transition_time(since);
  if (!state.reason.empty()) condition.set_reason(state.reason);
  if (!state.message.empty()) condition.set_message(state.message);
}

bool is_pod_ready(v1::Pod pod) {
  for (const v1::PodCondition condition : pod.status().conditions())
    if (condition.type() == "Ready") return condition.status() == "True";
  return false;
}

}  // namespace pintle::core

#include "groups/core/disruption_budget.h"

#include "api/stored_object.h"
#include "cache/resource_cache.h"
#include "object/label_selector.h"
#include "object/object_meta.h"
#include "object/time.h"

namespace pintle::core {
namespace {

using policy::v1::PodDisruptionBudget;
using policy::v1::PodDisruptionBudgetStatus;

constexpr std::string_view kCause = "DisruptionBudget";
constexpr std::string_view kCondition = "DisruptionAllowed";
constexpr int32_t kRetrySeconds = 10;

Status refused(int32_t retry_seconds, std::string why) {
  Status status = Status::too_many_requests("Cannot evict pod as it would violate the pod's disruption budget.", retry_seconds);
  status.body().has_details = true;
  status.body().details.causes.push_back({.type = std::string(kCause), .message = std::move(why)});
  return status;
}

Status forbidden(std::string_view name, std::string_view why) { return Status::forbidden({"policy", "poddisruptionbudget"}, name, why); }

meta::v1::Condition find_condition(PodDisruptionBudgetStatus status) {
  for (const meta::v1::Condition condition : status.conditions())
    if (condition.type() == kCondition) return condition;
  return {};
}

// Why a budget allows nothing now.
std::string shortage(PodDisruptionBudget budget) {
  const PodDisruptionBudgetStatus status = budget.status();
  const meta::v1::Condition condition = find_condition(status);
  const bool is_explained = condition && condition.status() == "False" && !condition.message().empty();
  const std::string message(condition.message());
  const std::string text = "The disruption budget " + std::string(budget.metadata().name());
  const std::string does_not = text + " does not allow evicting pods currently";
  if (is_explained && condition.reason() == "SyncFailed") return does_not + " because it failed sync: " + message;
  if (status.current_healthy() <= status.desired_healthy())
    return text + " needs " + std::to_string(status.desired_healthy()) + " healthy pods and has " +
           std::to_string(status.current_healthy()) + " currently";
  if (is_explained) return does_not + " (" + std::string(condition.reason()) + "): " + message;
  return does_not;
}

// The condition of a budget that has just given its last disruption.
void tell_insufficient(policy::v1::PodDisruptionBudgetStatusMut status, const std::string& now) {
  meta::v1::ConditionMut condition;
  for (meta::v1::ConditionMut existing : status.conditions())
    if (existing.type() == kCondition) condition = existing;
  if (!condition) {
    condition = status.ensure_conditions().append();
    condition.set_type(kCondition);
  }
  if (condition.status() != "False") condition.set_last_transition_time(now);
  condition.set_status("False");
  condition.set_reason("InsufficientPods");
  condition.clear_message();
  if (status.observed_generation() != 0)
    condition.set_observed_generation(status.observed_generation());
  else
    condition.clear_observed_generation();
}

}  // namespace

Result<std::vector<object::Document>> budgets_of(const api::Resource& budgets, v1::Pod pod) {
  std::vector<object::Document> matching;
  const object::ObjectMeta meta(pod.metadata().node());
  const cache::Snapshot snapshot = budgets.cache->snapshot();
  for (auto range = snapshot.range(budgets.key_prefix(meta.namespace_name())); range; ++range) {
    PINTLE_TRY(object::Document document, api::decode_stored(budgets, *range));
    const auto selector = object::LabelSelector::from_value(PodDisruptionBudget(&document.root()).spec().selector().node());
    if (selector && selector->matches(meta.labels())) matching.push_back(std::move(document));
  }
  return matching;
}

bool lets_unhealthy_go(PodDisruptionBudget budget) {
  const PodDisruptionBudgetStatus status = budget.status();
  return budget.spec().unhealthy_pod_eviction_policy() == "AlwaysAllow" ||
         (status.current_healthy() >= status.desired_healthy() && status.desired_healthy() > 0);
}

Status budget_is_being_processed(std::string_view name) {
  return refused(kRetrySeconds, "The disruption budget " + std::string(name) + " is still being processed by the server.");
}

Result<void> take_disruption(policy::v1::PodDisruptionBudgetMut budget, std::string_view pod_name, int64_t now_seconds) {
  const std::string name(budget.metadata().name());
  const int32_t allowed = budget.status().disruptions_allowed();
  if (budget.status().observed_generation() < budget.metadata().generation()) return fail(budget_is_being_processed(name));
  if (allowed < 0) return fail(forbidden(name, "pdb disruptions allowed is negative"));
  if (budget.status().disrupted_pods().size() > kDisruptedPodsMax)
    return fail(forbidden(name, "DisruptedPods map too big - too many evictions not confirmed by PDB controller"));
  if (allowed == 0) return fail(refused(0, shortage(budget)));
  const std::string now = object::format_time({.seconds = now_seconds});
  const policy::v1::PodDisruptionBudgetStatusMut status = budget.ensure_status();
  status.set_disruptions_allowed(allowed - 1);
  if (allowed == 1) tell_insufficient(status, now);
  status.ensure_disrupted_pods().set(pod_name, now);
  return {};
}

}  // namespace pintle::core

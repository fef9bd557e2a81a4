// The PodDisruptionBudget that guards a Pod: whether it allows one more Pod to go, and what it remembers of that.
//
// Pure, but for reading the budgets; any thread. Source: pkg/registry/core/pod/storage/eviction.go (getPodDisruptionBudgets,
// checkAndDecrement), component-helpers/apps/poddisruptionbudget.
#pragma once

#include <vector>

#include "api/resource.h"
#include "object/document.h"
#include "views/core_v1.h"
#include "views/policy_v1_mut.h"

namespace pintle::core {

inline constexpr size_t kDisruptedPodsMax = 2000;  // evictions that the controller has not confirmed yet

// Those of the Pod's namespace whose selector matches its labels.
Result<std::vector<object::Document>> budgets_of(const api::Resource& budgets, v1::Pod pod);

// A Pod that is not ready disrupts nobody by going, if its budget is met or says so.
bool lets_unhealthy_go(policy::v1::PodDisruptionBudget budget);

// Takes one of the disruptions that are allowed for the Pod. Errors: 429 with the cause DisruptionBudget, 403.
Result<void> take_disruption(policy::v1::PodDisruptionBudgetMut budget, std::string_view pod_name, int64_t now_seconds);

// The 429 of a budget that is behind.
Status budget_is_being_processed(std::string_view name);

}  // namespace pintle::core

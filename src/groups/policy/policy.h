// The kinds of policy.
#pragma once

#include "api/kind.h"

namespace pintle::policy {

extern const api::Kind kPodDisruptionBudget;

}  // namespace pintle::policy

// What is done to Pods by creating something else: bound to a Node by a Binding, evicted by an Eviction.
//
// Action hooks (api/action.h) of the subresources binding and eviction of pods, and of the kind Binding.
// Source: pkg/registry/core/pod/storage/{storage,eviction}.go.
#pragma once

#include "api/kind.h"

namespace pintle::core {

// 409 when the Pod is gone or going, is bound already or still gated; 500 for a Binding that is not valid.
Task<Result<api::ActionAnswer>> bind_pod(api::ActionCall& action);

// Deletes the Pod if its PodDisruptionBudget allows it: 429 when it does not (now).
Task<Result<api::ActionAnswer>> evict_pod(api::ActionCall& action);

}  // namespace pintle::core

// What the server makes of a Pod before it is validated, on each way in: create, update, and the subresources.
//
// Each is a prepare hook of kPod (groups/hook.h). Pure; any thread. Source: pkg/registry/core/pod/strategy.go PrepareForCreate,
// PrepareForUpdate of each strategy; pkg/apis/core/v1 conversion of PodStatus.
#pragma once

#include "api/kind.h"
#include "views/core_v1_mut.h"

namespace pintle::core {

// podIP and the first of podIPs are one; where they differ the older one counts.
void sync_pod_ips(v1::PodStatusMut status);

void prepare_pod_create(v1::PodMut pod, const api::HookContext& context);
void prepare_pod_update(v1::PodMut pod, v1::Pod old, const api::HookContext& context);
void prepare_pod_status(v1::PodMut pod, v1::Pod old, const api::HookContext& context);
// Everything but spec.ephemeralContainers stays.
void prepare_ephemeral_containers(v1::PodMut pod, v1::Pod old, const api::HookContext& context);
// Everything but resources and resizePolicy stays; unless containers were added, removed or renamed, which validation then tells.
void prepare_resize(v1::PodMut pod, v1::Pod old, const api::HookContext& context);

}  // namespace pintle::core

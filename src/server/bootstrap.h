// The objects that must exist before the first client comes: system namespaces, the kubernetes Service and where it leads.
//
//   PINTLE_TRY_VOID(write_system_objects(backend, place));     // creates what is missing; changes nothing else
//
// Blocks on the store: called at the start, before the server listens, on a thread that is no loop.
// Source: k8s.io/kubernetes/pkg/controlplane/controller/{systemnamespaces,kubernetesservice}.
#pragma once

#include "api/call.h"
#include "base/result.h"
#include "groups/bootstrap.h"

namespace pintle::server {

Result<void> write_system_objects(const api::Backend& backend, const groups::ServerPlace& place);

}  // namespace pintle::server

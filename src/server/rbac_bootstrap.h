// The bootstrap policy in the store: what is missing of it is made or added, before the first client is served.
//
//   PINTLE_TRY_VOID(write_bootstrap_policy(backend));
//
// Blocks on the store: at the start, on a thread that is no loop. Errors: the store's; what cannot be written otherwise is logged.
// Source: pkg/registry/rbac/rest/storage_rbac.go (the post-start hook rbac/bootstrap-roles).
#pragma once

#include "api/call.h"
#include "base/result.h"

namespace pintle::server {

Result<void> write_bootstrap_policy(const api::Backend& backend);

}  // namespace pintle::server

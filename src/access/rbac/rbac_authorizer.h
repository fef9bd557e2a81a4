// The mode RBAC: what the stored roles and bindings allow; it never denies.
// Ownership: the index outlives it. Source: plugin/pkg/auth/authorizer/rbac/rbac.go.
#pragma once

#include <memory>

#include "access/rbac/policy_index.h"

namespace pintle::access {

std::unique_ptr<auth::Authorizer> rbac_authorizer(const PolicyIndex& index);

}  // namespace pintle::access

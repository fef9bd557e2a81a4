// What everybody may do without any role being granted: look whether the server is well and of which version; once authenticated,
// also read what it serves (discovery) and ask about oneself.
//
// These are the cluster roles system:public-info-viewer, system:discovery and system:basic-user with their default bindings, as a
// table. They hold until RBAC serves them from the store, where an administrator may change them.
// Source: k8s.io/kubernetes plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go.
#pragma once

#include <memory>

#include "auth/authorizer.h"

namespace pintle::auth {

std::unique_ptr<Authorizer> default_policy();

}  // namespace pintle::auth

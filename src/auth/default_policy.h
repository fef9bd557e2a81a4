// What everybody may do without any role being granted: look whether the server is well and of which version; once authenticated,
// also read what it serves (discovery) and ask about oneself.
//
// These are the cluster roles system:public-info-viewer, system:discovery and system:basic-user with their default bindings, as a
// table. They hold until RBAC serves them from the store, where an administrator may change them.
// Source: k8s.io/kubernetes plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "auth/authorizer.h"

namespace pintle::auth {

std::unique_ptr<Authorizer> default_policy();

// What --authorization-mode names, in its order, behind the masters, who may do everything in every mode. RBAC comes to
// the default policy and Node to no opinion until they are there. A mode that the flags do not let through is our fault.
std::unique_ptr<Authorizer> authorizer_of_modes(std::span<const std::string> modes);

}  // namespace pintle::auth

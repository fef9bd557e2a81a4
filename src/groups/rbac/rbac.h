// The kinds of rbac.authorization.k8s.io.
#pragma once

#include "api/kind.h"

namespace pintle::rbac {

extern const api::Kind kClusterRoleBinding;
extern const api::Kind kClusterRole;
extern const api::Kind kRoleBinding;
extern const api::Kind kRole;

}  // namespace pintle::rbac

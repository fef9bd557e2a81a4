// What a stored role or binding lacks of the bootstrap policy: rules, subjects, labels and annotations are added, nothing is taken away.
//
//   object::Document role = stored.clone();
//   if (reconcile(role, role_document(row)) == Reconciliation::kUpdate) write(role);
//
// An object annotated rbac.authorization.kubernetes.io/autoupdate: "false" stays as it is.
// Thread: pure. Errors: none. Both documents are of the same kind: Role, ClusterRole, RoleBinding or ClusterRoleBinding.
// Source: component-helpers/auth/rbac/reconciliation/{reconcile_role,reconcile_rolebindings}.go.
#pragma once

#include <cstdint>

#include "object/document.h"

namespace pintle::access {

enum class Reconciliation : uint8_t {
  kNothing,
  kUpdate,
  kReplace,  // it refers to another role, which an update may not change: it is deleted and made anew
};
Reconciliation reconcile(object::Document& existing, const object::Document& expected);

}  // namespace pintle::access

// RoleBinding: gives a Role or ClusterRole to subjects within a namespace. Source: rbac.authorization.k8s.io/v1 RoleBinding;
// pkg/registry/rbac/rolebinding.
#include "groups/rbac/rbac.h"

namespace pintle::rbac {

const api::Kind kRoleBinding = {
    .group = "rbac.authorization.k8s.io",
    .version = "v1",
    .kind = "RoleBinding",
    .resource = "rolebindings",
    .singular = "rolebinding",
    .key_prefix = "/registry/rolebindings/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Role", .type = "string", .documented_by = {"rbac.v1beta1.RoleBinding", "roleRef"}},
            api::kAgeColumn,
            {.name = "Users", .type = "string", .description = "Users in the roleBinding", .priority = 1},
            {.name = "Groups", .type = "string", .description = "Groups in the roleBinding", .priority = 1},
            {.name = "ServiceAccounts", .type = "string", .description = "ServiceAccounts in the roleBinding", .priority = 1},
        },
    .validate_name = object::name_is_path_segment,
    .create_on_update = true,
};

}  // namespace pintle::rbac

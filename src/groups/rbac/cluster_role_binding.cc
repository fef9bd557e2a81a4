// ClusterRoleBinding: gives a ClusterRole to subjects everywhere. Source: rbac.authorization.k8s.io/v1 ClusterRoleBinding;
// pkg/registry/rbac/clusterrolebinding.
#include "groups/rbac/rbac.h"

namespace pintle::rbac {

const api::Kind kClusterRoleBinding = {
    .group = "rbac.authorization.k8s.io",
    .version = "v1",
    .kind = "ClusterRoleBinding",
    .resource = "clusterrolebindings",
    .singular = "clusterrolebinding",
    .scope = api::Scope::kCluster,
    .key_prefix = "/registry/clusterrolebindings/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Role", .type = "string", .documented_by = {"rbac.v1beta1.ClusterRoleBinding", "roleRef"}},
            api::kAgeColumn,
            {.name = "Users", .type = "string", .description = "Users in the clusterRoleBinding", .priority = 1},
            {.name = "Groups", .type = "string", .description = "Groups in the clusterRoleBinding", .priority = 1},
            {.name = "ServiceAccounts", .type = "string", .description = "ServiceAccounts in the clusterRoleBinding", .priority = 1},
        },
    .validate_name = object::name_is_path_segment,
    .create_on_update = true,
};

}  // namespace pintle::rbac

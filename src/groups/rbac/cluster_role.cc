// ClusterRole: a set of permissions for the whole cluster. Source: rbac.authorization.k8s.io/v1 ClusterRole; pkg/registry/rbac/clusterrole.
#include "groups/rbac/rbac.h"

namespace pintle::rbac {

const api::Kind kClusterRole = {
    .group = "rbac.authorization.k8s.io",
    .version = "v1",
    .kind = "ClusterRole",
    .resource = "clusterroles",
    .singular = "clusterrole",
    .scope = api::Scope::kCluster,
    .key_prefix = "/registry/clusterroles/",
    .validate_name = object::name_is_path_segment,
    .create_on_update = true,
};

}  // namespace pintle::rbac

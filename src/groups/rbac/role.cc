// Role: a set of permissions within a namespace. Source: rbac.authorization.k8s.io/v1 Role; pkg/registry/rbac/role.
#include "groups/rbac/rbac.h"

namespace pintle::rbac {

const api::Kind kRole = {
    .group = "rbac.authorization.k8s.io",
    .version = "v1",
    .kind = "Role",
    .resource = "roles",
    .singular = "role",
    .key_prefix = "/registry/roles/",
    .validate_name = object::name_is_path_segment,
    .create_on_update = true,
};

}  // namespace pintle::rbac

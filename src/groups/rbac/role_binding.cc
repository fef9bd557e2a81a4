// RoleBinding: gives a Role or ClusterRole to subjects within a namespace. Source: rbac.authorization.k8s.io/v1 RoleBinding;
// pkg/registry/rbac/rolebinding.
#include "groups/hook.h"
#include "groups/rbac/rbac.h"
#include "groups/rbac/subject_text.h"
#include "views/rbac_v1.h"

namespace pintle::rbac {
namespace {

using groups::hook;

void row(v1::RoleBinding binding, int64_t now_seconds, api::Cells& cells) {
  cells.text(binding.metadata().name());
  cells.text(std::string(binding.role_ref().kind()) + "/" + std::string(binding.role_ref().name()));
  cells.age(binding.metadata().creation_timestamp(), now_seconds);
  cells.text(subjects_text(binding.subjects(), "User"));
  cells.text(subjects_text(binding.subjects(), "Group"));
  cells.text(subjects_text(binding.subjects(), "ServiceAccount"));
}

}  // namespace

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
    .row = hook<row>,
    .validate_name = object::name_is_path_segment,
    .create_on_update = true,
};

}  // namespace pintle::rbac

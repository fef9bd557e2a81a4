// ClusterRoleBinding: gives a ClusterRole to subjects everywhere. Source: rbac.authorization.k8s.io/v1 ClusterRoleBinding;
// pkg/registry/rbac/clusterrolebinding.
#include "groups/hook.h"
#include "groups/rbac/rbac.h"
#include "groups/rbac/subject_text.h"
#include "views/rbac_v1.h"

namespace pintle::rbac {
namespace {

using groups::hook;

void row(v1::ClusterRoleBinding binding, int64_t now_seconds, api::Cells& cells) {
  cells.text(binding.metadata().name());
  cells.text(std::string(binding.role_ref().kind()) + "/" + std::string(binding.role_ref().name()));
  cells.age(binding.metadata().creation_timestamp(), now_seconds);
  cells.text(subjects_text(binding.subjects(), "User"));
  cells.text(subjects_text(binding.subjects(), "Group"));
  cells.text(subjects_text(binding.subjects(), "ServiceAccount"));
}

}  // namespace

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
    .row = hook<row>,
    .validate_name = object::name_is_path_segment,
    .create_on_update = true,
};

}  // namespace pintle::rbac

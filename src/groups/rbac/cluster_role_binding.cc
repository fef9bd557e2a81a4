// ClusterRoleBinding: gives a ClusterRole to subjects everywhere. Source: rbac.authorization.k8s.io/v1 ClusterRoleBinding;
// pkg/registry/rbac/clusterrolebinding.
#include "api/metadata_rules.h"
#include "groups/hook.h"
#include "groups/rbac/rbac.h"
#include "groups/rbac/rules.h"
#include "groups/rbac/subject_text.h"
#include "views/rbac_v1_mut.h"

namespace pintle::rbac {
namespace {

using groups::hook;
using object::ErrorList;
using object::ObjectMeta;

ObjectMeta meta_of(v1::ClusterRoleBinding binding) { return ObjectMeta(binding.metadata().node()); }

void row(v1::ClusterRoleBinding binding, int64_t now_seconds, api::Cells& cells) {
  cells.text(binding.metadata().name());
  cells.text(std::string(binding.role_ref().kind()) + "/" + std::string(binding.role_ref().name()));
  cells.age(binding.metadata().creation_timestamp(), now_seconds);
  cells.text(subjects_text(binding.subjects(), "User"));
  cells.text(subjects_text(binding.subjects(), "Group"));
  cells.text(subjects_text(binding.subjects(), "ServiceAccount"));
}

void set_defaults(v1::ClusterRoleBindingMut binding) { set_binding_defaults(binding.ensure_role_ref(), binding.subjects()); }

void validate(v1::ClusterRoleBinding binding, ErrorList& errors) {
  validate_binding(binding.role_ref(), binding.subjects(), api::Scope::kCluster, errors);
}

void validate_update(v1::ClusterRoleBinding binding, v1::ClusterRoleBinding old, ErrorList& errors) {
  api::validate_metadata(kClusterRoleBinding, meta_of(binding), errors);
  validate(binding, errors);
  api::validate_metadata_update(kClusterRoleBinding, meta_of(binding), meta_of(old), errors);
  validate_role_ref_is_kept(binding.role_ref(), old.role_ref(), errors);
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
    .set_defaults = hook<set_defaults>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .validate_name = object::name_is_path_segment,
    .create_on_update = true,
};

}  // namespace pintle::rbac

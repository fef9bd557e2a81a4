// RoleBinding: gives a Role or ClusterRole to subjects within a namespace. Source: rbac.authorization.k8s.io/v1 RoleBinding;
// pkg/registry/rbac/rolebinding.
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

ObjectMeta meta_of(v1::RoleBinding binding) { return ObjectMeta(binding.metadata().node()); }

void row(v1::RoleBinding binding, int64_t now_seconds, api::Cells& cells) {
  cells.text(binding.metadata().name());
  cells.text(std::string(binding.role_ref().kind()) + "/" + std::string(binding.role_ref().name()));
  cells.age(binding.metadata().creation_timestamp(), now_seconds);
  cells.text(subjects_text(binding.subjects(), "User"));
  cells.text(subjects_text(binding.subjects(), "Group"));
  cells.text(subjects_text(binding.subjects(), "ServiceAccount"));
}

void set_defaults(v1::RoleBindingMut binding) { set_binding_defaults(binding.ensure_role_ref(), binding.subjects()); }

void validate(v1::RoleBinding binding, ErrorList& errors) {
  validate_binding(binding.role_ref(), binding.subjects(), api::Scope::kNamespaced, errors);
}

void validate_update(v1::RoleBinding binding, v1::RoleBinding old, ErrorList& errors) {
  api::validate_metadata(kRoleBinding, meta_of(binding), errors);
  validate(binding, errors);
  api::validate_metadata_update(kRoleBinding, meta_of(binding), meta_of(old), errors);
  validate_role_ref_is_kept(binding.role_ref(), old.role_ref(), errors);
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
    .set_defaults = hook<set_defaults>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .validate_name = object::name_is_path_segment,
    .create_on_update = true,
};

}  // namespace pintle::rbac

// Role: a set of permissions within a namespace. Source: rbac.authorization.k8s.io/v1 Role; pkg/registry/rbac/role.
#include "api/metadata_rules.h"
#include "groups/hook.h"
#include "groups/rbac/rbac.h"
#include "groups/rbac/rules.h"
#include "views/rbac_v1.h"

namespace pintle::rbac {
namespace {

using groups::hook;
using object::ErrorList;
using object::ObjectMeta;

ObjectMeta meta_of(v1::Role role) { return ObjectMeta(role.metadata().node()); }

void validate(v1::Role role, ErrorList& errors) { validate_rules(role.rules(), api::Scope::kNamespaced, errors); }

void validate_update(v1::Role role, v1::Role old, ErrorList& errors) {
  api::validate_metadata(kRole, meta_of(role), errors);
  validate_rules(role.rules(), api::Scope::kNamespaced, errors);
  api::validate_metadata_update(kRole, meta_of(role), meta_of(old), errors);
}

}  // namespace

const api::Kind kRole = {
    .group = "rbac.authorization.k8s.io",
    .version = "v1",
    .kind = "Role",
    .resource = "roles",
    .singular = "role",
    .key_prefix = "/registry/roles/",
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .validate_name = object::name_is_path_segment,
    .create_on_update = true,
};

}  // namespace pintle::rbac

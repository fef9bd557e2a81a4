// The rules that Roles and ClusterRoles, and their bindings, have in common.
//
// Errors in upstream's order. Thread: pure. Source: pkg/apis/rbac/validation/validation.go, pkg/apis/rbac/v1/defaults.go.
#pragma once

#include "api/kind.h"
#include "object/field_error.h"
#include "object/view.h"

namespace pintle::object {
template <class Mut>
class ListMut;
}

namespace pintle::rbac::v1 {
class PolicyRule;
class RoleRef;
class RoleRefMut;
class Subject;
class SubjectMut;
}  // namespace pintle::rbac::v1

namespace pintle::rbac {

inline constexpr std::string_view kGroup = "rbac.authorization.k8s.io";

void validate_rules(object::ListView<v1::PolicyRule> rules, api::Scope scope, object::ErrorList& errors);

void set_binding_defaults(v1::RoleRefMut role, object::ListMut<v1::SubjectMut> subjects);
// A binding in a namespace may name a Role; a cluster-wide one may not.
void validate_binding(v1::RoleRef role, object::ListView<v1::Subject> subjects, api::Scope scope, object::ErrorList& errors);
void validate_role_ref_is_kept(v1::RoleRef role, v1::RoleRef old, object::ErrorList& errors);

}  // namespace pintle::rbac

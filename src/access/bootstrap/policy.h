// The roles and bindings that every cluster begins with.
//
//   for (const RoleRow& row : component_roles()) write(role_document(row));
//
// Rows hold lists as texts with commas between: {"get,list", ",events.k8s.io", "events"} allows two verbs on events of the core group
// ("") and of events.k8s.io. The rows are the policy with the default feature gates; reconcile.h brings them into a store.
// Source: plugin/pkg/auth/authorizer/rbac/bootstrappolicy/{policy,controller_policy,namespace_policy}.go.
#pragma once

#include <string_view>
#include <vector>

#include "access/rbac/rule.h"
#include "object/document.h"

namespace pintle::access {

struct RuleRow {
  std::string_view verbs;
  std::string_view groups;
  std::string_view resources;
  std::string_view names;
  std::string_view urls;  // instead of groups and resources
};

struct RoleRow {
  std::string_view name;
  std::vector<RuleRow> rules;
  std::string_view aggregated_to;  // "edit": labelled to be a part of that role; "" for none
  std::string_view aggregates;     // "edit": its rules are those of all roles with that label
  std::string_view namespace_;     // "" for a ClusterRole
};

struct SubjectRow {
  std::string_view kind;
  std::string_view name;
  std::string_view namespace_;
};
struct BindingRow {
  std::string_view name;
  std::string_view role;
  std::vector<SubjectRow> subjects;
  std::string_view namespace_;  // "" for a ClusterRoleBinding
};

std::vector<RoleRow> public_roles();
std::vector<RoleRow> user_roles();
std::vector<RoleRow> component_roles();
std::vector<RuleRow> node_rules();
std::vector<RoleRow> controller_roles_a_to_j();
std::vector<RoleRow> controller_roles_l_to_z();
std::vector<RoleRow> namespaced_roles();
std::vector<BindingRow> cluster_bindings();
std::vector<BindingRow> namespaced_bindings();

// All of them, in the order in which they are written: cluster roles, cluster bindings, roles, bindings.
std::vector<RoleRow> bootstrap_roles();
std::vector<BindingRow> bootstrap_bindings();

std::vector<Rule> rules_of(const std::vector<RuleRow>& rows);
object::Document role_document(const RoleRow& row);
object::Document binding_document(const BindingRow& row);

}  // namespace pintle::access

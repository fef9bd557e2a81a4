#include "access/bootstrap/policy.h"

#include <iterator>

#include "object/mutable_object_meta.h"
#include "views/rbac_v1_mut.h"

namespace pintle::access {
namespace {

constexpr std::string_view kApiVersion = "rbac.authorization.k8s.io/v1";
constexpr std::string_view kGroup = "rbac.authorization.k8s.io";
constexpr std::string_view kControllerPrefix = "system:controller:";
constexpr std::string_view kAggregateLabel = "rbac.authorization.k8s.io/aggregate-to-";

SubjectRow group(std::string_view name) { return {"Group", name, ""}; }
SubjectRow user(std::string_view name) { return {"User", name, ""}; }
SubjectRow account(std::string_view name) { return {"ServiceAccount", name, "kube-system"}; }

// "a,b" -> a, b; "" is one empty text.
template <class Take>
void split(std::string_view list, Take&& take) {
  while (true) {
    const size_t comma = list.find(',');
    take(list.substr(0, comma));
    if (comma == std::string_view::npos) return;
    list.remove_prefix(comma + 1);
  }
}

std::vector<std::string> texts(std::string_view list) {
  std::vector<std::string> all;
  split(list, [&](std::string_view text) { all.emplace_back(text); });
  return all;
}

std::vector<RoleRow> controller_roles() {
  std::vector<RoleRow> roles = controller_roles_a_to_j();
  std::ranges::move(controller_roles_l_to_z(), std::back_inserter(roles));
  return roles;
}

template <class Mut>
object::Document new_object(std::string_view kind, std::string_view namespace_, std::string_view name) {
  object::Document document(&Mut::schema_type());
  document.root() = object::Value::empty_struct();
  object::set_type_meta(document, kApiVersion, kind);
  object::MutableObjectMeta meta(document);
  meta.set_name(name);
  if (!namespace_.empty()) meta.set_namespace(namespace_);
  const Mut view(&document.root(), document.arena());
  view.ensure_metadata().ensure_labels().set("kubernetes.io/bootstrapping", "rbac-defaults");
  view.ensure_metadata().ensure_annotations().set("rbac.authorization.kubernetes.io/autoupdate", "true");
  return document;
}

template <class Mut>
void set_rules(const Mut& role, const std::vector<RuleRow>& rows) {
  for (const RuleRow& row : rows) {
    const rbac::v1::PolicyRuleMut rule = role.ensure_rules().append();
    split(row.verbs, [&](std::string_view verb) { rule.ensure_verbs().append(verb); });
    if (!row.urls.empty()) {
      split(row.urls, [&](std::string_view url) { rule.ensure_non_resource_urls().append(url); });
      continue;
    }
    split(row.groups, [&](std::string_view text) { rule.ensure_api_groups().append(text); });
    split(row.resources, [&](std::string_view resource) { rule.ensure_resources().append(resource); });
    if (!row.names.empty()) split(row.names, [&](std::string_view name) { rule.ensure_resource_names().append(name); });
  }
}

template <class Mut>
void fill_binding(const Mut& binding, const BindingRow& row, std::string_view role_kind) {
  binding.ensure_role_ref().set_api_group(kGroup);
  binding.ensure_role_ref().set_kind(role_kind);
  binding.ensure_role_ref().set_name(row.role);
  for (const SubjectRow& one : row.subjects) {
    const rbac::v1::SubjectMut subject = binding.ensure_subjects().append();
    subject.set_kind(one.kind);
    subject.set_name(one.name);
    if (one.kind == "ServiceAccount") {
      subject.set_namespace(one.namespace_);
    } else {
      subject.set_api_group(kGroup);
    }
  }
}

}  // namespace

std::vector<BindingRow> cluster_bindings() {
  constexpr std::string_view kAuthenticated = "system:authenticated";
  std::vector<BindingRow> bindings = {
      {"cluster-admin", "cluster-admin", {group("system:masters")}, ""},
      {"system:monitoring", "system:monitoring", {group("system:monitoring")}, ""},
      {"system:discovery", "system:discovery", {group(kAuthenticated)}, ""},
      {"system:basic-user", "system:basic-user", {group(kAuthenticated)}, ""},
      {"system:public-info-viewer", "system:public-info-viewer", {group(kAuthenticated), group("system:unauthenticated")}, ""},
      {"system:node-proxier", "system:node-proxier", {user("system:kube-proxy")}, ""},
      {"system:kube-controller-manager", "system:kube-controller-manager", {user("system:kube-controller-manager")}, ""},
      {"system:kube-dns", "system:kube-dns", {account("kube-dns")}, ""},
      {"system:kube-scheduler", "system:kube-scheduler", {user("system:kube-scheduler")}, ""},
      {"system:volume-scheduler", "system:volume-scheduler", {user("system:kube-scheduler")}, ""},
      {"system:node", "system:node", {}, ""},  // nodes have the node authorizer instead
      {"system:service-account-issuer-discovery", "system:service-account-issuer-discovery", {group("system:serviceaccounts")}, ""},
  };
  for (const RoleRow& role : controller_roles())
    bindings.push_back({role.name, role.name, {account(role.name.substr(kControllerPrefix.size()))}, ""});
  return bindings;
}

std::vector<RoleRow> bootstrap_roles() {
  std::vector<RoleRow> roles = public_roles();
  std::ranges::move(user_roles(), std::back_inserter(roles));
  std::ranges::move(component_roles(), std::back_inserter(roles));
  roles.push_back({.name = "system:node", .rules = node_rules()});
  std::ranges::move(controller_roles(), std::back_inserter(roles));
  std::ranges::move(namespaced_roles(), std::back_inserter(roles));
  return roles;
}

std::vector<BindingRow> bootstrap_bindings() {
  std::vector<BindingRow> bindings = cluster_bindings();
  std::ranges::move(namespaced_bindings(), std::back_inserter(bindings));
  return bindings;
}

std::vector<Rule> rules_of(const std::vector<RuleRow>& rows) {
  std::vector<Rule> rules;
  for (const RuleRow& row : rows) {
    Rule rule{.verbs = texts(row.verbs)};
    if (row.urls.empty()) {
      rule.groups = texts(row.groups);
      rule.resources = texts(row.resources);
      if (!row.names.empty()) rule.names = texts(row.names);
    } else {
      rule.urls = texts(row.urls);
    }
    rules.push_back(std::move(rule));
  }
  return rules;
}

object::Document role_document(const RoleRow& row) {
  if (!row.namespace_.empty()) {
    object::Document document = new_object<rbac::v1::RoleMut>("Role", row.namespace_, row.name);
    set_rules(rbac::v1::RoleMut(&document.root(), document.arena()), row.rules);
    return document;
  }
  object::Document document = new_object<rbac::v1::ClusterRoleMut>("ClusterRole", "", row.name);
  const rbac::v1::ClusterRoleMut role(&document.root(), document.arena());
  set_rules(role, row.rules);
  const auto label_of = [](std::string_view name) { return std::string(kAggregateLabel).append(name); };
  if (!row.aggregated_to.empty()) role.ensure_metadata().ensure_labels().set(label_of(row.aggregated_to), "true");
  if (!row.aggregates.empty()) {
    const auto selector = role.ensure_aggregation_rule().ensure_cluster_role_selectors().append();
    selector.ensure_match_labels().set(label_of(row.aggregates), "true");
  }
  return document;
}

object::Document binding_document(const BindingRow& row) {
  if (!row.namespace_.empty()) {
    object::Document document = new_object<rbac::v1::RoleBindingMut>("RoleBinding", row.namespace_, row.name);
    fill_binding(rbac::v1::RoleBindingMut(&document.root(), document.arena()), row, "Role");
    return document;
  }
  object::Document document = new_object<rbac::v1::ClusterRoleBindingMut>("ClusterRoleBinding", "", row.name);
  fill_binding(rbac::v1::ClusterRoleBindingMut(&document.root(), document.arena()), row, "ClusterRole");
  return document;
}

}  // namespace pintle::access

#include "access/bootstrap/reconcile.h"

#include <algorithm>

#include "access/rbac/rule.h"
#include "base/check.h"
#include "object/equality.h"
#include "views/rbac_v1_mut.h"

namespace pintle::access {
namespace {

using object::Document;

constexpr std::string_view kAutoUpdate = "rbac.authorization.kubernetes.io/autoupdate";

template <class View>
View read(const Document& document) {
  return View(&document.root());
}
template <class Mut>
Mut write(Document& document) {
  return Mut(&document.root(), document.arena());
}

template <class Map>
bool has_key(const Map& map, std::string_view wanted) {
  for (auto [key, value] : map)
    if (key == wanted) return true;
  return false;
}

// Adds the labels and annotations that are not there.
template <class Mut, class View>
bool merge_metadata(const Mut& existing, const View& expected) {
  bool changed = false;
  for (auto [key, value] : expected.metadata().labels()) {
    if (has_key(View(existing).metadata().labels(), key)) continue;
    existing.ensure_metadata().ensure_labels().set(key, value);
    changed = true;
  }
  for (auto [key, value] : expected.metadata().annotations()) {
    if (has_key(View(existing).metadata().annotations(), key)) continue;
    existing.ensure_metadata().ensure_annotations().set(key, value);
    changed = true;
  }
  return changed;
}

template <class View>
bool is_protected(const View& view) {
  for (auto [key, value] : view.metadata().annotations())
    if (key == kAutoUpdate) return value == "false";
  return false;
}

void append(object::ScalarListMut list, const std::vector<std::string>& texts) {
  for (const std::string& text : texts) list.append(text);
}

template <class Mut, class View>
bool add_rules(const Mut& existing, const View& expected) {
  const std::vector<Rule> missing = not_covered(read_rules(View(existing).rules()), read_rules(expected.rules()));
  for (const Rule& rule : missing) {
    const rbac::v1::PolicyRuleMut added = existing.ensure_rules().append();
    append(added.ensure_verbs(), rule.verbs);
    if (!rule.groups.empty()) append(added.ensure_api_groups(), rule.groups);
    if (!rule.resources.empty()) append(added.ensure_resources(), rule.resources);
    if (!rule.names.empty()) append(added.ensure_resource_names(), rule.names);
    if (!rule.urls.empty()) append(added.ensure_non_resource_urls(), rule.urls);
  }
  return !missing.empty();
}

bool has_selector(rbac::v1::AggregationRule rule, meta::v1::LabelSelector wanted) {
  for (const meta::v1::LabelSelector selector : rule.cluster_role_selectors())
    if (object::semantic_equal(meta::v1::LabelSelector::schema_type(), selector.node(), wanted.node())) return true;
  return false;
}

bool fit_aggregation(const rbac::v1::ClusterRoleMut& existing, rbac::v1::ClusterRole expected) {
  const rbac::v1::ClusterRole view(existing);
  if (!expected.aggregation_rule()) {
    if (!view.aggregation_rule()) return false;
    existing.clear_aggregation_rule();
    return true;
  }
  bool changed = false;
  for (const meta::v1::LabelSelector selector : expected.aggregation_rule().cluster_role_selectors()) {
    if (has_selector(rbac::v1::ClusterRole(existing).aggregation_rule(), selector)) continue;
    const auto added = existing.ensure_aggregation_rule().ensure_cluster_role_selectors().append();
    for (auto [key, value] : selector.match_labels()) added.ensure_match_labels().set(key, value);
    changed = true;
  }
  return changed;
}

bool same_subject(rbac::v1::Subject left, rbac::v1::Subject right) {
  return left.kind() == right.kind() && left.api_group() == right.api_group() && left.name() == right.name() &&
         left.namespace_() == right.namespace_();
}

template <class Mut, class View>
bool add_subjects(const Mut& existing, const View& expected) {
  bool changed = false;
  for (const rbac::v1::Subject wanted : expected.subjects()) {
    bool found = false;
    for (const rbac::v1::Subject subject : View(existing).subjects()) found |= same_subject(subject, wanted);
    if (found) continue;
    const rbac::v1::SubjectMut added = existing.ensure_subjects().append();
    added.set_kind(wanted.kind());
    if (!wanted.api_group().empty()) added.set_api_group(wanted.api_group());
    added.set_name(wanted.name());
    if (!wanted.namespace_().empty()) added.set_namespace(wanted.namespace_());
    changed = true;
  }
  return changed;
}

Reconciliation outcome(bool changed) { return changed ? Reconciliation::kUpdate : Reconciliation::kNothing; }

template <class Mut, class View>
Reconciliation reconcile_role(Document& existing, const Document& expected) {
  if (is_protected(read<View>(existing))) return Reconciliation::kNothing;
  const Mut role = write<Mut>(existing);
  bool changed = merge_metadata(role, read<View>(expected));
  changed |= add_rules(role, read<View>(expected));
  if constexpr (std::is_same_v<View, rbac::v1::ClusterRole>) changed |= fit_aggregation(role, read<View>(expected));
  return outcome(changed);
}

template <class Mut, class View>
Reconciliation reconcile_binding(Document& existing, const Document& expected) {
  const View now = read<View>(existing);
  const View wanted = read<View>(expected);
  if (is_protected(now)) return Reconciliation::kNothing;
  const bool same_role = now.role_ref().kind() == wanted.role_ref().kind() && now.role_ref().name() == wanted.role_ref().name() &&
                         now.role_ref().api_group() == wanted.role_ref().api_group();
  if (!same_role) return Reconciliation::kReplace;
  const Mut binding = write<Mut>(existing);
  bool changed = merge_metadata(binding, wanted);
  changed |= add_subjects(binding, wanted);
  return outcome(changed);
}

}  // namespace

Reconciliation reconcile(Document& existing, const Document& expected) {
  namespace v1 = rbac::v1;
  const schema::Type* type = expected.type();
  if (type == &v1::Role::schema_type()) return reconcile_role<v1::RoleMut, v1::Role>(existing, expected);
  if (type == &v1::ClusterRole::schema_type()) return reconcile_role<v1::ClusterRoleMut, v1::ClusterRole>(existing, expected);
  if (type == &v1::RoleBinding::schema_type()) return reconcile_binding<v1::RoleBindingMut, v1::RoleBinding>(existing, expected);
  PINTLE_CHECK(type == &v1::ClusterRoleBinding::schema_type());
  return reconcile_binding<v1::ClusterRoleBindingMut, v1::ClusterRoleBinding>(existing, expected);
}

}  // namespace pintle::access

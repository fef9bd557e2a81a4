// ClusterRole: a set of permissions for the whole cluster. Source: rbac.authorization.k8s.io/v1 ClusterRole; pkg/registry/rbac/clusterrole.
#include "api/metadata_rules.h"
#include "groups/hook.h"
#include "groups/rbac/rbac.h"
#include "groups/rbac/rules.h"
#include "object/label_selector.h"
#include "views/rbac_v1.h"

namespace pintle::rbac {
namespace {

using groups::hook;
using object::ErrorList;
using object::ObjectMeta;

bool has_invalid_selector(v1::ClusterRole role) {
  ErrorList errors;
  for (const meta::v1::LabelSelector selector : role.aggregation_rule().cluster_role_selectors())
    object::validate_label_selector(selector.node(), {}, object::FieldPath(), errors);
  return !errors.empty();
}

void validate_aggregation(v1::AggregationRule rule, object::LabelSelectorRules rules, ErrorList& errors) {
  if (!rule) return;
  const object::FieldPath path = object::FieldPath("aggregationRule").child("clusterRoleSelectors");
  if (rule.cluster_role_selectors().empty())
    errors.required(path, "at least one clusterRoleSelector required if aggregationRule is non-nil");
  for (auto [index, selector] : rule.cluster_role_selectors().enumerate()) {
    object::validate_label_selector(selector.node(), rules, path.index(index), errors);
    if (!object::LabelSelector::from_value(selector.node())) errors.invalid(path.index(index), "null", "invalid label selector.");
  }
}

ObjectMeta meta_of(v1::ClusterRole role) { return ObjectMeta(role.metadata().node()); }

void validate(v1::ClusterRole role, ErrorList& errors) {
  validate_rules(role.rules(), api::Scope::kCluster, errors);
  validate_aggregation(role.aggregation_rule(), {}, errors);
}

void validate_update(v1::ClusterRole role, v1::ClusterRole old, ErrorList& errors) {
  api::validate_metadata(kClusterRole, meta_of(role), errors);
  validate_rules(role.rules(), api::Scope::kCluster, errors);
  validate_aggregation(role.aggregation_rule(), {.allow_invalid_values = has_invalid_selector(old)}, errors);
  api::validate_metadata_update(kClusterRole, meta_of(role), meta_of(old), errors);
}

}  // namespace

const api::Kind kClusterRole = {
    .group = "rbac.authorization.k8s.io",
    .version = "v1",
    .kind = "ClusterRole",
    .resource = "clusterroles",
    .singular = "clusterrole",
    .scope = api::Scope::kCluster,
    .key_prefix = "/registry/clusterroles/",
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .validate_name = object::name_is_path_segment,
    .create_on_update = true,
};

}  // namespace pintle::rbac

// Source: pkg/api/pod/util.go GetValidationOptionsFromPodSpecAndMeta.
#include "groups/core/pod_options.h"

#include "groups/core/container.h"
#include "groups/core/local_path_rules.h"
#include "groups/core/pod_annotations.h"
#include "groups/core/pod_spec.h"
#include "groups/core/resource_amounts.h"
#include "groups/core/resource_lists.h"
#include "groups/core/resource_names.h"
#include "groups/core/sysctl_rules.h"
#include "object/label_selector.h"
#include "object/validation.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;

bool has_partial_huge_pages(ResourceList list) {
  for (auto [name, amount] : list)
    if (is_huge_page_name(name) && !is_whole_huge_pages(name, amount_of(amount))) return true;
  return false;
}

bool has_partial_huge_pages(v1::PodSpec spec) {
  return has_partial_huge_pages(spec.overhead()) || any_container(spec, [](v1::Container container) {
           return has_partial_huge_pages(container.resources().limits()) || has_partial_huge_pages(container.resources().requests());
         });
}

bool restarts_plain_init_container_on_resize(v1::PodSpec spec) {
  for (const v1::Container container : spec.init_containers()) {
    if (is_sidecar(container)) continue;
    for (const v1::ContainerResizePolicy policy : container.resize_policy())
      if (policy.restart_policy() == "RestartContainer") return true;
  }
  return false;
}

bool has_user_namespace(v1::PodSpec spec) { return spec.host_users() == false; }

bool has_volume_devices(v1::PodSpec spec) {
  return any_container(spec, [](v1::Container container) { return !container.volume_devices().empty(); });
}

bool has_invalid_selector(meta::v1::LabelSelector selector) {
  ErrorList errors;
  object::validate_label_selector(selector.node(), {}, FieldPath(), errors);
  return !errors.empty();
}

bool has_invalid_selector(v1::PodAffinityTerm term) {
  return has_invalid_selector(term.label_selector()) || has_invalid_selector(term.namespace_selector());
}

// Of spec.affinity.podAffinity and podAntiAffinity.
template <class PodAffinity>
bool has_invalid_selector(PodAffinity affinity) {
  for (const v1::PodAffinityTerm term : affinity.required_during_scheduling_ignored_during_execution())
    if (has_invalid_selector(term)) return true;
  for (const v1::WeightedPodAffinityTerm term : affinity.preferred_during_scheduling_ignored_during_execution())
    if (has_invalid_selector(term.pod_affinity_term())) return true;
  return false;
}

bool has_invalid_required_node_label(v1::PodSpec spec) {
  const v1::NodeSelector required = spec.affinity().node_affinity().required_during_scheduling_ignored_during_execution();
  for (const v1::NodeSelectorTerm term : required.node_selector_terms())
    for (const v1::NodeSelectorRequirement requirement : term.match_expressions())
      for (const std::string_view value : requirement.values())
        if (!object::is_label_value(value).empty()) return true;
  return false;
}

bool has_invalid_spread_selector(v1::PodSpec spec) {
  for (const v1::TopologySpreadConstraint constraint : spec.topology_spread_constraints())
    if (has_invalid_selector(constraint.label_selector())) return true;
  return false;
}

bool has_non_local_token_path(v1::PodSpec spec) {
  ErrorList errors;
  for (const v1::Volume volume : spec.volumes())
    for (const v1::VolumeProjection source : volume.projected().sources())
      if (source.has_service_account_token()) validate_local_non_reserved_path(source.service_account_token().path(), FieldPath(), errors);
  return !errors.empty();
}

bool compares_taints(v1::PodSpec spec) {
  for (const v1::Toleration toleration : spec.tolerations())
    if (toleration.operator_() == "Lt" || toleration.operator_() == "Gt") return true;
  return false;
}

}  // namespace

PodValidationOptions pod_validation_options(v1::PodSpec old, meta::v1::ObjectMeta old_meta) {
  PodValidationOptions options;
  if (!old) return options;
  const object::MapView annotations = old_meta.annotations();
  options.allow_invalid_pod_deletion_cost =
      annotations.contains(kPodDeletionCostAnnotation) && !is_pod_deletion_cost(annotations.get(kPodDeletionCostAnnotation));
  options.allow_invalid_label_value_in_selector =
      has_invalid_selector(old.affinity().pod_affinity()) || has_invalid_selector(old.affinity().pod_anti_affinity());
  options.allow_invalid_label_value_in_required_node_affinity = has_invalid_required_node_label(old);
  options.allow_invalid_topology_spread_constraint_label_selector = has_invalid_spread_selector(old);
  options.old_pod_violates_match_label_keys_validation = !match_label_keys_are_valid(old.topology_spread_constraints());
  options.allow_non_local_projected_token_path = has_non_local_token_path(old);
  options.allow_namespaced_sysctls_for_host_net_and_host_ipc = sets_host_sysctl(old);
  options.allow_existing_restart_container_for_non_sidecar_init_container = restarts_plain_init_container_on_resize(old);
  options.allow_user_namespaces_host_network_support = old.host_network() && has_user_namespace(old);
  options.allow_only_recursive_selinux_change_policy = !old.security_context().se_linux_change_policy();
  options.allow_taint_toleration_comparison_operators = compares_taints(old);
  options.allow_indivisible_huge_pages_values = has_partial_huge_pages(old);
  options.allow_user_namespaces_with_volume_devices = has_user_namespace(old) && has_volume_devices(old);
  return options;
}

PodValidationOptions pod_validation_options(v1::PodTemplateSpec old) { return pod_validation_options(old.spec(), old.metadata()); }

SchedulingRules scheduling_rules(const PodValidationOptions& options) {
  return {.allow_invalid_label_value_in_selector = options.allow_invalid_label_value_in_selector,
          .allow_invalid_label_value_in_required_node_affinity = options.allow_invalid_label_value_in_required_node_affinity,
          .allow_invalid_topology_spread_label_selector = options.allow_invalid_topology_spread_constraint_label_selector,
          .allow_taint_toleration_comparison_operators = options.allow_taint_toleration_comparison_operators,
          .old_violates_match_label_keys = options.old_pod_violates_match_label_keys_validation};
}

HugePages huge_pages_rule(const PodValidationOptions& options) {
  return options.allow_indivisible_huge_pages_values ? HugePages::kAny : HugePages::kWhole;
}

}  // namespace pintle::core

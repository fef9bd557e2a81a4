#include "groups/core/pod_spec.h"

#include <algorithm>
#include <limits>
#include <set>

#include "groups/core/container_rules.h"
#include "groups/core/env_rules.h"
#include "groups/core/pod_dns_rules.h"
#include "groups/core/pod_options.h"
#include "groups/core/port_rules.h"
#include "groups/core/resource_claim_rules.h"
#include "groups/core/resource_rules.h"
#include "groups/core/scheduling_rules.h"
#include "groups/core/security_context_rules.h"
#include "groups/core/volume_rules.h"
#include "groups/core/windows_rules.h"
#include "groups/field_rules.h"
#include "object/object_meta.h"
#include "object/validation.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::json_quoted;
using object::quoted;

constexpr std::string_view kRestartPolicies[] = {"Always", "OnFailure", "Never"};
constexpr std::string_view kPreemptionPolicies[] = {"PreemptLowerPriority", "Never"};
constexpr int64_t kActiveDeadlineSecondsMax = std::numeric_limits<int32_t>::max();

void validate_required_choice(std::string_view value, std::span<const std::string_view> choices, const FieldPath& path, ErrorList& errors) {
  if (value.empty())
    errors.required(path, "");
  else if (std::ranges::find(choices, value) == choices.end())
    errors.not_supported(path, json_quoted(value), choices);
}

void validate_subdomain_name(std::string_view name, const FieldPath& path, ErrorList& errors) {
  errors.invalid_text_each(path, name, object::name_is_dns_subdomain(name, object::NameUse::kWhole));
}

void validate_readiness_gates(object::ListView<v1::PodReadinessGate> gates, const FieldPath& path, ErrorList& errors) {
  for (auto [index, gate] : gates.enumerate())
    groups::validate_qualified_name(gate.condition_type(), path.index(index).child("conditionType"), errors);
}

void validate_scheduling_gates(object::ListView<v1::PodSchedulingGate> gates, const FieldPath& path, ErrorList& errors) {
  std::set<std::string_view> names;
  for (auto [index, gate] : gates.enumerate()) {
    groups::validate_qualified_name(gate.name(), path.index(index), errors);
    if (!names.insert(gate.name()).second) errors.duplicate(path.index(index), quoted(gate.name()));
  }
}

void validate_scheduling_group(v1::PodSchedulingGroup group, const FieldPath& path, ErrorList& errors) {
  if (!group) return;
  const FieldPath at = path.child("podGroupName");
  if (const auto name = group.pod_group_name())
    validate_subdomain_name(*name, at, errors);
  else
    errors.invalid(at, "null", "must specify one of: `podGroupName`");
}

// Volumes, and the containers that use them.
void validate_contents(v1::PodSpec spec, meta::v1::ObjectMeta meta, const FieldPath& path, const PodValidationOptions& options,
                       ErrorList& errors) {
  const VolumeRules volume_rules = {.resource_is_pod = options.resource_is_pod,
                                    .allow_non_local_projected_token_path = options.allow_non_local_projected_token_path};
  const VolumeSources volumes = validate_volumes(spec.volumes(), meta.name(), volume_rules, path.child("volumes"), errors);
  validate_pod_resource_claims(spec.resource_claims(), meta, path.child("resourceClaims"), errors);
  const PodScope scope = {.spec = spec, .volumes = volumes, .claims = claim_names(spec.resource_claims()), .options = options};
  validate_containers(scope, path.child("containers"), errors);
  validate_init_containers(scope, path.child("initContainers"), errors);
  validate_ephemeral_containers(scope, path.child("ephemeralContainers"), errors);
  validate_pod_resources(spec, scope.claims, huge_pages_rule(options), path, errors);
}

// How the Pod's names are found and made, and where it may run.
void validate_placement(v1::PodSpec spec, const FieldPath& path, const PodValidationOptions& options, ErrorList& errors) {
  const SchedulingRules scheduling = scheduling_rules(options);
  validate_host_network_ports(spec, options.resource_is_pod ? HostPortRule::kRequired : HostPortRule::kOptional, path, errors);
  validate_required_choice(spec.restart_policy(), kRestartPolicies, path.child("restartPolicy"), errors);
  validate_dns_policy(spec.dns_policy(), path.child("dnsPolicy"), errors);
  object::validate_labels(spec.node_selector().node(), path.child("nodeSelector"), errors);
  validate_pod_security_context(spec, path.child("securityContext"), options, errors);
  if (spec.affinity()) validate_affinity(spec.affinity(), scheduling, path.child("affinity"), errors);
  validate_dns_config(spec.dns_config(), spec.dns_policy(), path.child("dnsConfig"), errors);
  validate_readiness_gates(spec.readiness_gates(), path.child("readinessGates"), errors);
  validate_scheduling_gates(spec.scheduling_gates(), path.child("schedulingGates"), errors);
  validate_topology_spread_constraints(spec.topology_spread_constraints(), scheduling, path.child("topologySpreadConstraints"), errors);
  validate_host_process_pod(spec, path, errors);
  validate_host_users(spec, path, options, errors);
  validate_hostname_override(spec, path, errors);
}

void validate_active_deadline(v1::PodSpec spec, const FieldPath& path, ErrorList& errors) {
  const auto seconds = spec.active_deadline_seconds();
  if (seconds && (*seconds < 1 || *seconds > kActiveDeadlineSecondsMax))
    errors.invalid(path, std::to_string(*seconds), object::inclusive_range_error(1, kActiveDeadlineSecondsMax));
}

// What names another object or the Pod itself.
void validate_names(v1::PodSpec spec, const FieldPath& path, const PodValidationOptions& options, ErrorList& errors) {
  if (!spec.service_account_name().empty()) validate_subdomain_name(spec.service_account_name(), path.child("serviceAccountName"), errors);
  if (!spec.node_name().empty()) validate_subdomain_name(spec.node_name(), path.child("nodeName"), errors);
  validate_active_deadline(spec, path.child("activeDeadlineSeconds"), errors);
  if (!spec.hostname().empty()) groups::validate_dns1123_label(spec.hostname(), path.child("hostname"), errors);
  if (!spec.subdomain().empty()) groups::validate_dns1123_label(spec.subdomain(), path.child("subdomain"), errors);
  validate_tolerations(spec.tolerations(), scheduling_rules(options), path.child("tolerations"), errors);
  validate_host_aliases(spec.host_aliases(), path.child("hostAliases"), errors);
  if (!spec.priority_class_name().empty()) validate_subdomain_name(spec.priority_class_name(), path.child("priorityClassName"), errors);
  if (const auto name = spec.runtime_class_name()) validate_subdomain_name(*name, path.child("runtimeClassName"), errors);
  if (const auto policy = spec.preemption_policy())
    validate_required_choice(*policy, kPreemptionPolicies, path.child("preemptionPolicy"), errors);
}

}  // namespace

void validate_pod_spec(v1::PodSpec spec, meta::v1::ObjectMeta meta, const FieldPath& path, const PodValidationOptions& options,
                       ErrorList& errors) {
  if (!spec.termination_grace_period_seconds()) errors.required(path.child("terminationGracePeriodSeconds"), "");
  validate_contents(spec, meta, path, options, errors);
  validate_placement(spec, path, options, errors);
  validate_names(spec, path, options, errors);
  validate_overhead(spec.overhead(), huge_pages_rule(options), path.child("overhead"), errors);
  validate_os(spec, path, errors);
  validate_scheduling_group(spec.scheduling_group(), path.child("schedulingGroup"), errors);
  validate_file_key_volumes(spec, path, errors);
}

void validate_pod_template_spec(v1::PodTemplateSpec pod_template, const FieldPath& path, const PodValidationOptions& options,
                                ErrorList& errors) {
  const meta::v1::ObjectMeta meta = pod_template.metadata();
  const v1::PodSpec spec = pod_template.spec();
  const object::ObjectMeta labelled(meta.node());
  object::validate_labels(labelled.labels(), path.child("labels"), errors);
  object::validate_annotations(labelled.annotations(), path.child("annotations"), errors);
  validate_pod_annotations(meta, spec, path.child("annotations"), options, errors);
  validate_pod_spec(spec, {}, path.child("spec"), options, errors);
  validate_seccomp_annotations(meta, spec, path.child("spec"), errors);
  validate_app_armor_annotations(meta, spec, path.child("spec"), errors);
  if (!spec.ephemeral_containers().empty())
    errors.forbidden(path.child("spec").child("ephemeralContainers"), "ephemeral containers not allowed in pod template");
}

}  // namespace pintle::core

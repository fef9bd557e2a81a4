#include "groups/core/container_rules.h"

#include <algorithm>
#include <set>

#include "base/utf8.h"
#include "groups/core/container.h"
#include "groups/core/env_rules.h"
#include "groups/core/pod_options.h"
#include "groups/core/port_rules.h"
#include "groups/core/probe_rules.h"
#include "groups/core/restart_rules.h"
#include "groups/core/security_context_rules.h"
#include "groups/field_rules.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::json_quoted;
using object::quoted;

using Names = std::set<std::string_view>;

constexpr std::string_view kTerminationMessagePolicies[] = {"File", "FallbackToLogsOnError"};
constexpr std::string_view kOnlySidecars = "may not be set for init containers without restartPolicy=Always";
constexpr std::string_view kNotEphemeral = "cannot be set for an Ephemeral Container";

void validate_termination_message_policy(std::string_view policy, const FieldPath& path, ErrorList& errors) {
  if (policy.empty())
    errors.required(path, "");
  else if (std::ranges::find(kTerminationMessagePolicies, policy) == std::end(kTerminationMessagePolicies))
    errors.not_supported(path, json_quoted(policy), kTerminationMessagePolicies);
}

// What all sorts of containers have.
void validate_common(v1::Container container, const PodScope& scope, const FieldPath& path, ErrorList& errors) {
  if (container.name().empty())
    errors.required(path.child("name"), "");
  else
    groups::validate_dns1123_label(container.name(), path.child("name"), errors);
  if (container.image().empty()) errors.required(path.child("image"), "");
  validate_termination_message_policy(container.termination_message_policy(), path.child("terminationMessagePolicy"), errors);
  validate_container_ports(container.ports(), path.child("ports"), errors);
  validate_env(container.env(), path.child("env"), errors);
  validate_env_from(container.env_from(), path.child("envFrom"), errors);
  validate_volume_mounts(container.volume_mounts(), device_paths(container.volume_devices()), scope.volumes, container.security_context(),
                         path.child("volumeMounts"), errors);
  validate_volume_devices(container.volume_devices(), mount_paths(container.volume_mounts()), scope.volumes, path.child("volumeDevices"),
                          errors);
  validate_pull_policy(container.image_pull_policy(), path.child("imagePullPolicy"), errors);
  validate_container_resources(container.resources(), scope.claims, huge_pages_rule(scope.options), path.child("resources"), errors);
  validate_resize_policy(container.resize_policy(), scope.spec.restart_policy(), path.child("resizePolicy"), errors);
  validate_security_context(container.security_context(), uses_host_users(scope.spec), path.child("securityContext"), errors);
}

void validate_only_for_pod(v1::Container container, const FieldPath& path, ErrorList& errors) {
  if (trim_space(container.image()).size() != container.image().size())
    errors.invalid(path.child("image"), quoted(container.image()), "must not have leading or trailing whitespace");
}

void forbid_probes(v1::Container container, const FieldPath& path, ErrorList& errors) {
  if (container.has_lifecycle()) errors.forbidden(path.child("lifecycle"), kOnlySidecars);
  if (container.has_liveness_probe()) errors.forbidden(path.child("livenessProbe"), kOnlySidecars);
  if (container.has_readiness_probe()) errors.forbidden(path.child("readinessProbe"), kOnlySidecars);
  if (container.has_startup_probe()) errors.forbidden(path.child("startupProbe"), kOnlySidecars);
}

void validate_service(v1::Container container, const PodScope& scope, const FieldPath& path, ErrorList& errors) {
  if (container.has_lifecycle())
    validate_lifecycle(container.lifecycle(), scope.spec.termination_grace_period_seconds(), scope.spec.os(), path.child("lifecycle"),
                       errors);
  validate_probes(container, path, errors);
}

void forbid_restart_on_resize(v1::Container container, const FieldPath& path, ErrorList& errors) {
  for (auto [index, policy] : container.resize_policy().enumerate())
    if (policy.restart_policy() == "RestartContainer")
      errors.invalid(path.child("resizePolicy").index(index).child("restartPolicy"), json_quoted(policy.restart_policy()),
                     "must not be set to 'RestartContainer' for non-sidecar initContainers");
}

bool has_any(v1::ResourceRequirements resources) { return resources.has_limits() || resources.has_requests() || resources.has_claims(); }

// Nothing that a Pod relies on: what is not allowed is named here as upstream's list of the allowed leaves it.
void forbid_service_fields(v1::EphemeralContainer container, const FieldPath& path, ErrorList& errors) {
  const auto forbid = [&](bool present, std::string_view name) {
    if (present) errors.forbidden(path.child(name), kNotEphemeral);
  };
  forbid(container.has_ports(), "ports");
  forbid(has_any(container.resources()), "resources");
  forbid(container.has_resize_policy(), "resizePolicy");
  forbid(container.has_restart_policy(), "restartPolicy");
  forbid(container.has_restart_policy_rules(), "restartPolicyRules");
  forbid(container.has_liveness_probe(), "livenessProbe");
  forbid(container.has_readiness_probe(), "readinessProbe");
  forbid(container.has_startup_probe(), "startupProbe");
  forbid(container.has_lifecycle(), "lifecycle");
}

void forbid_sub_paths(v1::EphemeralContainer container, const FieldPath& path, ErrorList& errors) {
  for (auto [index, mount] : container.volume_mounts().enumerate()) {
    if (!mount.sub_path().empty()) errors.forbidden(path.child("volumeMounts").index(index).child("subPath"), kNotEphemeral);
    if (!mount.sub_path_expr().empty()) errors.forbidden(path.child("volumeMounts").index(index).child("subPathExpr"), kNotEphemeral);
  }
}

void validate_init_container(v1::Container container, const PodScope& scope, Names& names, const FieldPath& path, ErrorList& errors) {
  validate_common(container, scope, path, errors);
  validate_init_container_restart_policy(container, path, errors);
  if (names.contains(container.name()))
    errors.duplicate(path.child("name"), quoted(container.name()));
  else if (!container.name().empty())
    names.insert(container.name());
}

}  // namespace

void validate_containers(const PodScope& scope, const FieldPath& path, ErrorList& errors) {
  if (scope.spec.containers().empty()) {
    errors.required(path, "");
    return;
  }
  Names names;
  for (auto [index, container] : scope.spec.containers().enumerate()) {
    const FieldPath at = path.index(index);
    validate_common(container, scope, at, errors);
    if (!names.insert(container.name()).second) errors.duplicate(at.child("name"), quoted(container.name()));
    validate_service(container, scope, at, errors);
    validate_container_restart_policy(container, at, errors);
  }
  HostPorts taken;
  for (auto [index, container] : scope.spec.containers().enumerate())
    validate_host_ports_unique(container, taken, path.index(index), errors);
}

void validate_init_containers(const PodScope& scope, const FieldPath& path, ErrorList& errors) {
  Names names;
  for (const v1::Container container : scope.spec.containers()) names.insert(container.name());
  for (auto [index, container] : scope.spec.init_containers().enumerate()) {
    const FieldPath at = path.index(index);
    validate_init_container(container, scope, names, at, errors);
    // They run one after the other, so each may take a port anew; upstream names the first of the list whichever it is.
    HostPorts taken;
    validate_host_ports_unique(container, taken, path.index(0), errors);
    if (is_sidecar(container))
      validate_service(container, scope, at, errors);
    else
      forbid_probes(container, at, errors);
    if (!is_sidecar(container) && !scope.options.allow_existing_restart_container_for_non_sidecar_init_container)
      forbid_restart_on_resize(container, at, errors);
  }
}

void validate_ephemeral_containers(const PodScope& scope, const FieldPath& path, ErrorList& errors) {
  Names others;
  for (const v1::Container container : scope.spec.containers()) others.insert(container.name());
  for (const v1::Container container : scope.spec.init_containers()) others.insert(container.name());
  Names names = others;
  for (auto [index, ephemeral] : scope.spec.ephemeral_containers().enumerate()) {
    const FieldPath at = path.index(index);
    const v1::Container container = as_container(ephemeral);
    validate_common(container, scope, at, errors);
    validate_only_for_pod(container, at, errors);
    if (!names.insert(ephemeral.name()).second) errors.duplicate(at.child("name"), quoted(ephemeral.name()));
    const std::string_view target = ephemeral.target_container_name();
    if (!target.empty() && !others.contains(target)) errors.not_found(at.child("targetContainerName"), quoted(target));
    forbid_service_fields(ephemeral, at, errors);
    forbid_sub_paths(ephemeral, at, errors);
  }
}

void validate_containers_only_for_pod(object::ListView<v1::Container> containers, const FieldPath& path, ErrorList& errors) {
  for (auto [index, container] : containers.enumerate()) validate_only_for_pod(container, path.index(index), errors);
}

}  // namespace pintle::core

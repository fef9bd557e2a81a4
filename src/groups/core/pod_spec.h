// PodSpec: the defaults, rules and warnings that Pods and all kinds with a pod template share.
//
//   set_pod_template_defaults(spec.ensure_template());                                   // set_defaults hook
//   drop_disabled_pod_template_fields(template_mut, old_template);                       // prepare hooks
//   const auto options = pod_validation_options(template_, old_template);                // old is absent on create
//   validate_pod_template_spec(template_, FieldPath("spec").child("template"), options, errors);
//   pod_template_warnings(template_, old_template, FieldPath("spec").child("template"), warnings);
//
// The rules are written on pages by subject: container_rules.h, probe_rules.h, env_rules.h, resource_rules.h, pod_security_rules.h,
// volume_rules.h, scheduling_rules.h. Feature gates have their defaults of 1.36: what is off there is dropped or refused.
// Thread: pure. Errors: into the list, in upstream's order.
// Source: pkg/apis/core/v1/defaults.go, pkg/apis/core/validation ValidatePodSpec, ValidatePodTemplateSpec; pkg/api/pod/{util,warnings}.go.
#pragma once

#include <string>
#include <vector>

#include "object/field_error.h"
#include "object/field_path.h"

namespace pintle::meta::v1 {
class ObjectMeta;
class ObjectMetaMut;
}  // namespace pintle::meta::v1
namespace pintle::core::v1 {
class PodSpec;
class PodSpecMut;
class PodTemplateSpec;
class PodTemplateSpecMut;
}  // namespace pintle::core::v1

namespace pintle::core {

// What upstream's functions for all PodSpecs default (SetDefaults_PodSpec and what is below); schema markers are applied before.
void set_pod_spec_defaults(v1::PodSpecMut spec);
void set_pod_template_defaults(v1::PodTemplateSpecMut pod_template);
// For the spec of a Pod: what only a Pod has (SetDefaults_Pod: requests from limits, pod-level resources, enableServiceLinks, host ports),
// then set_pod_spec_defaults.
void set_pod_defaults(v1::PodSpecMut spec);
// Annotations in which very old clients wrote init containers are taken away, from Pods and templates.
void drop_legacy_init_annotations(meta::v1::ObjectMetaMut metadata);

// Fields behind gates that are off are removed where the stored object has none of them.
void drop_disabled_pod_spec_fields(v1::PodSpecMut spec, v1::PodSpec old);
void drop_disabled_pod_template_fields(v1::PodTemplateSpecMut pod_template, v1::PodTemplateSpec old);

// Faults that a stored object already has must not keep it from being updated; all else is refused.
struct PodValidationOptions {
  bool allow_invalid_pod_deletion_cost = false;
  bool allow_invalid_label_value_in_selector = false;
  bool allow_indivisible_huge_pages_values = false;
  bool allow_invalid_topology_spread_constraint_label_selector = false;
  bool allow_non_local_projected_token_path = false;
  bool allow_namespaced_sysctls_for_host_net_and_host_ipc = false;
  bool allow_invalid_label_value_in_required_node_affinity = false;
  bool old_pod_violates_match_label_keys_validation = false;
  bool allow_existing_restart_container_for_non_sidecar_init_container = false;
  bool allow_user_namespaces_with_volume_devices = false;
  bool allow_taint_toleration_comparison_operators = false;
  bool allow_user_namespaces_host_network_support = false;
  bool allow_only_recursive_selinux_change_policy = true;
  bool resource_is_pod = false;  // a Pod itself is validated, not a template
};

// `old` and `old_meta` are absent on create.
PodValidationOptions pod_validation_options(v1::PodSpec old, meta::v1::ObjectMeta old_meta);
PodValidationOptions pod_validation_options(v1::PodTemplateSpec old);

// `meta` is the Pod's; absent for a template.
void validate_pod_spec(v1::PodSpec spec, meta::v1::ObjectMeta meta, const object::FieldPath& path, const PodValidationOptions& options,
                       object::ErrorList& errors);
// Annotations that say something of the spec (ValidatePodSpecificAnnotations); `path` is that of the annotations.
void validate_pod_annotations(meta::v1::ObjectMeta meta, v1::PodSpec spec, const object::FieldPath& path,
                              const PodValidationOptions& options, object::ErrorList& errors);
// Annotations of seccomp and AppArmor must say the same as the fields; `path` is that of the spec.
void validate_seccomp_annotations(meta::v1::ObjectMeta meta, v1::PodSpec spec, const object::FieldPath& path, object::ErrorList& errors);
void validate_app_armor_annotations(meta::v1::ObjectMeta meta, v1::PodSpec spec, const object::FieldPath& path, object::ErrorList& errors);
void validate_pod_template_spec(v1::PodTemplateSpec pod_template, const object::FieldPath& path, const PodValidationOptions& options,
                                object::ErrorList& errors);

// `old` is absent on create; `path` is that of the Pod ("<nil>") or of the template.
void pod_spec_warnings(v1::PodSpec spec, meta::v1::ObjectMeta meta, v1::PodSpec old, meta::v1::ObjectMeta old_meta,
                       const object::FieldPath& path, std::vector<std::string>& warnings);
void pod_template_warnings(v1::PodTemplateSpec pod_template, v1::PodTemplateSpec old, const object::FieldPath& path,
                           std::vector<std::string>& warnings);

}  // namespace pintle::core

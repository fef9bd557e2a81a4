// Source: pkg/api/pod/warnings.go.
#include <set>

#include "groups/core/container.h"
#include "groups/core/node_label_warnings.h"
#include "groups/core/pod_annotations.h"
#include "groups/core/pod_spec.h"
#include "groups/core/port_warnings.h"
#include "groups/core/resource_amounts.h"
#include "groups/core/resource_lists.h"
#include "groups/core/volume_warnings.h"
#include "object/ip_validation.h"

namespace pintle::core {
namespace {

using object::FieldPath;
using object::quoted;

constexpr std::string_view kNullSelector = "a null labelSelector results in matching no pod";
constexpr std::string_view kSeccompField = "non-functional in v1.27+; use the \"seccompProfile\" field instead";
constexpr std::string_view kAppArmorField = "deprecated since v1.30; use the \"appArmorProfile\" field instead";
constexpr std::string_view kByteResources[] = {"memory", "ephemeral-storage"};

struct DeprecatedAnnotation {
  std::string_view key;
  std::string_view message;
};
constexpr DeprecatedAnnotation kDeprecatedAnnotations[] = {
    {"scheduler.alpha.kubernetes.io/critical-pod", "non-functional in v1.16+; use the \"priorityClassName\" field instead"},
    {"security.alpha.kubernetes.io/sysctls", "non-functional in v1.11+; use the \"sysctls\" field instead"},
    {"security.alpha.kubernetes.io/unsafe-sysctls", "non-functional in v1.11+; use the \"sysctls\" field instead"},
};

void warn(const FieldPath& path, std::string_view message, Warnings& warnings) {
  warnings.push_back(path.to_string() + ": " + std::string(message));
}

void warn_node_labels(v1::PodSpec spec, const FieldPath& path, Warnings& warnings) {
  for (auto [key, value] : spec.node_selector())
    if (const std::string_view message = deprecated_node_label(key); !message.empty())
      warn(path.child("nodeSelector").key(key), message, warnings);
  const v1::NodeAffinity affinity = spec.affinity().node_affinity();
  const FieldPath affinity_path = path.child("affinity").child("nodeAffinity");
  const v1::NodeSelector required = affinity.required_during_scheduling_ignored_during_execution();
  const FieldPath terms = affinity_path.child("requiredDuringSchedulingIgnoredDuringExecution").child("nodeSelectorTerms");
  for (auto [index, term] : required.node_selector_terms().enumerate())
    warn_node_selector_term(term, TermValues::kUnchecked, terms.index(index), warnings);
  const FieldPath preferred = affinity_path.child("preferredDuringSchedulingIgnoredDuringExecution");
  for (auto [index, term] : affinity.preferred_during_scheduling_ignored_during_execution().enumerate())
    warn_node_selector_term(term.preference(), TermValues::kChecked, preferred.index(index).child("preference"), warnings);
}

void warn_topology_spread(v1::PodSpec spec, const FieldPath& path, Warnings& warnings) {
  for (auto [index, constraint] : spec.topology_spread_constraints().enumerate()) {
    const FieldPath at = path.child("topologySpreadConstraints").index(index);
    warn_node_label(constraint.topology_key(), at.child("topologyKey"), warnings);
    if (!constraint.label_selector()) warn(at.child("labelSelector"), kNullSelector, warnings);
  }
}

void warn_annotations(meta::v1::ObjectMeta meta, const FieldPath& path, Warnings& warnings) {
  for (const DeprecatedAnnotation& deprecated : kDeprecatedAnnotations)
    if (meta.annotations().contains(deprecated.key)) warn(path.key(deprecated.key), deprecated.message, warnings);
}

void warn_duplicates(v1::PodSpec spec, const FieldPath& path, Warnings& warnings) {
  std::set<std::string_view> ips;
  for (auto [index, alias] : spec.host_aliases().enumerate())
    if (!ips.insert(alias.ip()).second)
      warn(path.child("hostAliases").index(index).child("ip"), "duplicate ip " + quoted(alias.ip()), warnings);
  std::set<std::string_view> secrets;
  const FieldPath secrets_path = path.child("imagePullSecrets");
  for (auto [index, secret] : spec.image_pull_secrets().enumerate())
    if (!secrets.insert(secret.name()).second)
      warn(secrets_path.index(index).child("name"), "duplicate name " + quoted(secret.name()), warnings);
  for (auto [index, secret] : spec.image_pull_secrets().enumerate())
    if (secret.name().empty()) warn(secrets_path.index(index).child("name"), "invalid empty name \"\"", warnings);
}

void warn_fraction(ResourceList list, std::string_view name, const FieldPath& path, Warnings& warnings) {
  if (!list.contains(name)) return;
  const object::Quantity amount = amount_of(list.get(name));
  if (amount.milli_value() % 1000 != 0)
    warn(path.key(name), "fractional byte value " + quoted(amount.to_string()) + " is invalid, must be an integer", warnings);
}

void warn_hidden_variables(v1::Container container, const FieldPath& path, Warnings& warnings) {
  std::set<std::string_view> names;
  for (auto [index, variable] : container.env().enumerate()) {
    if (names.insert(variable.name()).second) continue;
    // A new value that is built of the old one is fine.
    const std::string reference = "$(" + std::string(variable.name()) + ")";
    const std::string_view value = variable.value();
    if (variable.has_value_from() || value == reference || value.find(reference) == std::string_view::npos)
      warn(path.child("env").index(index),
           "hides previous definition of " + quoted(variable.name()) + ", which may be dropped when using apply", warnings);
  }
}

// Whether the annotation says what the Pod's profile says.
bool says_the_same(std::string_view annotation, v1::AppArmorProfile profile) {
  if (annotation == kProfileUnconfined) return profile.type() == "Unconfined" && !profile.localhost_profile();
  if (annotation == kProfileRuntimeDefault) return profile.type() == "RuntimeDefault" && !profile.localhost_profile();
  if (!annotation.starts_with(kProfileLocalhostPrefix) || annotation == kProfileLocalhostPrefix) return false;
  return profile.type() == "Localhost" && profile.localhost_profile() == annotation.substr(kProfileLocalhostPrefix.size());
}

// What containers' warnings need of the whole.
struct PodView {
  v1::PodSpec spec;
  meta::v1::ObjectMeta meta;
  FieldPath annotations;
  bool is_template;
};

void warn_profiles(v1::Container container, const PodView& pod, Warnings& warnings) {
  const v1::SecurityContext context = container.security_context();
  const std::string seccomp_key = std::string(kSeccompContainerPrefix) + std::string(container.name());
  if (!context.seccomp_profile() && pod.meta.annotations().contains(seccomp_key))
    warn(pod.annotations.key(seccomp_key), kSeccompField, warnings);
  const std::string app_armor_key = std::string(kAppArmorContainerPrefix) + std::string(container.name());
  if (!pod.is_template || context.app_armor_profile() || !pod.meta.annotations().contains(app_armor_key)) return;
  if (!says_the_same(pod.meta.annotations().get(app_armor_key), pod.spec.security_context().app_armor_profile()))
    warn(pod.annotations.key(app_armor_key), kAppArmorField, warnings);
}

void warn_container(v1::Container container, const PodView& pod, const FieldPath& path, Warnings& warnings) {
  warn_profiles(container, pod, warnings);
  for (const std::string_view name : kByteResources) {
    warn_fraction(container.resources().limits(), name, path.child("resources").child("limits"), warnings);
    warn_fraction(container.resources().requests(), name, path.child("resources").child("requests"), warnings);
  }
  warn_hidden_variables(container, path, warnings);
}

template <class PodAffinity>
void warn_terms(PodAffinity affinity, const FieldPath& path, Warnings& warnings) {
  const FieldPath required = path.child("requiredDuringSchedulingIgnoredDuringExecution");
  for (auto [index, term] : affinity.required_during_scheduling_ignored_during_execution().enumerate())
    if (!term.label_selector()) warn(required.index(index).child("labelSelector"), kNullSelector, warnings);
  const FieldPath preferred = path.child("preferredDuringSchedulingIgnoredDuringExecution");
  for (auto [index, term] : affinity.preferred_during_scheduling_ignored_during_execution().enumerate())
    if (!term.pod_affinity_term().label_selector())
      warn(preferred.index(index).child("podAffinityTerm").child("labelSelector"), kNullSelector, warnings);
}

void warn_addresses(v1::PodSpec spec, const FieldPath& path, Warnings& warnings) {
  for (auto [index, server] : spec.dns_config().nameservers().enumerate())
    object::append_ip_warnings(server, path.child("dnsConfig").child("nameservers").index(index), warnings);
  for (auto [index, alias] : spec.host_aliases().enumerate())
    object::append_ip_warnings(alias.ip(), path.child("hostAliases").index(index).child("ip"), warnings);
}

}  // namespace

void pod_spec_warnings(v1::PodSpec spec, meta::v1::ObjectMeta meta, v1::PodSpec, meta::v1::ObjectMeta, const FieldPath& path,
                       Warnings& warnings) {
  const FieldPath spec_path = path.child("spec");
  const FieldPath annotations = path.child("metadata").child("annotations");
  warn_node_labels(spec, spec_path, warnings);
  warn_topology_spread(spec, spec_path, warnings);
  warn_annotations(meta, annotations, warnings);
  warn_volume_sources(spec, spec_path.child("volumes"), warnings);
  warn_overlapping_paths(spec, warnings);
  warn_duplicates(spec, spec_path, warnings);
  for (const std::string_view name : kByteResources) warn_fraction(spec.overhead(), name, spec_path.child("overhead"), warnings);
  if (!spec.security_context().seccomp_profile() && meta.annotations().contains(kSeccompPodAnnotation))
    warn(annotations.key(kSeccompPodAnnotation), kSeccompField, warnings);
  const PodView pod = {.spec = spec, .meta = meta, .annotations = annotations, .is_template = !path.is_root()};
  visit_containers(spec, spec_path, [&](v1::Container container, const FieldPath& at) { warn_container(container, pod, at, warnings); });
  warn_ports(spec, spec_path, warnings);
  if (spec.termination_grace_period_seconds().value_or(0) < 0)
    warn(spec_path.child("terminationGracePeriodSeconds"), "must be >= 0; negative values are invalid and will be treated as 1", warnings);
  warn_terms(spec.affinity().pod_affinity(), spec_path.child("affinity").child("podAffinity"), warnings);
  warn_terms(spec.affinity().pod_anti_affinity(), spec_path.child("affinity").child("podAntiAffinity"), warnings);
  warn_addresses(spec, spec_path, warnings);
}

void pod_template_warnings(v1::PodTemplateSpec pod_template, v1::PodTemplateSpec old, const FieldPath& path, Warnings& warnings) {
  pod_spec_warnings(pod_template.spec(), pod_template.metadata(), old.spec(), old.metadata(), path, warnings);
}

}  // namespace pintle::core

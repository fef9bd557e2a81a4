// What a status may say: that of the Pod as a whole. Of its containers: container_status_rules.h.
#include <set>
#include <string>
#include <tuple>

#include "groups/core/container_status_rules.h"
#include "groups/core/pod_rules.h"
#include "object/go_format.h"
#include "object/ip_validation.h"
#include "object/quantity.h"
#include "object/validation.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::ListView;
using object::quoted;

constexpr std::string_view kNotNegative = "must be a non-negative integer";

object::Messages name_faults(std::string_view name) { return object::name_is_dns_subdomain(name, object::NameUse::kWhole); }

bool is_system_condition(std::string_view type) { return type == "PodScheduled" || type == "Ready" || type == "Initialized"; }

void validate_conditions(ListView<v1::PodCondition> conditions, const FieldPath& path, ErrorList& errors) {
  for (auto [index, condition] : conditions.enumerate()) {
    if (condition.observed_generation() < 0)
      errors.invalid(path.index(index).child("observedGeneration"), std::to_string(condition.observed_generation()), kNotNegative);
    if (is_system_condition(condition.type())) continue;
    errors.invalid_text_each(path.index(index).child("Type"), condition.type(), object::is_qualified_name(condition.type()));
  }
}

void validate_nominated_node(v1::Pod pod, v1::Pod old, const FieldPath& path, ErrorList& errors) {
  const std::string_view name = pod.status().nominated_node_name();
  if (name.empty() || name == old.status().nominated_node_name()) return;
  errors.invalid_text_each(path, name, name_faults(name));
  if (!old.spec().node_name().empty()) errors.forbidden(path, "may not be set on pods that are already bound to a node");
}

void validate_claim_statuses(v1::Pod pod, const FieldPath& path, ErrorList& errors) {
  std::set<std::string_view> claims;
  for (const v1::PodResourceClaim claim : pod.spec().resource_claims()) claims.insert(claim.name());
  std::set<std::string_view> seen;
  for (auto [index, status] : pod.status().resource_claim_statuses().enumerate()) {
    const FieldPath at = path.index(index);
    if (!claims.contains(status.name()))
      errors.invalid(at.child("name"), quoted(status.name()), "must match the name of an entry in `spec.resourceClaims`");
    if (!seen.insert(status.name()).second) errors.duplicate(at.child("name"), quoted(status.name()));
    if (const auto name = status.resource_claim_name())
      errors.invalid_each(at.child("resourceClaimName"), object::json_quoted(*name), name_faults(*name));
  }
}

v1::Container find_container(v1::PodSpec spec, std::string_view name) {
  v1::Container found;
  for (const v1::Container container : spec.init_containers())
    if (container.name() == name) found = container;
  for (const v1::Container container : spec.containers())
    if (container.name() == name) found = container;
  return found;
}

void validate_extended_claim(v1::Pod pod, const FieldPath& path, ErrorList& errors) {
  const v1::PodExtendedResourceClaimStatus status = pod.status().extended_resource_claim_status();
  if (!status) return;
  const FieldPath mappings = path.child("requestMappings");
  if (status.request_mappings().empty()) errors.required(mappings, "at least one request mapping is required");
  std::set<std::tuple<std::string_view, std::string_view, std::string_view>> seen;
  for (auto [index, mapping] : status.request_mappings().enumerate()) {
    const FieldPath at = mappings.index(index);
    const v1::Container container = find_container(pod.spec(), mapping.container_name());
    if (!container) {
      errors.invalid(at.child("containerName"), quoted(mapping.container_name()),
                     "must match the name of an entry in spec.initContainers.name or spec.containers.name");
    } else if (!container.resources().requests().contains(mapping.resource_name())) {
      errors.invalid(at.child("resourceName"), quoted(mapping.resource_name()),
                     "must match the extended resource name of an entry in spec.initContainers.resources.requests or "
                     "spec.containers.resources.requests");
    }
    errors.invalid_text_each(path.child("requestName"), mapping.request_name(), object::is_dns1123_label(mapping.request_name()));
    if (seen.insert({mapping.container_name(), mapping.resource_name(), mapping.request_name()}).second) continue;
    errors.duplicate(at.child("containerName"), quoted(mapping.container_name()));
    errors.duplicate(at.child("resourceName"), quoted(mapping.resource_name()));
    errors.duplicate(at.child("requestName"), quoted(mapping.request_name()));
  }
  const std::string_view name = status.resource_claim_name();
  if (name.empty()) return errors.required(path.child("resourceClaimName"), "");
  errors.invalid_text_each(path.child("resourceClaimName"), name, name_faults(name));
}

bool refers_to_claim(v1::Pod pod, std::string_view claim) {
  for (const v1::PodResourceClaim reference : pod.spec().resource_claims())
    if (reference.resource_claim_name() == claim) return true;
  for (const v1::PodResourceClaimStatus status : pod.status().resource_claim_statuses())
    if (status.resource_claim_name() == claim) return true;
  return false;
}

bool is_native_resource(std::string_view name) { return !name.contains('/') || name.contains("kubernetes.io/"); }

void validate_node_amounts(object::MapView<std::string_view> amounts, const FieldPath& path, ErrorList& errors) {
  if (amounts.empty()) errors.required(path, "must not be empty");
  for (auto [name, text] : amounts) {
    if (!is_native_resource(name)) errors.invalid(path.key(name), object::json_quoted(name), "must be a node allocatable resource name");
    const Result<object::Quantity> amount = object::Quantity::parse(text);
    if (amount && amount->sign() < 0) errors.invalid(path.key(name), quoted(amount->to_string()), "must be non-negative");
  }
}

void validate_node_claims(v1::Pod pod, const FieldPath& path, ErrorList& errors) {
  for (auto [index, status] : pod.status().node_allocatable_resource_claim_statuses().enumerate()) {
    const FieldPath at = path.index(index);
    const std::string_view claim = status.resource_claim_name();
    if (claim.empty()) errors.required(at.child("resourceClaimName"), "must not be empty");
    if (!refers_to_claim(pod, claim)) errors.invalid(at.child("resourceClaimName"), quoted(claim), "no mapping found in pod reference");
    if (status.containers().empty()) errors.required(at.child("containers"), "must not be empty");
    validate_node_amounts(status.resources(), at.child("resources"), errors);
  }
}

// PodIP and HostIP.
template <class Ip>
std::vector<std::string_view> texts(ListView<Ip> ips) {
  std::vector<std::string_view> all;
  for (const Ip ip : ips) all.push_back(ip.ip());
  return all;
}

std::string printed(std::span<const std::string_view> ips) {
  std::string out = "[";
  for (const std::string_view ip : ips) out.append(out.size() > 1 ? "," : "").append("{\"IP\":" + object::json_quoted(ip) + "}");
  return out + "]";
}

bool is_ip(std::string_view text) {
  ErrorList faults;
  object::validate_ip_for_legacy_field(text, object::IpStrictness::kSloppy, {}, FieldPath(), faults);
  return faults.empty();
}

// One address, or one of each family. What cannot be read is told as Go does.
void validate_families(std::span<const std::string_view> ips, const FieldPath& path, ErrorList& errors) {
  if (ips.size() < 2) return;
  size_t v6 = 0;
  bool readable = true;
  for (size_t i = 0; i < ips.size() && readable; ++i) {
    readable = is_ip(ips[i]);
    if (!readable)
      errors.internal(path, "failed to check for dual stack with error:invalid IP[" + std::to_string(i) + "]: " + std::string(ips[i]) +
                                " (invalid IP address)");
    v6 += ips[i].contains(':') && !ips[i].contains('.');
  }
  const bool both = readable && v6 > 0 && v6 < ips.size();
  if (!both || ips.size() > 2) errors.invalid(path, printed(ips), "may specify no more than one IP for each IP family");
}

template <class Ip>
void validate_ips(ListView<Ip> ips, ListView<Ip> old, const FieldPath& path, ErrorList& errors) {
  const std::vector<std::string_view> now = texts(ips);
  const std::vector<std::string_view> before = texts(old);
  for (size_t i = 0; i < now.size(); ++i)
    object::validate_ip_for_legacy_field(now[i], object::IpStrictness::kStrict, before, path.index(i), errors);
  validate_families(now, path, errors);
}

void validate_host_ips(v1::PodStatus status, v1::PodStatus old, const FieldPath& path, ErrorList& errors) {
  if (status.host_ips().empty()) return;
  const std::string_view first = status.host_ips()[0].ip();
  if (status.host_ip() != first) errors.invalid(path.index(0).child("ip"), quoted(first), "must be equal to `hostIP`");
  validate_ips(status.host_ips(), old.host_ips(), path, errors);
}

}  // namespace

void validate_pod_status_update(v1::Pod pod, v1::Pod old, ErrorList& errors) {
  const FieldPath path("status");
  const v1::PodStatus status = pod.status();
  const PodValidationOptions options = pod_update_options(old);
  validate_pod_metadata_update(pod, old, errors);
  validate_annotation_changes(pod, old, options, errors);
  validate_conditions(status.conditions(), path.child("conditions"), errors);
  if (pod.spec().node_name() != old.spec().node_name()) errors.forbidden(path.child("nodeName"), "may not be changed directly");
  validate_nominated_node(pod, old, path.child("nominatedNodeName"), errors);
  if (status.observed_generation() < 0)
    errors.invalid(path.child("observedGeneration"), std::to_string(status.observed_generation()), kNotNegative);
  if (status.qos_class() != old.status().qos_class())
    errors.invalid(path.child("qosClass"), object::json_quoted(status.qos_class()), object::kImmutableError);
  validate_state_transitions(pod, old, path, errors);
  validate_claim_statuses(pod, path.child("resourceClaimStatuses"), errors);
  validate_extended_claim(pod, path.child("extendedResourceClaimStatus"), errors);
  validate_node_claims(pod, path.child("nodeAllocatableResourceClaimStatuses"), errors);
  validate_ips(status.pod_ips(), old.status().pod_ips(), path.child("podIPs"), errors);
  validate_host_ips(status, old.status(), path.child("hostIPs"), errors);
  validate_container_statuses(pod, path, errors);
}

}  // namespace pintle::core

#include "groups/core/service_validation.h"

#include <algorithm>
#include <set>
#include <utility>

#include "api/metadata_rules.h"
#include "groups/core/core.h"
#include "groups/core/endpoint_address.h"
#include "groups/core/service_type.h"
#include "object/ip_validation.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::IpStrictness;
using object::ObjectMeta;
using object::quoted;

constexpr int32_t kAffinitySecondsMax = 86400;
constexpr std::string_view kTopologyHints = "service.kubernetes.io/topology-aware-hints";
constexpr std::string_view kTopologyMode = "service.kubernetes.io/topology-mode";
constexpr std::string_view kSourceRanges = "service.beta.kubernetes.io/load-balancer-source-ranges";
constexpr std::string_view kOnlyLoadBalancer = "may only be used when `type` is 'LoadBalancer'";
constexpr std::string_view kTypes[] = {kClusterIp, kExternalName, kLoadBalancer, kNodePort};
constexpr std::string_view kAffinities[] = {"ClientIP", "None"};
constexpr std::string_view kProtocols[] = {"SCTP", "TCP", "UDP"};
constexpr std::string_view kTrafficPolicies[] = {"Cluster", "Local"};
constexpr std::string_view kTrafficDistributions[] = {"PreferClose", "PreferSameZone", "PreferSameNode"};
constexpr std::string_view kIpModes[] = {"Proxy", "VIP"};

ObjectMeta meta_of(v1::Service service) { return ObjectMeta(service.metadata().node()); }

bool is_one_of(std::string_view value, std::span<const std::string_view> values) {
  return std::ranges::find(values, value) != values.end();
}

// A required choice.
void validate_choice(std::string_view value, std::span<const std::string_view> values, const FieldPath& path, ErrorList& errors) {
  if (value.empty()) return errors.required(path, "");
  if (!is_one_of(value, values)) errors.not_supported(path, quoted(value), values);
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\n\v\f\r";
  const size_t first = text.find_first_not_of(kSpace);
  return first == std::string_view::npos ? std::string_view() : text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

void validate_topology_annotations(v1::Service service, ErrorList& errors) {
  const auto annotations = service.metadata().annotations();
  if (!annotations.contains(kTopologyHints) || !annotations.contains(kTopologyMode)) return;
  const std::string_view mode = annotations.get(kTopologyMode);
  if (mode == annotations.get(kTopologyHints)) return;
  errors.invalid(FieldPath("metadata").child("annotations").key(kTopologyMode), quoted(mode),
                 "must match annotations[" + std::string(kTopologyHints) + "] when both are specified");
}

void validate_external_name(v1::ServiceSpec spec, const FieldPath& path, ErrorList& errors) {
  constexpr std::string_view kMayNotBeSet = "may not be set for ExternalName services";
  if (!spec.cluster_ips().empty()) errors.forbidden(path.child("clusterIPs"), kMayNotBeSet);
  if (!spec.ip_families().empty()) errors.forbidden(path.child("ipFamilies"), kMayNotBeSet);
  if (spec.ip_family_policy()) errors.forbidden(path.child("ipFamilyPolicy"), kMayNotBeSet);
  std::string_view name = spec.external_name();
  if (name.ends_with('.')) name.remove_suffix(1);
  if (name.empty()) return errors.required(path.child("externalName"), "");
  errors.invalid_text_each(path.child("externalName"), name, object::is_dns1123_subdomain(name));
}

void validate_type_fields(v1::ServiceSpec spec, const FieldPath& path, ErrorList& errors) {
  if (spec.ports().empty() && !is_headless(spec) && spec.type() != kExternalName) errors.required(path.child("ports"), "");
  if (spec.type() == kExternalName) return validate_external_name(spec, path, errors);
  if (has_node_ports(spec) && is_headless(spec))
    errors.invalid(path.child("clusterIPs").index(0), quoted(spec.cluster_ips()[0]),
                   "may not be set to 'None' for " + std::string(spec.type()) + " services");
}

void validate_target_port(object::IntOrString port, const FieldPath& path, ErrorList& errors) {
  if (port.is_string()) return errors.invalid_text_each(path, port.as_string(), object::is_port_name(port.as_string()));
  errors.invalid_each(path, std::to_string(port.as_int()), object::is_port_number(port.as_int()));
}

void validate_port(v1::ServicePort port, bool needs_name, std::set<std::string_view>& names, const FieldPath& path, ErrorList& errors) {
  if (needs_name && port.name().empty()) {
    errors.required(path.child("name"), "");
  } else if (!port.name().empty()) {
    errors.invalid_text_each(path.child("name"), port.name(), object::is_dns1123_label(port.name()));
    if (!names.insert(port.name()).second) errors.duplicate(path.child("name"), quoted(port.name()));
  }
  errors.invalid_each(path.child("port"), std::to_string(port.port()), object::is_port_number(port.port()));
  validate_choice(port.protocol(), kProtocols, path.child("protocol"), errors);
  validate_target_port(port.target_port(), path.child("targetPort"), errors);
  if (const auto protocol = port.app_protocol())
    errors.invalid_text_each(path.child("appProtocol"), *protocol, object::is_qualified_name(*protocol));
}

void validate_ports(v1::ServiceSpec spec, const FieldPath& path, ErrorList& errors) {
  std::set<std::string_view> names;
  for (auto [index, port] : spec.ports().enumerate())
    validate_port(port, spec.ports().size() > 1, names, path.child("ports").index(index), errors);
}

void validate_affinity(v1::ServiceSpec spec, const FieldPath& path, ErrorList& errors) {
  validate_choice(spec.session_affinity(), kAffinities, path.child("sessionAffinity"), errors);
  const FieldPath config_path = path.child("sessionAffinityConfig");
  const v1::SessionAffinityConfig config = spec.session_affinity_config();
  if (spec.session_affinity() == "None" && config) errors.forbidden(config_path, "must not be set when session affinity is None");
  if (spec.session_affinity() != "ClientIP") return;
  constexpr std::string_view kWhen = "when session affinity type is ClientIP";
  const FieldPath seconds_path = config_path.child("clientIP").child("timeoutSeconds");
  if (!config) return errors.required(config_path, kWhen);
  if (!config.client_ip()) return errors.required(config_path.child("clientIP"), kWhen);
  const auto seconds = config.client_ip().timeout_seconds();
  if (!seconds) return errors.required(seconds_path, kWhen);
  if (*seconds <= 0 || *seconds > kAffinitySecondsMax)
    errors.invalid(seconds_path, std::to_string(*seconds), "must be greater than 0 and less than " + std::to_string(kAffinitySecondsMax));
}

void validate_external_ips(v1::ServiceSpec spec, v1::ServiceSpec old, const FieldPath& path, ErrorList& errors) {
  const std::vector<std::string_view> known = texts_of(old.external_ips());
  for (auto [index, ip] : spec.external_ips().enumerate()) {
    const size_t before = errors.size();
    object::validate_ip_for_legacy_field(ip, IpStrictness::kStrict, known, path.child("externalIPs").index(index), errors);
    if (errors.size() == before) validate_endpoint_address(ip, path.child("externalIPs").index(index), errors);
  }
}

void validate_unique_ports(v1::ServiceSpec spec, const FieldPath& path, ErrorList& errors) {
  using Port = std::pair<std::string_view, int32_t>;
  std::set<Port> node_ports, ports;
  for (auto [index, port] : spec.ports().enumerate())
    if (spec.type() == kClusterIp && port.node_port() != 0)
      errors.forbidden(path.index(index).child("nodePort"), "may not be used when `type` is 'ClusterIP'");
  for (auto [index, port] : spec.ports().enumerate())
    if (port.node_port() != 0 && !node_ports.insert({port.protocol(), port.node_port()}).second)
      errors.duplicate(path.index(index).child("nodePort"), std::to_string(port.node_port()));
  for (auto [index, port] : spec.ports().enumerate()) {
    if (ports.insert({port.protocol(), port.port()}).second) continue;
    // Upstream prints the Go struct that it compares by.
    errors.duplicate(path.index(index), R"({"Name":"","Protocol":)" + object::json_quoted(port.protocol()) +
                                            R"(,"AppProtocol":null,"Port":)" + std::to_string(port.port()) +
                                            R"(,"TargetPort":0,"NodePort":0})");
  }
}

void validate_source_ranges_annotation(v1::Service service, v1::Service old, ErrorList& errors) {
  const auto annotations = service.metadata().annotations();
  if (!annotations.contains(kSourceRanges)) return;
  const FieldPath path = FieldPath("metadata").child("annotations").key(kSourceRanges);
  if (service.spec().type() != kLoadBalancer) errors.forbidden(path, kOnlyLoadBalancer);
  std::string_view rest = annotations.get(kSourceRanges);
  if (old && old.metadata().annotations().get(kSourceRanges) == rest) return;
  rest = trimmed(rest);
  while (!rest.empty()) {
    const size_t comma = rest.find(',');
    object::validate_cidr_for_legacy_field(trimmed(rest.substr(0, comma)), IpStrictness::kStrict, {}, path, errors);
    if (comma == std::string_view::npos) return;
    rest = rest.substr(comma + 1);
    if (rest.empty()) object::validate_cidr_for_legacy_field("", IpStrictness::kStrict, {}, path, errors);
  }
}

// From the field, else from the annotation that was there before it.
void validate_source_ranges(v1::Service service, v1::Service old, ErrorList& errors) {
  const v1::ServiceSpec spec = service.spec();
  if (spec.load_balancer_source_ranges().empty()) return validate_source_ranges_annotation(service, old, errors);
  const FieldPath path = FieldPath("spec").child("LoadBalancerSourceRanges");
  if (spec.type() != kLoadBalancer) errors.forbidden(path, kOnlyLoadBalancer);
  std::vector<std::string_view> known;
  for (const std::string_view range : old.spec().load_balancer_source_ranges()) known.push_back(trimmed(range));
  for (auto [index, range] : spec.load_balancer_source_ranges().enumerate())
    object::validate_cidr_for_legacy_field(trimmed(range), IpStrictness::kStrict, known, path.index(index), errors);
}

void validate_load_balancer_class(v1::ServiceSpec spec, const FieldPath& path, ErrorList& errors) {
  const auto name = spec.load_balancer_class();
  if (!name) return;
  if (spec.type() != kLoadBalancer) return errors.forbidden(path, kOnlyLoadBalancer);
  errors.invalid_text_each(path, *name, object::is_qualified_name(*name));
}

void validate_load_balancer(v1::ServiceSpec spec, const FieldPath& path, ErrorList& errors) {
  const bool said = spec.allocate_load_balancer_node_ports().has_value();
  if (said && spec.type() != kLoadBalancer) errors.forbidden(path.child("allocateLoadBalancerNodePorts"), kOnlyLoadBalancer);
  if (!said && spec.type() == kLoadBalancer) errors.required(FieldPath("allocateLoadBalancerNodePorts"), "");
  validate_load_balancer_class(spec, path.child("loadBalancerClass"), errors);
}

void validate_external_traffic(v1::ServiceSpec spec, const FieldPath& path, ErrorList& errors) {
  const FieldPath policy_path = path.child("externalTrafficPolicy");
  const std::string_view policy = spec.external_traffic_policy();
  if (is_externally_accessible(spec)) {
    validate_choice(policy, kTrafficPolicies, policy_path, errors);
  } else if (!policy.empty()) {
    errors.invalid(policy_path, quoted(policy), "may only be set for externally-accessible services");
  }
  const FieldPath port_path = path.child("healthCheckNodePort");
  const int32_t port = spec.health_check_node_port();
  if (!needs_health_check(spec)) {
    if (port != 0)
      errors.invalid(port_path, std::to_string(port),
                     "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
  } else if (port == 0) {
    errors.required(port_path, "");
  } else {
    errors.invalid_each(port_path, std::to_string(port), object::is_port_number(port));
  }
}

void validate_internal_traffic(v1::ServiceSpec spec, const FieldPath& path, ErrorList& errors) {
  const auto policy = spec.internal_traffic_policy();
  if (!policy && (has_node_ports(spec) || spec.type() == kClusterIp)) errors.required(path.child("internalTrafficPolicy"), "");
  if (policy && !is_one_of(*policy, kTrafficPolicies))
    errors.not_supported(path.child("internalTrafficPolicy"), quoted(*policy), kTrafficPolicies);
  const auto distribution = spec.traffic_distribution();
  if (distribution && !is_one_of(*distribution, kTrafficDistributions))
    errors.not_supported(path.child("trafficDistribution"), quoted(*distribution), kTrafficDistributions);
}

void validate_either(v1::Service service, v1::Service old, ErrorList& errors) {
  const v1::ServiceSpec spec = service.spec();
  const FieldPath path("spec");
  validate_topology_annotations(service, errors);
  validate_type_fields(spec, path, errors);
  validate_ports(spec, path, errors);
  object::validate_labels(spec.selector().node(), path.child("selector"), errors);
  validate_affinity(spec, path, errors);
  validate_service_families(service, old, errors);
  validate_external_ips(spec, old.spec(), path, errors);
  validate_choice(spec.type(), kTypes, path.child("type"), errors);
  validate_unique_ports(spec, path.child("ports"), errors);
  validate_source_ranges(service, old, errors);
  validate_load_balancer(spec, path, errors);
  validate_external_traffic(spec, path, errors);
  validate_internal_traffic(spec, path, errors);
}

void validate_ingress(v1::LoadBalancerIngress ingress, std::span<const std::string_view> known, const FieldPath& path, ErrorList& errors) {
  const std::string_view ip = ingress.ip();
  const auto mode = ingress.ip_mode();
  if (!ip.empty()) object::validate_ip_for_legacy_field(ip, IpStrictness::kStrict, known, path.child("ip"), errors);
  if (!mode && !ip.empty()) errors.required(path.child("ipMode"), "must be specified when `ip` is set");
  if (mode && ip.empty()) errors.forbidden(path.child("ipMode"), "may not be specified when `ip` is not set");
  if (mode && !ip.empty() && !is_one_of(*mode, kIpModes)) errors.not_supported(path.child("ipMode"), quoted(*mode), kIpModes);
  const std::string_view host = ingress.hostname();
  if (host.empty()) return;
  errors.invalid_text_each(path.child("hostname"), host, object::is_dns1123_subdomain(host));
  if (object::parse_ip_sloppy(host)) errors.invalid(path.child("hostname"), quoted(host), "must be a DNS name, not an IP address");
}

}  // namespace

void validate_service(v1::Service service, ErrorList& errors) { validate_either(service, {}, errors); }

void validate_service_update(v1::Service service, v1::Service old, ErrorList& errors) {
  const v1::ServiceSpec spec = service.spec();
  api::validate_metadata_update(kService, meta_of(service), meta_of(old), errors);
  validate_family_change(service, old, errors);
  const FieldPath class_path = FieldPath("spec").child("loadBalancerClass");
  const bool both_balanced = spec.type() == kLoadBalancer && old.spec().type() == kLoadBalancer;
  if (both_balanced && spec.load_balancer_class() != old.spec().load_balancer_class()) {
    const auto name = spec.load_balancer_class();
    errors.invalid(class_path, name ? quoted(*name) : "null", "may not change once set");
  }
  validate_load_balancer_class(spec, class_path, errors);
  if (needs_health_check(spec) && needs_health_check(old.spec()) && spec.health_check_node_port() != old.spec().health_check_node_port())
    errors.forbidden(FieldPath("spec").child("healthCheckNodePort"), object::kImmutableError);
  validate_either(service, old, errors);
}

void validate_service_status(v1::Service service, v1::Service old, ErrorList& errors) {
  api::validate_metadata_update(kService, meta_of(service), meta_of(old), errors);
  const FieldPath path = FieldPath("status").child("loadBalancer").child("ingress");
  const auto ingresses = service.status().load_balancer().ingress();
  if (service.spec().type() != kLoadBalancer && !ingresses.empty())
    return errors.forbidden(path, "may only be used when `spec.type` is 'LoadBalancer'");
  std::vector<std::string_view> known;
  for (const v1::LoadBalancerIngress ingress : old.status().load_balancer().ingress())
    if (!ingress.ip().empty()) known.push_back(ingress.ip());
  for (auto [index, ingress] : ingresses.enumerate()) validate_ingress(ingress, known, path.index(index), errors);
}

}  // namespace pintle::core

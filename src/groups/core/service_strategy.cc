#include "groups/core/service_strategy.h"

#include <algorithm>

#include "groups/core/service_type.h"
#include "object/ip_validation.h"

namespace pintle::core {
namespace {

using object::FieldPath;

constexpr int32_t kAffinitySecondsDefault = 10800;  // three hours

void set_affinity_defaults(v1::ServiceSpecMut spec) {
  if (spec.session_affinity().empty()) spec.set_session_affinity("None");
  if (spec.session_affinity() == "None") spec.clear_session_affinity_config();
  if (spec.session_affinity() != "ClientIP") return;
  if (v1::ServiceSpec(spec).session_affinity_config().client_ip().timeout_seconds()) return;
  spec.clear_session_affinity_config();
  spec.ensure_session_affinity_config().ensure_client_ip().set_timeout_seconds(kAffinitySecondsDefault);
}

void set_port_defaults(v1::ServicePortMut port) {
  if (port.protocol().empty()) port.set_protocol("TCP");
  const object::IntOrString target = port.target_port();
  const bool unset = target.is_string() ? target.as_string().empty() : target.as_int() == 0;
  if (unset) port.set_target_port(port.port());
}

// Compares as Go does: nil is the empty text.
std::string_view policy_of(v1::ServiceSpec spec) { return spec.ip_family_policy().value_or(""); }

bool adds_no_node_ports(v1::ServiceSpec spec, v1::ServiceSpec old) {
  const std::vector<int32_t> before = node_ports_of(old);
  return std::ranges::all_of(node_ports_of(spec), [&](int32_t port) { return std::ranges::find(before, port) != before.end(); });
}

void drop_cluster_ips(v1::ServiceSpecMut spec, v1::ServiceSpec old) {
  if (spec.cluster_ip() == old.cluster_ip() && same_texts(spec.cluster_ips(), old.cluster_ips())) {
    spec.clear_cluster_ip();
    spec.clear_cluster_ips();
  }
  if (same_texts(spec.ip_families(), old.ip_families())) spec.clear_ip_families();
  if (policy_of(spec) == policy_of(old)) spec.clear_ip_family_policy();
}

void drop_load_balancer_fields(v1::ServiceSpecMut spec, v1::ServiceSpec old) {
  if (old.type() != kLoadBalancer || spec.type() == kLoadBalancer) return;
  const auto before = old.allocate_load_balancer_node_ports();
  if (before && spec.allocate_load_balancer_node_ports() == before) spec.clear_allocate_load_balancer_node_ports();
  if (spec.load_balancer_class() == old.load_balancer_class()) spec.clear_load_balancer_class();
}

bool is_headless_cluster_ip(v1::ServiceSpec spec) { return spec.type() == kClusterIp && spec.cluster_ip() == kHeadless; }

void warn_of_headless(v1::ServiceSpec spec, std::vector<std::string>& warnings) {
  if (!spec.load_balancer_ip().empty()) warnings.emplace_back("spec.loadBalancerIP is ignored for headless services");
  if (!spec.external_ips().empty()) warnings.emplace_back("spec.externalIPs is ignored for headless services");
  if (spec.session_affinity() != "None") warnings.emplace_back("spec.SessionAffinity is ignored for headless services");
}

void warn_of_addresses(v1::ServiceSpec spec, const FieldPath& path, std::vector<std::string>& warnings) {
  for (auto [index, ip] : spec.external_ips().enumerate()) object::append_ip_warnings(ip, path.child("externalIPs").index(index), warnings);
  if (!spec.external_ips().empty() && !is_headless_cluster_ip(spec) && spec.type() != kExternalName)
    warnings.emplace_back("spec.externalIPs is deprecated and may no longer be implemented in some clusters");
  if (!spec.load_balancer_ip().empty()) object::append_ip_warnings(spec.load_balancer_ip(), path.child("loadBalancerIP"), warnings);
  for (auto [index, range] : spec.load_balancer_source_ranges().enumerate())
    object::append_cidr_warnings(range, path.child("loadBalancerSourceRanges").index(index), warnings);
}

}  // namespace

void set_service_defaults(v1::ServiceMut service) {
  const v1::ServiceSpecMut spec = service.ensure_spec();
  set_affinity_defaults(spec);
  if (spec.type().empty()) spec.set_type(kClusterIp);
  for (const v1::ServicePortMut port : spec.ports()) set_port_defaults(port);
  if (is_externally_accessible(spec) && spec.external_traffic_policy().empty()) spec.set_external_traffic_policy("Cluster");
  const bool routed_inside = has_node_ports(spec) || spec.type() == kClusterIp;
  if (!spec.internal_traffic_policy() && routed_inside) spec.set_internal_traffic_policy("Cluster");
  if (spec.type() != kLoadBalancer) return;
  if (!spec.allocate_load_balancer_node_ports()) spec.set_allocate_load_balancer_node_ports(true);
  if (!v1::Service(service).status().load_balancer()) return;
  for (const v1::LoadBalancerIngressMut ingress : service.status().load_balancer().ingress())
    if (!ingress.ip().empty() && !ingress.ip_mode()) ingress.set_ip_mode("VIP");
}

void drop_type_dependent_fields(v1::ServiceMut service, v1::Service old_service, const api::HookContext&) {
  const v1::ServiceSpecMut spec = service.ensure_spec();
  const v1::ServiceSpec old = old_service.spec();
  if (needs_cluster_ip(old) && !needs_cluster_ip(spec)) drop_cluster_ips(spec, old);
  if (has_node_ports(old) && !has_node_ports(spec) && adds_no_node_ports(spec, old))
    for (const v1::ServicePortMut port : spec.ports()) port.clear_node_port();
  if (needs_health_check(old) && !needs_health_check(spec) && spec.health_check_node_port() == old.health_check_node_port())
    spec.clear_health_check_node_port();
  drop_load_balancer_fields(spec, old);
  if (is_externally_accessible(old) && !is_externally_accessible(spec) && spec.external_traffic_policy() == old.external_traffic_policy())
    spec.clear_external_traffic_policy();
  if (spec.type() != kLoadBalancer && service.status()) service.status().clear_load_balancer();
}

void canonicalize_service(v1::ServiceMut service) {
  if (service.spec().type() == kExternalName) service.spec().clear_internal_traffic_policy();
}

void warn_of_service(v1::Service service, v1::Service, std::vector<std::string>& warnings) {
  const v1::ServiceSpec spec = service.spec();
  const FieldPath path("spec");
  if (service.metadata().annotations().contains("service.kubernetes.io/topology-aware-hints"))
    warnings.emplace_back(
        "annotation service.kubernetes.io/topology-aware-hints is deprecated, please use service.kubernetes.io/topology-mode instead");
  if (has_cluster_ip(spec))
    for (auto [index, ip] : spec.cluster_ips().enumerate()) object::append_ip_warnings(ip, path.child("clusterIPs").index(index), warnings);
  if (is_headless_cluster_ip(spec)) warn_of_headless(spec, warnings);
  warn_of_addresses(spec, path, warnings);
  if (spec.type() == kExternalName && !spec.external_ips().empty())
    warnings.emplace_back(R"(spec.externalIPs is ignored when spec.type is "ExternalName")");
  if (spec.type() != kExternalName && !spec.external_name().empty())
    warnings.emplace_back(R"(spec.externalName is ignored when spec.type is not "ExternalName")");
  if (spec.traffic_distribution() == "PreferClose")
    warnings.emplace_back(R"(spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone")");
}

void warn_of_service_status(v1::Service service, v1::Service, std::vector<std::string>& warnings) {
  const FieldPath path = FieldPath("status").child("loadBalancer").child("ingress");
  for (auto [index, ingress] : service.status().load_balancer().ingress().enumerate())
    if (!ingress.ip().empty()) object::append_ip_warnings(ingress.ip(), path.index(index), warnings);
}

}  // namespace pintle::core

#include "groups/bootstrap.h"

#include <arpa/inet.h>

#include <string_view>

#include "object/mutable_object_meta.h"
#include "views/core_v1_mut.h"
#include "views/discovery_v1_mut.h"
#include "views/networking_v1_mut.h"
#include "views/scheduling_v1_mut.h"

namespace pintle::groups {
namespace {

using object::Document;

constexpr std::string_view kServiceName = "kubernetes";
constexpr std::string_view kNamespace = "default";
constexpr std::string_view kPortName = "https";
constexpr std::string_view kProtocol = "TCP";

template <class Mut>
Document new_object(std::string_view api_version, std::string_view kind, std::string_view name) {
  Document document(&Mut::schema_type());
  document.root() = object::Value::empty_struct();
  object::set_type_meta(document, api_version, kind);
  object::MutableObjectMeta(document).set_name(name);
  return document;
}

template <class Mut>
Document new_service_object(std::string_view api_version, std::string_view kind) {
  Document document = new_object<Mut>(api_version, kind, kServiceName);
  object::MutableObjectMeta(document).set_namespace(kNamespace);
  return document;
}

bool is_ipv6(std::string_view address) { return address.find(':') != std::string_view::npos; }

bool may_be_endpoint_v4(const in_addr& address) {
  const uint32_t ip = ntohl(address.s_addr);
  const bool loopback = ip >> 24 == 127;
  const bool link_local = ip >> 16 == 0xA9FE;        // 169.254.0.0/16
  const bool local_multicast = ip >> 8 == 0xE00000;  // 224.0.0.0/24
  return ip != 0 && !loopback && !link_local && !local_multicast;
}

bool may_be_endpoint_v6(const in6_addr& address) {
  return !IN6_IS_ADDR_UNSPECIFIED(&address) && !IN6_IS_ADDR_LOOPBACK(&address) && !IN6_IS_ADDR_LINKLOCAL(&address) &&
         !IN6_IS_ADDR_MC_LINKLOCAL(&address);
}

// What validation of Endpoints asks of an address.
bool may_be_endpoint(const std::string& address) {
  in_addr v4;
  in6_addr v6;
  if (inet_pton(AF_INET, address.c_str(), &v4) == 1) return may_be_endpoint_v4(v4);
  return inet_pton(AF_INET6, address.c_str(), &v6) == 1 && may_be_endpoint_v6(v6);
}

}  // namespace

std::vector<Document> system_namespaces() {
  std::vector<Document> namespaces;
  for (const std::string_view name : {"kube-system", "kube-public", "kube-node-lease", "default"})
    namespaces.push_back(new_object<core::v1::NamespaceMut>("v1", "Namespace", name));
  return namespaces;
}

Document legacy_token_tracking(std::string_view since) {
  Document document = new_object<core::v1::ConfigMapMut>("v1", "ConfigMap", kLegacyTokenTracking);
  object::MutableObjectMeta(document).set_namespace("kube-system");
  core::v1::ConfigMapMut(&document.root(), document.arena()).ensure_data().set("since", since);
  return document;
}

Document default_service_range(std::span<const std::string> ranges) {
  Document document = new_object<networking::v1::ServiceCIDRMut>("networking.k8s.io/v1", "ServiceCIDR", kDefaultServiceRange);
  const networking::v1::ServiceCIDRMut range(&document.root(), document.arena());
  for (const std::string& cidr : ranges) range.ensure_spec().ensure_cidrs().append(cidr);
  return document;
}

bool update_service_range(Document& document, std::span<const std::string> ranges, std::string_view now) {
  const networking::v1::ServiceCIDRMut range(&document.root(), document.arena());
  const auto cidrs = networking::v1::ServiceCIDR(range).spec().cidrs();
  if (ranges.size() == 2 && cidrs.size() == 1 && cidrs[0] == ranges[0]) {
    range.ensure_spec().ensure_cidrs().append(ranges[1]);
    return true;
  }
  bool same = cidrs.size() == ranges.size();
  for (size_t i = 0; same && i < ranges.size(); ++i) same = cidrs[i] == ranges[i];
  if (!same || range.metadata().deletion_timestamp()) return false;
  for (const meta::v1::Condition condition : networking::v1::ServiceCIDR(range).status().conditions())
    if (condition.type() == "Ready") return false;
  const meta::v1::ConditionMut ready = range.ensure_status().ensure_conditions().append();
  ready.set_type("Ready");
  ready.set_status("True");
  ready.set_last_transition_time(now);
  ready.set_reason("");
  ready.set_message("Kubernetes default Service CIDR is ready");
  return true;
}

std::vector<Document> system_priority_classes() {
  struct Row {
    std::string_view name;
    int32_t value;
    std::string_view description;
  };
  constexpr Row kRows[] = {
      {"system-node-critical", 2'000'001'000, "Used for system critical pods that must not be moved from their current node."},
      {"system-cluster-critical", 2'000'000'000,
       "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary."},
  };
  std::vector<Document> classes;
  for (const Row& row : kRows) {
    Document document = new_object<scheduling::v1::PriorityClassMut>("scheduling.k8s.io/v1", "PriorityClass", row.name);
    const scheduling::v1::PriorityClassMut priority_class(&document.root(), document.arena());
    priority_class.set_value(row.value);
    priority_class.set_description(row.description);
    classes.push_back(std::move(document));
  }
  return classes;
}

Document kubernetes_service(const ServerPlace& place) {
  Document document = new_service_object<core::v1::ServiceMut>("v1", "Service");
  const core::v1::ServiceMut service(&document.root(), document.arena());
  const object::ScalarMapMut labels = service.ensure_metadata().ensure_labels();
  labels.set("provider", "kubernetes");
  labels.set("component", "apiserver");

  const core::v1::ServiceSpecMut spec = service.ensure_spec();
  spec.set_cluster_ip(place.service_ip);
  spec.set_ip_family_policy("SingleStack");
  spec.set_session_affinity("None");
  spec.set_type(place.service_node_port > 0 ? "NodePort" : "ClusterIP");
  const core::v1::ServicePortMut port = spec.ensure_ports().append();
  port.set_name(kPortName);
  port.set_protocol(kProtocol);
  port.set_port(kKubernetesServicePort);
  port.set_target_port(static_cast<int32_t>(place.secure_port));
  if (place.service_node_port > 0) port.set_node_port(place.service_node_port);
  return document;
}

std::optional<Document> kubernetes_endpoints(const ServerPlace& place) {
  if (!may_be_endpoint(place.advertise_address) || place.secure_port == 0) return std::nullopt;
  Document document = new_service_object<core::v1::EndpointsMut>("v1", "Endpoints");
  const core::v1::EndpointsMut endpoints(&document.root(), document.arena());
  // The slice is written here as well: no controller shall make it a second time.
  endpoints.ensure_metadata().ensure_labels().set("endpointslice.kubernetes.io/skip-mirror", "true");

  const core::v1::EndpointSubsetMut subset = endpoints.ensure_subsets().append();
  subset.ensure_addresses().append().set_ip(place.advertise_address);
  const core::v1::EndpointPortMut port = subset.ensure_ports().append();
  port.set_name(kPortName);
  port.set_protocol(kProtocol);
  port.set_port(place.secure_port);
  return document;
}

std::optional<Document> kubernetes_endpoint_slice(const ServerPlace& place) {
  if (!may_be_endpoint(place.advertise_address) || place.secure_port == 0) return std::nullopt;
  Document document = new_service_object<discovery::v1::EndpointSliceMut>("discovery.k8s.io/v1", "EndpointSlice");
  const discovery::v1::EndpointSliceMut slice(&document.root(), document.arena());
  slice.ensure_metadata().ensure_labels().set("kubernetes.io/service-name", kServiceName);
  slice.set_address_type(is_ipv6(place.advertise_address) ? "IPv6" : "IPv4");

  const discovery::v1::EndpointMut endpoint = slice.ensure_endpoints().append();
  endpoint.ensure_addresses().append(place.advertise_address);
  endpoint.ensure_conditions().set_ready(true);
  const discovery::v1::EndpointPortMut port = slice.ensure_ports().append();
  port.set_name(kPortName);
  port.set_protocol(kProtocol);
  port.set_port(place.secure_port);
  return document;
}

}  // namespace pintle::groups

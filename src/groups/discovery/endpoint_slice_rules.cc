#include "groups/discovery/endpoint_slice_rules.h"

#include <algorithm>
#include <set>

#include "api/metadata_rules.h"
#include "groups/core/endpoint_address.h"
#include "groups/discovery/discovery.h"
#include "object/equality.h"
#include "object/ip_validation.h"

namespace pintle::discovery {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::NameUse;
using object::ObjectMeta;
using object::quoted;

constexpr std::string_view kHostLabel = "kubernetes.io/hostname";
constexpr std::string_view kZoneLabel = "topology.kubernetes.io/zone";
constexpr std::string_view kManagedByLabel = "endpointslice.kubernetes.io/managed-by";
constexpr std::string_view kControllers[] = {"endpointslice-controller.k8s.io", "endpointslicemirroring-controller.k8s.io"};
constexpr std::string_view kAddressTypes[] = {"FQDN", "IPv4", "IPv6"};
constexpr std::string_view kProtocols[] = {"SCTP", "TCP", "UDP"};

ObjectMeta meta_of(v1::EndpointSlice slice) { return ObjectMeta(slice.metadata().node()); }

bool is_one_of(std::string_view value, std::span<const std::string_view> values) {
  return std::ranges::find(values, value) != values.end();
}

bool is_ipv6(std::string_view text) {
  const auto address = object::parse_ip_sloppy(text);
  return address && !address->is_v4();
}

bool same_endpoints(v1::EndpointSlice slice, v1::EndpointSlice old) {
  if (slice.endpoints().size() != old.endpoints().size()) return false;
  for (size_t i = 0; i < old.endpoints().size(); ++i)
    if (!object::semantic_equal(v1::Endpoint::schema_type(), &slice.endpoints().node(i), &old.endpoints().node(i))) return false;
  return true;
}

void drop_topology(v1::EndpointSliceMut slice, v1::EndpointSlice old) {
  std::set<std::string_view> nodes;
  for (const v1::Endpoint endpoint : old.endpoints())
    if (const std::string_view node = endpoint.deprecated_topology().get(kHostLabel); !node.empty()) nodes.insert(node);
  for (const v1::EndpointMut endpoint : slice.endpoints()) {
    const std::string node(endpoint.deprecated_topology().get(kHostLabel));
    if (!endpoint.node_name() && nodes.contains(node) && object::name_is_dns_subdomain(node, NameUse::kWhole).empty())
      endpoint.set_node_name(node);
    endpoint.clear_deprecated_topology();
  }
}

void validate_ports(object::ListView<v1::EndpointPort> ports, ErrorList& errors) {
  const FieldPath path("ports");
  if (ports.size() > kPortsMax) return errors.too_many(path, static_cast<int64_t>(ports.size()), kPortsMax);
  std::set<std::string_view> names;
  for (auto [index, port] : ports.enumerate()) {
    const FieldPath at = path.index(index);
    const std::string_view name = port.name().value_or("");
    if (!name.empty()) errors.invalid_text_each(at.child("name"), name, object::is_dns1123_label(name));
    if (!names.insert(name).second) errors.duplicate(at.child("name"), quoted(name));
    if (!port.protocol()) {
      errors.required(at.child("protocol"), "");
    } else if (!is_one_of(*port.protocol(), kProtocols)) {
      errors.not_supported(at.child("protocol"), quoted(*port.protocol()), kProtocols);
    }
    if (const auto protocol = port.app_protocol())
      errors.invalid_text_each(at.child("appProtocol"), *protocol, object::is_qualified_name(*protocol));
  }
}

void validate_ipv4(std::string_view address, const FieldPath& list, const FieldPath& path, ErrorList& errors) {
  const size_t before = errors.size();
  object::validate_ip_for_legacy_field(address, object::IpStrictness::kStrict, {}, path, errors);
  if (errors.size() != before) return;
  if (is_ipv6(address)) errors.invalid(list, quoted(address), "must be an IPv4 address");
  core::validate_endpoint_address(address, path, errors);
}

void validate_ipv6(std::string_view address, const FieldPath& list, const FieldPath& path, ErrorList& errors) {
  const size_t before = errors.size();
  object::validate_ip(address, path, errors);
  if (errors.size() != before) return;
  if (!is_ipv6(address)) errors.invalid(list, quoted(address), "must be an IPv6 address");
  core::validate_endpoint_address(address, path, errors);
}

void validate_addresses(v1::Endpoint endpoint, std::string_view type, const FieldPath& path, ErrorList& errors) {
  const auto addresses = endpoint.addresses();
  if (addresses.empty()) errors.required(path, "must contain at least 1 address");
  if (addresses.size() > kAddressesMax) errors.too_many(path, static_cast<int64_t>(addresses.size()), kAddressesMax);
  for (auto [index, address] : addresses.enumerate()) {
    const FieldPath at = path.index(index);
    if (type == "IPv4") validate_ipv4(address, path, at, errors);
    if (type == "IPv6") validate_ipv6(address, path, at, errors);
    if (type == "FQDN") object::validate_fully_qualified_domain_name(address, at, errors);
  }
}

template <class List, class NameRule>
bool validate_hint_names(List list, const FieldPath& path, NameRule rule, ErrorList& errors) {
  if (list.size() > kHintsMax) {
    errors.too_many(path, static_cast<int64_t>(list.size()), kHintsMax);
    return false;
  }
  std::set<std::string_view> names;
  for (auto [index, hint] : list.enumerate()) {
    const FieldPath at = path.index(index).child("name");
    if (!names.insert(hint.name()).second) errors.duplicate(at, quoted(hint.name()));
    errors.invalid_text_each(at, hint.name(), rule(hint.name()));
  }
  return true;
}

void validate_hints(v1::EndpointHints hints, const FieldPath& path, ErrorList& errors) {
  const auto zone = [](std::string_view name) { return object::is_label_value(name); };
  const auto node = [](std::string_view name) { return object::name_is_dns_subdomain(name, NameUse::kWhole); };
  if (validate_hint_names(hints.for_zones(), path.child("forZones"), zone, errors))
    validate_hint_names(hints.for_nodes(), path.child("forNodes"), node, errors);
}

void validate_topology(v1::Endpoint endpoint, const FieldPath& path, ErrorList& errors) {
  const auto topology = endpoint.deprecated_topology();
  if (topology.size() > kTopologyLabelsMax) errors.too_many(path, static_cast<int64_t>(topology.size()), kTopologyLabelsMax);
  object::validate_labels(topology.node(), path, errors);
  if (topology.contains(kZoneLabel)) errors.internal(path.key(kZoneLabel), "reserved key was not removed in conversion");
}

void validate_endpoint(v1::Endpoint endpoint, std::string_view type, const FieldPath& path, ErrorList& errors) {
  validate_addresses(endpoint, type, path.child("addresses"), errors);
  if (const auto node = endpoint.node_name())
    errors.invalid_text_each(path.child("nodeName"), *node, object::name_is_dns_subdomain(*node, NameUse::kWhole));
  validate_topology(endpoint, path.child("deprecatedTopology"), errors);
  if (const auto host = endpoint.hostname()) errors.invalid_text_each(path.child("hostname"), *host, object::is_dns1123_label(*host));
  if (endpoint.hints()) validate_hints(endpoint.hints(), path.child("hints"), errors);
}

void validate_endpoints(v1::EndpointSlice slice, ErrorList& errors) {
  const FieldPath path("endpoints");
  const auto endpoints = slice.endpoints();
  if (endpoints.size() > kEndpointsMax) return errors.too_many(path, static_cast<int64_t>(endpoints.size()), kEndpointsMax);
  for (auto [index, endpoint] : endpoints.enumerate()) validate_endpoint(endpoint, slice.address_type(), path.index(index), errors);
}

void validate_type_and_ports(v1::EndpointSlice slice, ErrorList& errors) {
  const std::string_view type = slice.address_type();
  if (type.empty()) {
    errors.required(FieldPath("addressType"), "");
  } else if (!is_one_of(type, kAddressTypes)) {
    errors.not_supported(FieldPath("addressType"), quoted(type), kAddressTypes);
  }
  validate_ports(slice.ports(), errors);
}

}  // namespace

void set_slice_defaults(v1::EndpointSliceMut slice) {
  for (const v1::EndpointPortMut port : slice.ports()) {
    if (!port.name()) port.set_name("");
    if (!port.protocol()) port.set_protocol("TCP");
  }
}

void prepare_slice_create(v1::EndpointSliceMut slice, const api::HookContext&) { drop_topology(slice, {}); }

void prepare_slice_update(v1::EndpointSliceMut slice, v1::EndpointSlice old, const api::HookContext&) {
  if (same_endpoints(slice, old)) return;
  // What the client has changed counts, also when it is dropped.
  slice.ensure_metadata().set_generation(old.metadata().generation() + 1);
  drop_topology(slice, old);
}

void drop_empty_lists(v1::EndpointSliceMut slice) {
  if (v1::EndpointSlice(slice).ports().empty()) slice.clear_ports();
  if (v1::EndpointSlice(slice).endpoints().empty()) slice.clear_endpoints();
}

void validate_slice(v1::EndpointSlice slice, ErrorList& errors) {
  validate_type_and_ports(slice, errors);
  validate_endpoints(slice, errors);
}

void validate_slice_update(v1::EndpointSlice slice, v1::EndpointSlice old, ErrorList& errors) {
  api::validate_metadata(kEndpointSlice, meta_of(slice), errors);
  validate_type_and_ports(slice, errors);
  // What an older server has let in may stay as it is.
  ErrorList faults;
  validate_endpoints(slice, faults);
  if (!faults.empty() && !same_endpoints(slice, old)) errors.append(std::move(faults));
  if (slice.address_type() != old.address_type())
    errors.invalid(FieldPath("addressType"), quoted(slice.address_type()), object::kImmutableError);
}

void warn_of_slice(v1::EndpointSlice slice, v1::EndpointSlice old, std::vector<std::string>& warnings) {
  if (!old && slice.address_type() == "FQDN") warnings.emplace_back("spec.addressType: FQDN endpoints are deprecated");
  if (is_one_of(slice.metadata().labels().get(kManagedByLabel), kControllers)) return;
  for (auto [index, endpoint] : slice.endpoints().enumerate())
    for (auto [at, address] : endpoint.addresses().enumerate())
      object::append_ip_warnings(address, FieldPath("endpoints").index(index).child("addresses").index(at), warnings);
}

}  // namespace pintle::discovery

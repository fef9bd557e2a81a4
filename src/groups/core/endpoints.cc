// Endpoints: the addresses behind a Service; EndpointSlice has replaced it. Source: core/v1 Endpoints; pkg/registry/core/endpoint.
#include <algorithm>

#include "api/metadata_rules.h"
#include "groups/core/core.h"
#include "groups/core/endpoint_address.h"
#include "groups/hook.h"
#include "groups/row_text.h"
#include "object/equality.h"
#include "object/ip_validation.h"
#include "views/core_v1_mut.h"

namespace pintle::core {
namespace {

using groups::hook;
using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;
using object::quoted;

constexpr std::string_view kProtocols[] = {"SCTP", "TCP", "UDP"};
// Who writes addresses in their standard form anyway.
constexpr std::string_view kManagedByLabel = "endpoints.kubernetes.io/managed-by";
constexpr std::string_view kController = "endpoint-controller";

ObjectMeta meta_of(v1::Endpoints endpoints) { return ObjectMeta(endpoints.metadata().node()); }

void set_defaults(v1::EndpointsMut endpoints) {
  for (const v1::EndpointSubsetMut subset : endpoints.subsets())
    for (const v1::EndpointPortMut port : subset.ports())
      if (port.protocol().empty()) port.set_protocol("TCP");
}

void validate_address(v1::EndpointAddress address, const FieldPath& path, ErrorList& errors) {
  object::validate_ip_for_legacy_field(address.ip(), object::IpStrictness::kStrict, {}, path.child("ip"), errors);
  if (!address.hostname().empty())
    errors.invalid_text_each(path.child("hostname"), address.hostname(), object::is_dns1123_label(address.hostname()));
  if (const auto node = address.node_name())
    errors.invalid_text_each(path.child("nodeName"), *node, object::name_is_dns_subdomain(*node, object::NameUse::kWhole));
  validate_endpoint_address(address.ip(), path.child("ip"), errors);
}

void validate_port(v1::EndpointPort port, bool needs_name, const FieldPath& path, ErrorList& errors) {
  if (!port.name().empty()) {
    errors.invalid_text_each(path.child("name"), port.name(), object::is_dns1123_label(port.name()));
  } else if (needs_name) {
    errors.required(path.child("name"), "");
  }
  errors.invalid_each(path.child("port"), std::to_string(port.port()), object::is_port_number(port.port()));
  if (port.protocol().empty()) {
    errors.required(path.child("protocol"), "");
  } else if (std::ranges::find(kProtocols, port.protocol()) == std::end(kProtocols)) {
    errors.not_supported(path.child("protocol"), quoted(port.protocol()), kProtocols);
  }
  if (const auto protocol = port.app_protocol())
    errors.invalid_text_each(path.child("appProtocol"), *protocol, object::is_qualified_name(*protocol));
}

void validate_subset(v1::EndpointSubset subset, const FieldPath& path, ErrorList& errors) {
  if (subset.addresses().empty() && subset.not_ready_addresses().empty())
    errors.required(path, "must specify `addresses` or `notReadyAddresses`");
  for (auto [index, address] : subset.addresses().enumerate()) validate_address(address, path.child("addresses").index(index), errors);
  for (auto [index, address] : subset.not_ready_addresses().enumerate())
    validate_address(address, path.child("notReadyAddresses").index(index), errors);
  for (auto [index, port] : subset.ports().enumerate())
    validate_port(port, subset.ports().size() > 1, path.child("ports").index(index), errors);
}

void validate_subsets(v1::Endpoints endpoints, ErrorList& errors) {
  for (auto [index, subset] : endpoints.subsets().enumerate()) validate_subset(subset, FieldPath("subsets").index(index), errors);
}

void validate(v1::Endpoints endpoints, ErrorList& errors) { validate_subsets(endpoints, errors); }

bool same_subsets(v1::Endpoints endpoints, v1::Endpoints old) {
  if (endpoints.subsets().size() != old.subsets().size()) return false;
  for (size_t i = 0; i < old.subsets().size(); ++i)
    if (!object::semantic_equal(v1::EndpointSubset::schema_type(), &endpoints.subsets().node(i), &old.subsets().node(i))) return false;
  return true;
}

void validate_update(v1::Endpoints endpoints, v1::Endpoints old, ErrorList& errors) {
  api::validate_metadata_update(kEndpoints, meta_of(endpoints), meta_of(old), errors);
  api::validate_metadata(kEndpoints, meta_of(endpoints), errors);
  // What an older server has let in may stay as it is.
  ErrorList faults;
  validate_subsets(endpoints, faults);
  if (!faults.empty() && !same_subsets(endpoints, old)) errors.append(std::move(faults));
}

void warn(v1::Endpoints endpoints, v1::Endpoints, std::vector<std::string>& warnings) {
  if (endpoints.metadata().labels().get(kManagedByLabel) == kController) return;
  for (auto [index, subset] : endpoints.subsets().enumerate()) {
    const FieldPath path = FieldPath("subsets").index(index);
    for (auto [at, address] : subset.addresses().enumerate())
      object::append_ip_warnings(address.ip(), path.child("addresses").index(at).child("ip"), warnings);
    for (auto [at, address] : subset.not_ready_addresses().enumerate())
      object::append_ip_warnings(address.ip(), path.child("notReadyAddresses").index(at).child("ip"), warnings);
  }
}

// "10.0.0.1:80": an IPv6 address in brackets.
std::string host_port(std::string_view ip, int32_t port) {
  const bool brackets = ip.find(':') != std::string_view::npos;
  return (brackets ? "[" + std::string(ip) + "]" : std::string(ip)) + ":" + std::to_string(port);
}

// Each address with each port of its subset; the first few of them.
std::string addresses_of(v1::Endpoints endpoints) {
  if (endpoints.subsets().empty()) return std::string(groups::kNone);
  std::vector<std::string> shown;
  size_t total = 0;
  const auto add = [&](std::string text) {
    if (total++ < groups::kShownMax) shown.push_back(std::move(text));
  };
  for (const v1::EndpointSubset subset : endpoints.subsets()) {
    if (subset.ports().empty())
      for (const v1::EndpointAddress address : subset.addresses()) add(std::string(address.ip()));
    for (const v1::EndpointPort port : subset.ports())
      for (const v1::EndpointAddress address : subset.addresses()) add(host_port(address.ip(), port.port()));
  }
  return groups::shortened(shown, total);
}

void row(v1::Endpoints endpoints, int64_t now_seconds, api::Cells& cells) {
  cells.text(endpoints.metadata().name());
  cells.text(addresses_of(endpoints));
  cells.age(endpoints.metadata().creation_timestamp(), now_seconds);
}

}  // namespace

const api::Kind kEndpoints = {
    .group = "",
    .version = "v1",
    .kind = "Endpoints",
    .resource = "endpoints",
    .singular = "endpoints",
    .short_names = {"ep"},
    .deprecation_warning = "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice",
    .key_prefix = "/registry/services/endpoints/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Endpoints", .type = "string", .documented_by = {"core.v1.Endpoints", "subsets"}},
            api::kAgeColumn,
        },
    .row = hook<row>,
    .set_defaults = hook<set_defaults>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .warnings = hook<warn>,
    .create_on_update = true,
};

}  // namespace pintle::core

#include "groups/core/port_rules.h"

#include <algorithm>

#include "object/validation.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::quoted;

constexpr std::string_view kProtocols[] = {"SCTP", "TCP", "UDP"};

void validate_protocol(std::string_view protocol, const FieldPath& path, ErrorList& errors) {
  if (protocol.empty())
    errors.required(path, "");
  else if (std::ranges::find(kProtocols, protocol) == std::end(kProtocols))
    errors.not_supported(path, object::json_quoted(protocol), kProtocols);
}

void validate_name(std::string_view name, std::set<std::string_view>& names, const FieldPath& path, ErrorList& errors) {
  const object::Messages messages = object::is_port_name(name);
  errors.invalid_text_each(path, name, messages);
  if (messages.empty() && !names.insert(name).second) errors.duplicate(path, quoted(name));
}

}  // namespace

void validate_container_ports(object::ListView<v1::ContainerPort> ports, const FieldPath& path, ErrorList& errors) {
  std::set<std::string_view> names;
  for (auto [index, port] : ports.enumerate()) {
    const FieldPath at = path.index(index);
    if (!port.name().empty()) validate_name(port.name(), names, at.child("name"), errors);
    if (port.container_port() == 0)
      errors.required(at.child("containerPort"), "");
    else
      errors.invalid_each(at.child("containerPort"), std::to_string(port.container_port()), object::is_port_number(port.container_port()));
    if (port.host_port() != 0)
      errors.invalid_each(at.child("hostPort"), std::to_string(port.host_port()), object::is_port_number(port.host_port()));
    validate_protocol(port.protocol(), at.child("protocol"), errors);
  }
}

void validate_host_ports_unique(v1::Container container, HostPorts& taken, const FieldPath& path, ErrorList& errors) {
  for (auto [index, port] : container.ports().enumerate()) {
    if (port.host_port() == 0) continue;
    std::string place(port.protocol());
    place.append("/").append(port.host_ip()).append("/").append(std::to_string(port.host_port()));
    const auto [at, is_new] = taken.insert(std::move(place));
    if (!is_new) errors.duplicate(path.child("ports").index(index).child("hostPort"), quoted(*at));
  }
}

void validate_host_network_ports(v1::PodSpec spec, HostPortRule rule, const FieldPath& path, ErrorList& errors) {
  if (!spec.host_network()) return;
  for (auto [index, container] : spec.containers().enumerate()) {
    for (auto [port_index, port] : container.ports().enumerate()) {
      if (port.host_port() == port.container_port()) continue;
      if (rule == HostPortRule::kOptional && port.host_port() == 0) continue;
      errors.invalid(path.child("containers").index(index).child("ports").index(port_index).child("hostPort"),
                     std::to_string(port.host_port()), "must match `containerPort` when `hostNetwork` is true");
    }
  }
}

}  // namespace pintle::core

#include "groups/core/port_warnings.h"

#include <map>

#include "groups/core/container.h"
#include "object/go_format.h"

namespace pintle::core {
namespace {

using object::FieldPath;
using Warnings = std::vector<std::string>;

struct Port {
  std::string field;
  v1::ContainerPort port;
};

// %+v of upstream's struct.
std::string printed(v1::ContainerPort port) {
  std::string text = "{Name:";
  text.append(port.name()).append(" HostPort:").append(std::to_string(port.host_port()));
  text.append(" ContainerPort:").append(std::to_string(port.container_port()));
  return text.append(" Protocol:").append(port.protocol()).append(" HostIP:").append(port.host_ip()).append("}");
}

// How two definitions of a container's port disturb each other; "" when they do not.
std::string_view conflict(v1::ContainerPort port, v1::ContainerPort other) {
  if (port.host_ip() == other.host_ip() && port.host_port() == other.host_port()) return "duplicate";
  if (port.host_port() == 0 || other.host_port() == 0) return "overlapping";
  if (port.host_port() == other.host_port() && port.host_ip().empty() != other.host_ip().empty()) return "dangerously ambiguous";
  return {};
}

void warn_definitions(v1::PodSpec spec, const FieldPath& path, Warnings& warnings) {
  std::map<std::string, std::vector<Port>> ports;
  visit_containers(spec, path, [&](v1::Container container, const FieldPath& at) {
    for (auto [index, port] : container.ports().enumerate()) {
      const std::string field = at.child("ports").index(index).to_string();
      if (!port.host_ip().empty() && port.host_port() == 0) warnings.push_back(field + ": hostIP set without hostPort: " + printed(port));
      std::vector<Port>& others = ports[std::to_string(port.container_port()) + "/" + std::string(port.protocol())];
      for (const Port& other : others)
        if (const std::string_view how = conflict(port, other.port); !how.empty())
          warnings.push_back(field + ": " + std::string(how) + " port definition with " + other.field);
      others.push_back({field, port});
    }
  });
}

void warn_names(v1::PodSpec spec, const FieldPath& path, Warnings& warnings) {
  std::map<std::string_view, std::string> fields;
  visit_containers(spec, path, [&](v1::Container container, const FieldPath& at) {
    for (auto [index, port] : container.ports().enumerate()) {
      if (port.name().empty()) continue;
      const std::string field = at.child("ports").index(index).to_string();
      const auto [first, is_new] = fields.try_emplace(port.name(), field);
      if (!is_new)
        warnings.push_back(field + ": duplicate port name " + object::quoted(port.name()) + " with " + first->second +
                           ", services and probes that select ports by name will use " + first->second);
    }
  });
}

}  // namespace

void warn_ports(v1::PodSpec spec, const FieldPath& path, Warnings& warnings) {
  warn_definitions(spec, path, warnings);
  warn_names(spec, path, warnings);
}

}  // namespace pintle::core

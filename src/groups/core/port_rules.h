// The rules of a container's ports, and of what they take of the Node.
//
// Pure; any thread. Errors go to the list in upstream's order. Source: pkg/apis/core/validation validateContainerPorts,
// checkHostPortConflicts, validatePodHostNetworkDeps.
#pragma once

#include <set>
#include <string>

#include "object/field_error.h"
#include "views/core_v1.h"

namespace pintle::core {

void validate_container_ports(object::ListView<v1::ContainerPort> ports, const object::FieldPath& path, object::ErrorList& errors);

// "TCP/10.0.0.1/80": what a port takes of the Node.
using HostPorts = std::set<std::string>;
// Adds the container's host ports to `taken`; `path` is that of the container.
void validate_host_ports_unique(v1::Container container, HostPorts& taken, const object::FieldPath& path, object::ErrorList& errors);

// On the Node's network a host port is the container's. A template may leave it out.
enum class HostPortRule : uint8_t { kRequired, kOptional };
void validate_host_network_ports(v1::PodSpec spec, HostPortRule rule, const object::FieldPath& path, object::ErrorList& errors);

}  // namespace pintle::core

// The objects that an API server makes at its start when they are missing, as clients would send them: the writer defaults, validates and
// stores them like any other (manager "kube-apiserver").
//
//   for (object::Document& ns : groups::system_namespaces()) create(std::move(ns));
//   create(groups::kubernetes_service(place));
//
// Thread: pure. Source: k8s.io/kubernetes/pkg/controlplane/controller/{systemnamespaces,kubernetesservice,legacytokentracking},
// reconcilers/; pkg/apis/scheduling/v1/helpers.go (SystemPriorityClasses).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "object/document.h"

namespace pintle::groups {

// system-node-critical and system-cluster-critical.
std::vector<object::Document> system_priority_classes();

// Where clients in the cluster and outside of it reach this server.
struct ServerPlace {
  std::string service_ip;          // the first address of --service-cluster-ip-range
  uint16_t service_node_port = 0;  // --kubernetes-service-node-port; 0: no node port
  std::string advertise_address;   // --advertise-address: an IP
  uint16_t secure_port = 6443;
};
inline constexpr uint16_t kKubernetesServicePort = 443;

// kube-system, kube-public, kube-node-lease, default.
std::vector<object::Document> system_namespaces();

// ConfigMap kube-system/kube-apiserver-legacy-service-account-token-tracking: since which day ("2024-01-31") the use of tokens in Secrets
// is noted.
inline constexpr std::string_view kLegacyTokenTracking = "kube-apiserver-legacy-service-account-token-tracking";
object::Document legacy_token_tracking(std::string_view since);

// ServiceCIDR "kubernetes": the ranges of --service-cluster-ip-range.
inline constexpr std::string_view kDefaultServiceRange = "kubernetes";
object::Document default_service_range(std::span<const std::string> ranges);
// What it is told by the server of these ranges: that it is ready, unless somebody has said something else, and the second range when it
// has the first only. False: nothing.
bool update_service_range(object::Document& range, std::span<const std::string> ranges, std::string_view now);

// Service default/kubernetes.
object::Document kubernetes_service(const ServerPlace& place);
// Its Endpoints and EndpointSlice. Nothing when the server is advertised at an address that no endpoint may have (loopback, link-local,
// unspecified, multicast), or at a port that is chosen only when it listens (0): upstream tries and is refused.
std::optional<object::Document> kubernetes_endpoints(const ServerPlace& place);
std::optional<object::Document> kubernetes_endpoint_slice(const ServerPlace& place);

}  // namespace pintle::groups

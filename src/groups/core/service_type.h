// What the fields of a Service mean together: Services are a union whose discriminator is `type`.
//
// Thread: pure. Source: pkg/api/service/util.go, pkg/registry/core/service/{strategy.go,storage/storage.go}, pkg/apis/core/helper.
#pragma once

#include <set>
#include <string_view>
#include <vector>

#include "views/core_v1.h"

namespace pintle::core {

inline constexpr std::string_view kClusterIp = "ClusterIP";
inline constexpr std::string_view kNodePort = "NodePort";
inline constexpr std::string_view kLoadBalancer = "LoadBalancer";
inline constexpr std::string_view kExternalName = "ExternalName";
inline constexpr std::string_view kHeadless = "None";  // clusterIP of a Service without one
inline constexpr std::string_view kSingleStack = "SingleStack";
inline constexpr std::string_view kPreferDualStack = "PreferDualStack";
inline constexpr std::string_view kRequireDualStack = "RequireDualStack";

inline bool needs_cluster_ip(v1::ServiceSpec spec) { return spec.type() != kExternalName; }
// Reachable from outside of the cluster.
bool is_externally_accessible(v1::ServiceSpec spec);
// Has a port at which load balancers ask whether a node has endpoints of it.
bool needs_health_check(v1::ServiceSpec spec);
// A type that has node ports.
inline bool has_node_ports(v1::ServiceSpec spec) { return spec.type() == kNodePort || spec.type() == kLoadBalancer; }
// clusterIPs is exactly ["None"].
bool is_headless(v1::ServiceSpec spec);
// Has an address in the cluster by now.
inline bool has_cluster_ip(v1::ServiceSpec spec) { return !spec.cluster_ip().empty() && spec.cluster_ip() != kHeadless; }

bool same_texts(object::ListView<std::string_view> a, object::ListView<std::string_view> b);
std::vector<std::string_view> texts_of(object::ListView<std::string_view> list);

// The node ports in the order of the ports; those without one left out.
std::vector<int32_t> node_ports_of(v1::ServiceSpec spec);

}  // namespace pintle::core

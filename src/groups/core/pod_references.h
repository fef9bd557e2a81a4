// The Secrets and ConfigMaps that a Pod names, in the order of its spec; one may be named several times, an empty name never.
//
//   core::visit_secret_names(pod.spec(), [&](std::string_view name) { ... });
//
// Thread: pure. Source: pkg/api/v1/pod/util.go (VisitPodSecretNames, VisitPodConfigmapNames).
#pragma once

#include <functional>
#include <string_view>

namespace pintle::core {

namespace v1 {
class PodSpec;
}

using VisitName = std::function<void(std::string_view name)>;
// Of image pull secrets, containers' environments and volumes.
void visit_secret_names(v1::PodSpec spec, const VisitName& visit);
void visit_config_map_names(v1::PodSpec spec, const VisitName& visit);

}  // namespace pintle::core

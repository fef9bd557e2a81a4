#include "groups/priorities.h"

#include <array>

namespace pintle::groups {
namespace {

constexpr std::array kPriorities = {
    api::GroupVersionPriority{"", "v1", 18000, 1},
    // No APIService may have more than 20000: the aggregator puts itself first.
    api::GroupVersionPriority{"apiregistration.k8s.io", "v1", 20001, 0},
    api::GroupVersionPriority{"apps", "v1", 17800, 15},
    api::GroupVersionPriority{"events.k8s.io", "v1", 17750, 15},
    api::GroupVersionPriority{"authentication.k8s.io", "v1", 17700, 15},
    api::GroupVersionPriority{"authorization.k8s.io", "v1", 17600, 15},
    api::GroupVersionPriority{"autoscaling", "v1", 17500, 15},
    api::GroupVersionPriority{"autoscaling", "v2", 17500, 30},
    api::GroupVersionPriority{"batch", "v1", 17400, 15},
    api::GroupVersionPriority{"certificates.k8s.io", "v1", 17300, 15},
    api::GroupVersionPriority{"networking.k8s.io", "v1", 17200, 15},
    api::GroupVersionPriority{"policy", "v1", 17100, 15},
    api::GroupVersionPriority{"rbac.authorization.k8s.io", "v1", 17000, 15},
    api::GroupVersionPriority{"storage.k8s.io", "v1", 16800, 15},
    api::GroupVersionPriority{"admissionregistration.k8s.io", "v1", 16700, 15},
    api::GroupVersionPriority{"apiextensions.k8s.io", "v1", 16700, 15},
    api::GroupVersionPriority{"scheduling.k8s.io", "v1", 16600, 15},
    api::GroupVersionPriority{"coordination.k8s.io", "v1", 16500, 15},
    api::GroupVersionPriority{"node.k8s.io", "v1", 16300, 15},
    api::GroupVersionPriority{"discovery.k8s.io", "v1", 16200, 15},
    api::GroupVersionPriority{"resource.k8s.io", "v1", 16200, 21},
    api::GroupVersionPriority{"flowcontrol.apiserver.k8s.io", "v1", 16100, 21},
};

}  // namespace

std::span<const api::GroupVersionPriority> priorities() { return kPriorities; }

}  // namespace pintle::groups

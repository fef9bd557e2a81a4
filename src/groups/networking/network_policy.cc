// NetworkPolicy: which traffic Pods may have. Source: networking.k8s.io/v1 NetworkPolicy; pkg/registry/networking/networkpolicy.
#include "groups/networking/networking.h"

namespace pintle::networking {

const api::Kind kNetworkPolicy = {
    .group = "networking.k8s.io",
    .version = "v1",
    .kind = "NetworkPolicy",
    .resource = "networkpolicies",
    .singular = "networkpolicy",
    .short_names = {"netpol"},
    .key_prefix = "/registry/networkpolicies/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Pod-Selector", .type = "string", .documented_by = {"networking.v1.NetworkPolicySpec", "podSelector"}},
            api::kAgeColumn,
        },
    .tracks_generation = true,
};

}  // namespace pintle::networking

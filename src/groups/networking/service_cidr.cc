// ServiceCIDR: a range that service addresses are taken from. Source: networking.k8s.io/v1 ServiceCIDR;
// pkg/registry/networking/servicecidr.
#include "groups/networking/networking.h"

namespace pintle::networking {

const api::Kind kServiceCIDR = {
    .group = "networking.k8s.io",
    .version = "v1",
    .kind = "ServiceCIDR",
    .resource = "servicecidrs",
    .singular = "servicecidr",
    .scope = api::Scope::kCluster,
    .subresources =
        {
            {.name = "status", .keeps = {"spec", "metadata"}},
        },
    .key_prefix = "/registry/servicecidrs/",
    .columns =
        {
            api::kNameColumn,
            {.name = "CIDRs", .type = "string", .documented_by = {"networking.v1.ServiceCIDRSpec", "cidrs"}},
            api::kAgeColumn,
        },
    .has_status = true,
};

}  // namespace pintle::networking

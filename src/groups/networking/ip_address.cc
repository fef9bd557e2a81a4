// IPAddress: a service address that is taken; its name is the address. Source: networking.k8s.io/v1 IPAddress;
// pkg/registry/networking/ipaddress.
#include "groups/networking/networking.h"

namespace pintle::networking {

const api::Kind kIPAddress = {
    .group = "networking.k8s.io",
    .version = "v1",
    .kind = "IPAddress",
    .resource = "ipaddresses",
    .singular = "ipaddress",
    .short_names = {"ip"},
    .scope = api::Scope::kCluster,
    .key_prefix = "/registry/ipaddresses/",
    .columns =
        {
            api::kNameColumn,
            {.name = "ParentRef", .type = "string", .documented_by = {"networking.v1.IPAddressSpec", "parentRef"}},
        },
    .validate_name = object::name_is_path_segment,
};

}  // namespace pintle::networking

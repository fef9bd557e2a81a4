// Ingress: routes HTTP from outside to Services. Source: networking.k8s.io/v1 Ingress; pkg/registry/networking/ingress.
#include "groups/networking/networking.h"

namespace pintle::networking {

const api::Kind kIngress = {
    .group = "networking.k8s.io",
    .version = "v1",
    .kind = "Ingress",
    .resource = "ingresses",
    .singular = "ingress",
    .short_names = {"ing"},
    .subresources =
        {
            {.name = "status", .keeps = {"spec"}},
        },
    .key_prefix = "/registry/ingress/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Class",
             .type = "string",
             .description = "The name of the IngressClass resource that should be used for additional configuration"},
            {.name = "Hosts", .type = "string", .description = "Hosts that incoming requests are matched against before the ingress rule"},
            {.name = "Address", .type = "string", .description = "Address is a list containing ingress points for the load-balancer"},
            {.name = "Ports", .type = "string", .description = "Ports of TLS configurations that open"},
            api::kAgeColumn,
        },
    .has_status = true,
    .tracks_generation = true,
};

}  // namespace pintle::networking

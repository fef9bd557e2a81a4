// IngressClass: which controller serves an Ingress. Source: networking.k8s.io/v1 IngressClass; pkg/registry/networking/ingressclass.
#include "groups/networking/networking.h"

namespace pintle::networking {

const api::Kind kIngressClass = {
    .group = "networking.k8s.io",
    .version = "v1",
    .kind = "IngressClass",
    .resource = "ingressclasses",
    .singular = "ingressclass",
    .scope = api::Scope::kCluster,
    .key_prefix = "/registry/ingressclasses/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Controller", .type = "string", .description = "Controller that is responsible for handling this class"},
            {.name = "Parameters", .type = "string", .description = "A reference to a resource with additional parameters"},
            api::kAgeColumn,
        },
    .tracks_generation = true,
};

}  // namespace pintle::networking

// RuntimeClass: a container runtime that Pods may ask for. Source: node.k8s.io/v1 RuntimeClass; pkg/registry/node/runtimeclass.
#include "groups/node/node.h"

namespace pintle::node {

const api::Kind kRuntimeClass = {
    .group = "node.k8s.io",
    .version = "v1",
    .kind = "RuntimeClass",
    .resource = "runtimeclasses",
    .singular = "runtimeclass",
    .scope = api::Scope::kCluster,
    .key_prefix = "/registry/runtimeclasses/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Handler", .type = "string"},
            api::kAgeColumn,
        },
    .standard_finalizers = false,
    .create_on_update = true,
    .unconditional_update = false,
};

}  // namespace pintle::node

// Endpoints: the addresses behind a Service; EndpointSlice has replaced it. Source: core/v1 Endpoints; pkg/registry/core/endpoint.
#include "groups/core/core.h"

namespace pintle::core {

const api::Kind kEndpoints = {
    .group = "",
    .version = "v1",
    .kind = "Endpoints",
    .resource = "endpoints",
    .singular = "endpoints",
    .short_names = {"ep"},
    .deprecation_warning = "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice",
    .key_prefix = "/registry/services/endpoints/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Endpoints", .type = "string", .documented_by = {"core.v1.Endpoints", "subsets"}},
            api::kAgeColumn,
        },
    .create_on_update = true,
};

}  // namespace pintle::core

// EndpointSlice: some of the addresses behind a Service. Source: discovery.k8s.io/v1 EndpointSlice; pkg/registry/discovery/endpointslice.
#include "groups/discovery/discovery.h"

namespace pintle::discovery {

const api::Kind kEndpointSlice = {
    .group = "discovery.k8s.io",
    .version = "v1",
    .kind = "EndpointSlice",
    .resource = "endpointslices",
    .singular = "endpointslice",
    .key_prefix = "/registry/endpointslices/",
    .columns =
        {
            api::kNameColumn,
            {.name = "AddressType", .type = "string", .documented_by = {"discovery.v1.EndpointSlice", "addressType"}},
            {.name = "Ports", .type = "string", .documented_by = {"discovery.v1.EndpointSlice", "ports"}},
            {.name = "Endpoints", .type = "string", .documented_by = {"discovery.v1.EndpointSlice", "endpoints"}},
            api::kAgeColumn,
        },
    .tracks_generation = true,
    .generation_also = {"metadata.labels"},
};

}  // namespace pintle::discovery

// ResourceClaim: a request for devices. Source: resource.k8s.io/v1 ResourceClaim; pkg/registry/resource/resourceclaim.
#include "groups/resource/resource.h"

namespace pintle::resource {

const api::Kind kResourceClaim = {
    .group = "resource.k8s.io",
    .version = "v1",
    .kind = "ResourceClaim",
    .resource = "resourceclaims",
    .singular = "resourceclaim",
    .subresources =
        {
            {.name = "status", .keeps = {"spec", "metadata"}},
        },
    .key_prefix = "/registry/resourceclaims/",
    .columns =
        {
            api::kNameColumn,
            {.name = "State", .type = "string", .description = "A summary of the current state (allocated, pending, reserved, etc.)."},
            api::kAgeColumn,
        },
    .has_status = true,
    .returns_deleted = true,
};

}  // namespace pintle::resource

// ResourceQuota: how much a namespace may use. Source: core/v1 ResourceQuota; pkg/registry/core/resourcequota.
#include "groups/core/core.h"

namespace pintle::core {

const api::Kind kResourceQuota = {
    .group = "",
    .version = "v1",
    .kind = "ResourceQuota",
    .resource = "resourcequotas",
    .singular = "resourcequota",
    .short_names = {"quota"},
    .subresources =
        {
            {.name = "status", .keeps = {"spec"}},
        },
    .key_prefix = "/registry/resourcequotas/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Request",
             .type = "string",
             .description = "Request represents a minimum amount of cpu/memory that a container may consume."},
            {.name = "Limit",
             .type = "string",
             .description =
                 "Limits control the maximum amount of cpu/memory that a container may use independent of contention on the node."},
            api::kAgeColumn,
        },
    .has_status = true,
    .returns_deleted = true,
};

}  // namespace pintle::core

// StatefulSet: Pods with stable names and storage. Source: apps/v1 StatefulSet; pkg/registry/apps/statefulset.
#include "groups/apps/apps.h"

namespace pintle::apps {

const api::Kind kStatefulSet = {
    .group = "apps",
    .version = "v1",
    .kind = "StatefulSet",
    .resource = "statefulsets",
    .singular = "statefulset",
    .short_names = {"sts"},
    .categories = {"all"},
    .subresources =
        {
            {.name = "scale", .serves = api::SubresourceKind::kScale, .group = "autoscaling", .version = "v1", .kind = "Scale"},
            {.name = "status", .keeps = {"spec"}},
        },
    .key_prefix = "/registry/statefulsets/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Ready", .type = "string", .description = "Number of the pod with ready state"},
            api::kAgeColumn,
            {.name = "Containers", .type = "string", .description = "Names of each container in the template.", .priority = 1},
            {.name = "Images", .type = "string", .description = "Images referenced by each container in the template.", .priority = 1},
        },
    .validate_name = object::name_is_dns_label,
    .has_status = true,
    .tracks_generation = true,
};

}  // namespace pintle::apps

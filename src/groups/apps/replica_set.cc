// ReplicaSet: keeps a number of Pods running. Source: apps/v1 ReplicaSet; pkg/registry/apps/replicaset.
#include "groups/apps/apps.h"

namespace pintle::apps {

const api::Kind kReplicaSet = {
    .group = "apps",
    .version = "v1",
    .kind = "ReplicaSet",
    .resource = "replicasets",
    .singular = "replicaset",
    .short_names = {"rs"},
    .categories = {"all"},
    .subresources =
        {
            {.name = "scale", .serves = api::SubresourceKind::kScale, .group = "autoscaling", .version = "v1", .kind = "Scale"},
            {.name = "status", .keeps = {"spec"}},
        },
    .key_prefix = "/registry/replicasets/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Desired", .type = "integer", .documented_by = {"apps.v1.ReplicaSetSpec", "replicas"}},
            {.name = "Current", .type = "integer", .documented_by = {"apps.v1.ReplicaSetStatus", "replicas"}},
            {.name = "Ready", .type = "integer", .documented_by = {"apps.v1.ReplicaSetStatus", "readyReplicas"}},
            api::kAgeColumn,
            {.name = "Containers", .type = "string", .description = "Names of each container in the template.", .priority = 1},
            {.name = "Images", .type = "string", .description = "Images referenced by each container in the template.", .priority = 1},
            {.name = "Selector", .type = "string", .documented_by = {"apps.v1.ReplicaSetSpec", "selector"}, .priority = 1},
        },
    .has_status = true,
    .tracks_generation = true,
};

}  // namespace pintle::apps

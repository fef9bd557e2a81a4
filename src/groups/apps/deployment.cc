// Deployment: rolls out ReplicaSets. Source: apps/v1 Deployment; pkg/registry/apps/deployment.
#include "groups/apps/apps.h"

namespace pintle::apps {

const api::Kind kDeployment = {
    .group = "apps",
    .version = "v1",
    .kind = "Deployment",
    .resource = "deployments",
    .singular = "deployment",
    .short_names = {"deploy"},
    .categories = {"all"},
    .subresources =
        {
            {.name = "scale", .serves = api::SubresourceKind::kScale, .group = "autoscaling", .version = "v1", .kind = "Scale"},
            {.name = "status", .keeps = {"spec", "metadata.labels"}},
        },
    .key_prefix = "/registry/deployments/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Ready", .type = "string", .description = "Number of the pod with ready state"},
            {.name = "Up-to-date", .type = "string", .documented_by = {"apps.v1.DeploymentStatus", "updatedReplicas"}},
            {.name = "Available", .type = "string", .documented_by = {"apps.v1.DeploymentStatus", "availableReplicas"}},
            api::kAgeColumn,
            {.name = "Containers", .type = "string", .description = "Names of each container in the template.", .priority = 1},
            {.name = "Images", .type = "string", .description = "Images referenced by each container in the template.", .priority = 1},
            {.name = "Selector", .type = "string", .documented_by = {"apps.v1.DeploymentSpec", "selector"}, .priority = 1},
        },
    .has_status = true,
    .tracks_generation = true,
    .generation_also = {"metadata.annotations"},
};

}  // namespace pintle::apps

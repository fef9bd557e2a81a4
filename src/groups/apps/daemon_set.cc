// DaemonSet: a Pod on every Node. Source: apps/v1 DaemonSet; pkg/registry/apps/daemonset.
#include "groups/apps/apps.h"

namespace pintle::apps {

const api::Kind kDaemonSet = {
    .group = "apps",
    .version = "v1",
    .kind = "DaemonSet",
    .resource = "daemonsets",
    .singular = "daemonset",
    .short_names = {"ds"},
    .categories = {"all"},
    .subresources =
        {
            {.name = "status", .keeps = {"spec"}},
        },
    .key_prefix = "/registry/daemonsets/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Desired", .type = "integer", .documented_by = {"apps.v1.DaemonSetStatus", "desiredNumberScheduled"}},
            {.name = "Current", .type = "integer", .documented_by = {"apps.v1.DaemonSetStatus", "currentNumberScheduled"}},
            {.name = "Ready", .type = "integer", .documented_by = {"apps.v1.DaemonSetStatus", "numberReady"}},
            {.name = "Up-to-date", .type = "integer", .documented_by = {"apps.v1.DaemonSetStatus", "updatedNumberScheduled"}},
            {.name = "Available", .type = "integer", .documented_by = {"apps.v1.DaemonSetStatus", "numberAvailable"}},
            {.name = "Node Selector", .type = "string", .documented_by = {"core.v1.PodSpec", "nodeSelector"}},
            api::kAgeColumn,
            {.name = "Containers", .type = "string", .description = "Names of each container in the template.", .priority = 1},
            {.name = "Images", .type = "string", .description = "Images referenced by each container in the template.", .priority = 1},
            {.name = "Selector", .type = "string", .documented_by = {"apps.v1.DaemonSetSpec", "selector"}, .priority = 1},
        },
    .has_status = true,
    .tracks_generation = true,
};

}  // namespace pintle::apps

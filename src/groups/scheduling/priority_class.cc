// PriorityClass: a named priority of Pods. Source: scheduling.k8s.io/v1 PriorityClass; pkg/registry/scheduling/priorityclass.
#include "groups/scheduling/scheduling.h"

namespace pintle::scheduling {

const api::Kind kPriorityClass = {
    .group = "scheduling.k8s.io",
    .version = "v1",
    .kind = "PriorityClass",
    .resource = "priorityclasses",
    .singular = "priorityclass",
    .short_names = {"pc"},
    .scope = api::Scope::kCluster,
    .key_prefix = "/registry/priorityclasses/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Value", .type = "integer", .documented_by = {"scheduling.v1.PriorityClass", "value"}},
            {.name = "Global-Default", .type = "boolean", .documented_by = {"scheduling.v1.PriorityClass", "globalDefault"}},
            api::kAgeColumn,
            {.name = "PreemptionPolicy", .type = "string", .documented_by = {"scheduling.v1.PriorityClass", "preemptionPolicy"}},
        },
};

}  // namespace pintle::scheduling

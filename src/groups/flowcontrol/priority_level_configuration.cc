// PriorityLevelConfiguration: how many requests of a level run at a time, and how the rest waits. Source: flowcontrol.apiserver.k8s.io/v1
// PriorityLevelConfiguration; pkg/registry/flowcontrol/prioritylevelconfiguration.
#include "groups/flowcontrol/flowcontrol.h"

namespace pintle::flowcontrol {

const api::Kind kPriorityLevelConfiguration = {
    .group = "flowcontrol.apiserver.k8s.io",
    .version = "v1",
    .kind = "PriorityLevelConfiguration",
    .resource = "prioritylevelconfigurations",
    .singular = "prioritylevelconfiguration",
    .scope = api::Scope::kCluster,
    .subresources =
        {
            {.name = "status", .keeps = {"spec", "metadata"}},
        },
    .key_prefix = "/registry/prioritylevelconfigurations/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Type", .type = "string", .documented_by = {"flowcontrol.v1.PriorityLevelConfigurationSpec", "type"}},
            {.name = "NominalConcurrencyShares",
             .type = "string",
             .documented_by = {"flowcontrol.v1.LimitedPriorityLevelConfiguration", "nominalConcurrencyShares"}},
            {.name = "Queues", .type = "string", .documented_by = {"flowcontrol.v1.QueuingConfiguration", "queues"}},
            {.name = "HandSize", .type = "string", .documented_by = {"flowcontrol.v1.QueuingConfiguration", "handSize"}},
            {.name = "QueueLengthLimit", .type = "string", .documented_by = {"flowcontrol.v1.QueuingConfiguration", "queueLengthLimit"}},
            api::kAgeColumn,
        },
    .has_status = true,
    .tracks_generation = true,
};

}  // namespace pintle::flowcontrol

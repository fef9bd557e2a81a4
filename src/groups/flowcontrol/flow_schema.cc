// FlowSchema: which requests go to which priority level. Source: flowcontrol.apiserver.k8s.io/v1 FlowSchema;
// pkg/registry/flowcontrol/flowschema.
#include "groups/flowcontrol/flowcontrol.h"

namespace pintle::flowcontrol {

const api::Kind kFlowSchema = {
    .group = "flowcontrol.apiserver.k8s.io",
    .version = "v1",
    .kind = "FlowSchema",
    .resource = "flowschemas",
    .singular = "flowschema",
    .scope = api::Scope::kCluster,
    .subresources =
        {
            {.name = "status", .keeps = {"spec", "metadata"}},
        },
    .key_prefix = "/registry/flowschemas/",
    .columns =
        {
            api::kNameColumn,
            {.name = "PriorityLevel", .type = "string", .documented_by = {"flowcontrol.v1.PriorityLevelConfigurationReference", "name"}},
            {.name = "MatchingPrecedence", .type = "string", .documented_by = {"flowcontrol.v1.FlowSchemaSpec", "matchingPrecedence"}},
            {.name = "DistinguisherMethod", .type = "string", .documented_by = {"flowcontrol.v1.FlowSchemaSpec", "distinguisherMethod"}},
            api::kAgeColumn,
            {.name = "MissingPL", .type = "string", .description = "references a broken or non-existent PriorityLevelConfiguration"},
        },
    .has_status = true,
    .tracks_generation = true,
};

}  // namespace pintle::flowcontrol

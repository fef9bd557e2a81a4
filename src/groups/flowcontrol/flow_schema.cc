// FlowSchema: which requests go to which priority level. Source: flowcontrol.apiserver.k8s.io/v1 FlowSchema;
// pkg/registry/flowcontrol/flowschema.
#include "groups/flowcontrol/flowcontrol.h"
#include "groups/hook.h"
#include "groups/row_text.h"
#include "views/flowcontrol_v1.h"

namespace pintle::flowcontrol {
namespace {

using groups::hook;

// Whether its priority level is missing: "True", "False", or "?" when no one has said.
std::string_view dangling_of(v1::FlowSchemaStatus status) {
  for (const v1::FlowSchemaCondition condition : status.conditions())
    if (condition.type() == "Dangling") return condition.status();
  return "?";
}

void row(v1::FlowSchema schema, int64_t now_seconds, api::Cells& cells) {
  const v1::FlowSchemaSpec spec = schema.spec();
  cells.text(schema.metadata().name());
  cells.text(spec.priority_level_configuration().name());
  cells.number(spec.matching_precedence());
  cells.text(spec.has_distinguisher_method() ? spec.distinguisher_method().type() : groups::kNone);
  cells.age(schema.metadata().creation_timestamp(), now_seconds);
  cells.text(dangling_of(schema.status()));
}

}  // namespace

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
    .row = hook<row>,
    .has_status = true,
    .tracks_generation = true,
};

}  // namespace pintle::flowcontrol

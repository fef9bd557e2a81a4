// FlowSchema: which requests go to which priority level. Source: flowcontrol.apiserver.k8s.io/v1 FlowSchema;
// pkg/registry/flowcontrol/flowschema.
#include <set>

#include "api/metadata_rules.h"
#include "groups/flowcontrol/flowcontrol.h"
#include "groups/flowcontrol/rules.h"
#include "groups/hook.h"
#include "groups/row_text.h"
#include "views/flowcontrol_v1_mut.h"

namespace pintle::flowcontrol {
namespace {

using groups::hook;
using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;

constexpr int32_t kDefaultPrecedence = 1000;

ObjectMeta meta_of(v1::FlowSchema schema) { return ObjectMeta(schema.metadata().node()); }

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

void set_defaults(v1::FlowSchemaMut schema) {
  if (schema.spec().matching_precedence() == 0) schema.ensure_spec().set_matching_precedence(kDefaultPrecedence);
}

void validate_conditions(v1::FlowSchemaStatus status, ErrorList& errors) {
  std::set<std::string_view> types;
  for (auto [index, condition] : status.conditions().enumerate()) {
    const FieldPath path = FieldPath("status").child("conditions").index(index).child("type");
    if (!types.insert(condition.type()).second) errors.duplicate(path, object::json_quoted(condition.type()));
    if (condition.type().empty()) errors.required(path, "");
  }
}

void validate(v1::FlowSchema schema, ErrorList& errors) {
  validate_flow_schema(schema.spec(), meta_of(schema).name(), errors);
  validate_conditions(schema.status(), errors);
}

void validate_update(v1::FlowSchema schema, v1::FlowSchema, ErrorList& errors) {
  api::validate_metadata(kFlowSchema, meta_of(schema), errors);
  validate(schema, errors);
}

void validate_status_update(v1::FlowSchema schema, v1::FlowSchema, ErrorList& errors) { validate_conditions(schema.status(), errors); }

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
            {.name = "status", .keeps = {"spec", "metadata"}, .validate_update = hook<validate_status_update>},
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
    .set_defaults = hook<set_defaults>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .has_status = true,
    .tracks_generation = true,
};

}  // namespace pintle::flowcontrol

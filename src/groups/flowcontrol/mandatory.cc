#include "groups/flowcontrol/mandatory.h"

#include "base/check.h"
#include "object/equality.h"
#include "object/json.h"
#include "views/flowcontrol_v1.h"

namespace pintle::flowcontrol {
namespace {

constexpr std::string_view kExemptSchema = R"({
  "priorityLevelConfiguration": {"name": "exempt"}, "matchingPrecedence": 1,
  "rules": [{
    "subjects": [{"kind": "Group", "group": {"name": "system:masters"}}],
    "resourceRules": [{"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"], "clusterScope": true, "namespaces": ["*"]}],
    "nonResourceRules": [{"verbs": ["*"], "nonResourceURLs": ["*"]}]}]})";
constexpr std::string_view kCatchAllSchema = R"({
  "priorityLevelConfiguration": {"name": "catch-all"}, "matchingPrecedence": 10000, "distinguisherMethod": {"type": "ByUser"},
  "rules": [{
    "subjects": [{"kind": "Group", "group": {"name": "system:unauthenticated"}},
                 {"kind": "Group", "group": {"name": "system:authenticated"}}],
    "resourceRules": [{"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"], "clusterScope": true, "namespaces": ["*"]}],
    "nonResourceRules": [{"verbs": ["*"], "nonResourceURLs": ["*"]}]}]})";
constexpr std::string_view kCatchAllLevel = R"({
  "type": "Limited",
  "limited": {"nominalConcurrencyShares": 5, "lendablePercent": 0, "limitResponse": {"type": "Reject"}}})";

bool equals(const schema::Type& type, const object::Value* value, std::string_view json) {
  const auto wanted = object::decode_json(type, Bytes::copy(json));
  PINTLE_CHECK(wanted);
  return object::semantic_equal(type, value, &wanted->document.root());
}

}  // namespace

bool matches_mandatory_flow_schema(v1::FlowSchemaSpec spec, std::string_view name) {
  if (name != kExempt && name != kCatchAll) return true;
  return equals(v1::FlowSchemaSpec::schema_type(), spec.node(), name == kExempt ? kExemptSchema : kCatchAllSchema);
}

bool matches_mandatory_priority_level(v1::PriorityLevelConfigurationSpec spec, std::string_view name) {
  if (name == kExempt) return spec.type() == "Exempt" && !spec.limited();
  return name != kCatchAll || equals(v1::PriorityLevelConfigurationSpec::schema_type(), spec.node(), kCatchAllLevel);
}

}  // namespace pintle::flowcontrol

#include "groups/flowcontrol/bootstrap_configuration.h"

#include <algorithm>
#include <vector>

#include "base/check.h"
#include "base/go_text.h"
#include "groups/flowcontrol/flowcontrol.h"
#include "groups/flowcontrol/mandatory.h"
#include "object/equality.h"
#include "object/json.h"
#include "object/mutable_object_meta.h"
#include "views/flowcontrol_v1.h"

namespace pintle::flowcontrol {
namespace {

using object::Document;
using object::ObjectMeta;

constexpr std::string_view kByUser = "ByUser";
constexpr std::string_view kByNamespace = "ByNamespace";
constexpr std::string_view kEverything =
    R"("resourceRules":[{"verbs":["*"],"apiGroups":["*"],"resources":["*"],"clusterScope":true,"namespaces":["*"]}],)"
    R"("nonResourceRules":[{"verbs":["*"],"nonResourceURLs":["*"]}])";
constexpr std::string_view kSystemAccounts = R"({"kind":"ServiceAccount","serviceAccount":{"name":"*","namespace":"kube-system"}})";

struct Queues {
  int count, hand_size;
};
std::string limited(int shares, int lendable_percent, Queues queues) {
  return R"({"type":"Limited","limited":{"nominalConcurrencyShares":)" + std::to_string(shares) + R"(,"lendablePercent":)" +
         std::to_string(lendable_percent) + R"(,"limitResponse":{"type":"Queue","queuing":{"queues":)" + std::to_string(queues.count) +
         R"(,"handSize":)" + std::to_string(queues.hand_size) + R"(,"queueLengthLimit":50}}}})";
}

std::string group(std::string_view name) { return R"({"kind":"Group","group":{"name":")" + std::string(name) + R"("}})"; }
std::string user(std::string_view name) { return R"({"kind":"User","user":{"name":")" + std::string(name) + R"("}})"; }
std::string everybody() { return group("system:unauthenticated") + "," + group("system:authenticated"); }

// How many requests of whom go to which level.
struct Flow {
  std::string_view level;
  int precedence;
  std::string_view distinguisher;  // "" for none
};
std::string schema(const Flow& flow, std::string_view subjects, std::string_view rules) {
  std::string json = R"({"priorityLevelConfiguration":{"name":")";
  json.append(flow.level).append(R"("},"matchingPrecedence":)").append(std::to_string(flow.precedence));
  if (!flow.distinguisher.empty()) json.append(R"(,"distinguisherMethod":{"type":")").append(flow.distinguisher).append("\"}");
  json.append(R"(,"rules":[{"subjects":[)").append(subjects).append("],").append(rules).append("}]}");
  return json;
}

std::vector<BootstrapObject> make_priority_levels() {
  constexpr auto kSuggested = Maintenance::kSuggested;
  constexpr auto kMandatory = Maintenance::kMandatory;
  return {
      {"system", kSuggested, limited(30, 33, {64, 6})},
      {"node-high", kSuggested, limited(40, 25, {64, 6})},
      {"leader-election", kSuggested, limited(10, 0, {16, 4})},
      {"workload-high", kSuggested, limited(40, 50, {128, 6})},
      {"workload-low", kSuggested, limited(100, 90, {128, 6})},
      {"global-default", kSuggested, limited(20, 50, {128, 6})},
      {kCatchAll, kMandatory,
       R"({"type":"Limited","limited":{"nominalConcurrencyShares":5,"lendablePercent":0,"limitResponse":{"type":"Reject"}}})"},
      {kExempt, kMandatory, R"({"type":"Exempt","exempt":{"nominalConcurrencyShares":0,"lendablePercent":0}})"},
  };
}

std::vector<BootstrapObject> make_flow_schemas() {
  constexpr auto kSuggested = Maintenance::kSuggested;
  constexpr auto kMandatory = Maintenance::kMandatory;
  const std::string manager = user("system:kube-controller-manager");
  const std::string scheduler = user("system:kube-scheduler");
  constexpr std::string_view kNodeHealth =
      R"("resourceRules":[{"verbs":["*"],"apiGroups":[""],"resources":["nodes","nodes/status"],"clusterScope":true,"namespaces":["*"]},)"
      R"({"verbs":["*"],"apiGroups":["coordination.k8s.io"],"resources":["leases"],"namespaces":["*"]}])";
  constexpr std::string_view kProbes = R"("nonResourceRules":[{"verbs":["get"],"nonResourceURLs":["/healthz","/readyz","/livez"]}])";
  constexpr std::string_view kLeases = R"("resourceRules":[{"verbs":["get","create","update"],"apiGroups":["coordination.k8s.io"],)"
                                       R"("resources":["leases"],"namespaces":["*"]}])";
  return {
      {"system-nodes", kSuggested, schema({"system", 500, kByUser}, group("system:nodes"), kEverything)},
      {"system-node-high", kSuggested, schema({"node-high", 400, kByUser}, group("system:nodes"), kNodeHealth)},
      {"probes", kSuggested, schema({"exempt", 2, ""}, everybody(), kProbes)},
      {"system-leader-election", kSuggested,
       schema({"leader-election", 100, kByUser}, manager + "," + scheduler + "," + std::string(kSystemAccounts), kLeases)},
      {"kube-controller-manager", kSuggested, schema({"workload-high", 800, kByNamespace}, manager, kEverything)},
      {"kube-scheduler", kSuggested, schema({"workload-high", 800, kByNamespace}, scheduler, kEverything)},
      {"kube-system-service-accounts", kSuggested, schema({"workload-high", 900, kByNamespace}, kSystemAccounts, kEverything)},
      {"service-accounts", kSuggested, schema({"workload-low", 9000, kByUser}, group("system:serviceaccounts"), kEverything)},
      {"global-default", kSuggested, schema({"global-default", 9900, kByUser}, everybody(), kEverything)},
      {kExempt, kMandatory, schema({"exempt", 1, ""}, group("system:masters"), kEverything)},
      {kCatchAll, kMandatory, schema({"catch-all", 10000, kByUser}, everybody(), kEverything)},
  };
}

ObjectMeta meta_of(const Document& document) { return ObjectMeta(*document.type(), document.root()); }

const object::Value* member(const Document& document, std::string_view name) {
  return document.root().get(static_cast<uint16_t>(document.type()->find(name)));
}

// What the annotation says; nothing when it is absent or no boolean.
std::optional<bool> auto_updates(const ObjectMeta& meta) {
  const object::Value* value = meta.annotations() ? meta.annotations()->get(kAutoUpdateSpec) : nullptr;
  if (!value) return std::nullopt;
  const auto parsed = parse_go_bool(value->as_string());
  return parsed ? std::optional(*parsed) : std::nullopt;
}

// How much the exempt level borrows and lends is the administrator's.
bool is_spec_as_wanted(const api::Kind& kind, const BootstrapObject& object, const Document& wanted, const Document& live) {
  if (kind.kind == kPriorityLevelConfiguration.kind && object.name == kExempt) {
    const v1::PriorityLevelConfigurationSpec spec = v1::PriorityLevelConfiguration(&live.root()).spec();
    return spec.has_exempt() && matches_mandatory_priority_level(spec, kExempt);
  }
  const auto& field = wanted.type()->fields[static_cast<size_t>(wanted.type()->find("spec"))];
  return object::semantic_equal(field, member(wanted, "spec"), member(live, "spec"));
}

}  // namespace

std::span<const BootstrapObject> bootstrap_priority_levels() {
  static const std::vector<BootstrapObject> levels = make_priority_levels();
  return levels;
}

std::span<const BootstrapObject> bootstrap_flow_schemas() {
  static const std::vector<BootstrapObject> schemas = make_flow_schemas();
  return schemas;
}

Document bootstrap_document(const api::Kind& kind, const BootstrapObject& object) {
  const schema::Type* type = schema::find_builtin_kind(kind.group, kind.version, kind.kind);
  PINTLE_CHECK(type);
  std::string json = R"({"metadata":{"name":)";
  object::append_json_string(object.name, json);
  json.append(R"(,"annotations":{")").append(kAutoUpdateSpec).append(R"(":"true"}},"spec":)").append(object.spec_json).append("}");
  auto decoded = object::decode_json(*type, Bytes::take(std::move(json)));
  PINTLE_CHECK(decoded);
  return std::move(decoded->document);
}

std::optional<Document> revise(const api::Kind& kind, const BootstrapObject& object, const Document& live) {
  const ObjectMeta meta = meta_of(live);
  const std::optional<bool> said = auto_updates(meta);
  const bool updates_spec = object.maintenance == Maintenance::kMandatory || said.value_or(meta.generation() == 1);
  Document wanted = bootstrap_document(kind, object);
  const bool spec_changes = updates_spec && !is_spec_as_wanted(kind, object, wanted, live);
  const bool annotation_changes = said != updates_spec;
  if (!spec_changes && !annotation_changes) return std::nullopt;
  Document revised = live.clone();
  const auto spec = static_cast<uint16_t>(live.type()->find("spec"));
  if (spec_changes) revised.root().set(revised.arena(), spec, object::deep_copy(*wanted.root().get(spec), revised.arena()));
  if (annotation_changes) object::MutableObjectMeta(revised).set_annotation(kAutoUpdateSpec, updates_spec ? "true" : "false");
  return revised;
}

bool is_unwanted(const Document& live, std::span<const BootstrapObject> wanted) {
  const ObjectMeta meta = meta_of(live);
  if (std::ranges::find(wanted, meta.name(), &BootstrapObject::name) != wanted.end()) return false;
  return auto_updates(meta).value_or(false);
}

std::string_view priority_level_of(const Document& flow_schema) {
  return v1::FlowSchema(&flow_schema.root()).spec().priority_level_configuration().name();
}

std::optional<std::string> dangling_configuration(const Document& flow_schema, bool has_level, std::string_view now) {
  const std::string level =
      "This FlowSchema references the PriorityLevelConfiguration object named " + go_quoted(priority_level_of(flow_schema));
  const std::string_view status = has_level ? "False" : "True";
  const std::string_view reason = has_level ? "Found" : "NotFound";
  const std::string message = level + (has_level ? " and it exists" : " but there is no such object");
  for (const v1::FlowSchemaCondition condition : v1::FlowSchema(&flow_schema.root()).status().conditions()) {
    if (condition.type() != "Dangling") continue;
    if (condition.status() == status && condition.reason() == reason && condition.message() == message) return std::nullopt;
    break;
  }
  std::string json = R"({"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema","metadata":{"name":)";
  object::append_json_string(meta_of(flow_schema).name(), json);
  json.append(R"(},"status":{"conditions":[{"type":"Dangling","status":")")
      .append(status)
      .append(R"(","lastTransitionTime":")")
      .append(now);
  json.append(R"(","reason":")").append(reason).append(R"(","message":)");
  object::append_json_string(message, json);
  return json + "}]}}";
}

}  // namespace pintle::flowcontrol

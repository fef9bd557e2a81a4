#include "groups/autoscaling/behavior_json.h"

#include <optional>

#include "object/json.h"
#include "views/autoscaling_v2_mut.h"

namespace pintle::autoscaling {
namespace {

using object::Value;

template <class Text>
void add(std::string_view name, Text text, std::string& out) {
  if (out.back() != '{') out += ',';
  out.append("\"").append(name).append("\":").append(text);
}

std::string number_or_null(std::optional<int32_t> number) { return number ? std::to_string(*number) : "null"; }

std::string text_or_null(std::optional<std::string_view> text) {
  if (!text) return "null";
  std::string out;
  object::append_json_string(*text, out);
  return out;
}

std::string policies_json(v2::HPAScalingRules rules) {
  if (!rules.has_policies()) return "null";
  std::string out = "[";
  for (auto [index, policy] : rules.policies().enumerate()) {
    if (index > 0) out += ',';
    out += '{';
    add("Type", text_or_null(policy.type()), out);
    add("Value", std::to_string(policy.value()), out);
    add("PeriodSeconds", std::to_string(policy.period_seconds()), out);
    out += '}';
  }
  return out += ']';
}

std::string rules_json(v2::HPAScalingRules rules) {
  if (!rules.present()) return "null";
  std::string out = "{";
  add("StabilizationWindowSeconds", number_or_null(rules.stabilization_window_seconds()), out);
  add("SelectPolicy", text_or_null(rules.select_policy()), out);
  add("Policies", policies_json(rules), out);
  add("Tolerance", text_or_null(rules.tolerance()), out);
  return out += '}';
}

// The member of a JSON object, or null; JSON's null is none.
const Value* member(const Value& object, std::string_view name) {
  const Value* found = object.is_map() ? object.get(name) : nullptr;
  return found && !found->is_null() ? found : nullptr;
}

void read_policies(const Value& list, v2::HPAScalingRulesMut rules) {
  const object::ListMut policies = rules.ensure_policies();
  for (const Value& item : list.items()) {
    const v2::HPAScalingPolicyMut policy = policies.append();
    if (const Value* type = member(item, "Type")) policy.set_type(type->as_string());
    if (const Value* value = member(item, "Value")) policy.set_value(static_cast<int32_t>(value->as_int()));
    if (const Value* period = member(item, "PeriodSeconds")) policy.set_period_seconds(static_cast<int32_t>(period->as_int()));
  }
}

void read_rules(const Value& json, v2::HPAScalingRulesMut rules) {
  if (const Value* window = member(json, "StabilizationWindowSeconds"))
    rules.set_stabilization_window_seconds(static_cast<int32_t>(window->as_int()));
  if (const Value* policy = member(json, "SelectPolicy")) rules.set_select_policy(policy->as_string());
  if (const Value* policies = member(json, "Policies")) read_policies(*policies, rules);
  if (const Value* tolerance = member(json, "Tolerance")) rules.set_tolerance(tolerance->as_string());
}

}  // namespace

std::string behavior_json(v2::HorizontalPodAutoscalerBehavior behavior) {
  std::string out = "{";
  add("ScaleUp", rules_json(behavior.scale_up()), out);
  add("ScaleDown", rules_json(behavior.scale_down()), out);
  return out += '}';
}

Value behavior_from_json(std::string_view json, object::Arena& arena) {
  const auto decoded = object::decode_json(object::any_type(), Bytes::copy(json));
  if (!decoded) return {};
  const Value& root = decoded->document.root();
  Value behavior = Value::empty_struct();
  const v2::HorizontalPodAutoscalerBehaviorMut view(&behavior, arena);
  if (const Value* up = member(root, "ScaleUp")) read_rules(*up, view.ensure_scale_up());
  if (const Value* down = member(root, "ScaleDown")) read_rules(*down, view.ensure_scale_down());
  return behavior.fields().empty() ? Value() : behavior;
}

}  // namespace pintle::autoscaling

#include "groups/core/scheduling_rules.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "groups/core/match_label_keys.h"
#include "object/go_format.h"
#include "object/label_selector.h"
#include "object/validation.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::json_quoted;
using object::ListView;
using object::quoted;

constexpr int32_t kWeightMax = 100;

void validate_term(v1::PodAffinityTerm term, const SchedulingRules& rules, const FieldPath& path, ErrorList& errors) {
  const object::LabelSelectorRules selectors = {.allow_invalid_values = rules.allow_invalid_label_value_in_selector};
  object::validate_label_selector(term.label_selector().node(), selectors, path.child("labelSelector"), errors);
  object::validate_label_selector(term.namespace_selector().node(), selectors, path.child("namespaceSelector"), errors);
  for (std::string_view name : term.namespaces()) errors.invalid_text_each(path.child("namespace"), name, object::is_dns1123_label(name));
  validate_match_label_keys(term.match_label_keys(), term.mismatch_label_keys(), term.label_selector(), path, errors);
  if (term.topology_key().empty()) errors.required(path.child("topologyKey"), "can not be empty");
  object::validate_label_name(term.topology_key(), path.child("topologyKey"), errors);
}

void validate_weight(int32_t weight, const FieldPath& path, ErrorList& errors) {
  if (weight <= 0 || weight > kWeightMax) errors.invalid(path, std::to_string(weight), "must be in the range 1-100");
}

// PodAffinity and PodAntiAffinity.
template <class PodAffinity>
void validate_terms(PodAffinity affinity, const SchedulingRules& rules, const FieldPath& path, ErrorList& errors) {
  const FieldPath required = path.child("requiredDuringSchedulingIgnoredDuringExecution");
  for (auto [index, term] : affinity.required_during_scheduling_ignored_during_execution().enumerate())
    validate_term(term, rules, required.index(index), errors);
  const FieldPath preferred = path.child("preferredDuringSchedulingIgnoredDuringExecution");
  for (auto [index, term] : affinity.preferred_during_scheduling_ignored_during_execution().enumerate()) {
    validate_weight(term.weight(), preferred.index(index).child("weight"), errors);
    validate_term(term.pod_affinity_term(), rules, preferred.index(index).child("podAffinityTerm"), errors);
  }
}

void validate_node_affinity(v1::NodeAffinity affinity, const SchedulingRules& rules, const FieldPath& path, ErrorList& errors) {
  const v1::NodeSelector required = affinity.required_during_scheduling_ignored_during_execution();
  const LabelValues values = rules.allow_invalid_label_value_in_required_node_affinity ? LabelValues::kUnchecked : LabelValues::kChecked;
  if (required) validate_node_selector(required, values, path.child("requiredDuringSchedulingIgnoredDuringExecution"), errors);
  const FieldPath preferred = path.child("preferredDuringSchedulingIgnoredDuringExecution");
  for (auto [index, term] : affinity.preferred_during_scheduling_ignored_during_execution().enumerate()) {
    validate_weight(term.weight(), preferred.index(index).child("weight"), errors);
    validate_node_selector_term(term.preference(), LabelValues::kUnchecked, preferred.index(index).child("preference"), errors);
  }
}

void validate_requirement(v1::NodeSelectorRequirement requirement, LabelValues values, const FieldPath& path, ErrorList& errors) {
  const std::string_view op = requirement.operator_();
  const size_t count = requirement.values().size();
  const FieldPath at = path.child("values");
  if (op == "In" || op == "NotIn") {
    if (count == 0) errors.required(at, "must be specified when `operator` is 'In' or 'NotIn'");
  } else if (op == "Exists" || op == "DoesNotExist") {
    if (count > 0) errors.forbidden(at, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
  } else if (op == "Gt" || op == "Lt") {
    if (count != 1) errors.required(at, "must be specified single value when `operator` is 'Lt' or 'Gt'");
  } else {
    errors.invalid(path.child("operator"), json_quoted(op), "not a valid selector operator");
  }
  object::validate_label_name(requirement.key(), path.child("key"), errors);
  if (values == LabelValues::kUnchecked) return;
  for (auto [index, value] : requirement.values().enumerate())
    errors.invalid_text_each(at.index(index), value, object::is_label_value(value));
}

// Of the fields of a Node only metadata.name may be asked for.
void validate_field_requirement(v1::NodeSelectorRequirement requirement, const FieldPath& path, ErrorList& errors) {
  const std::string_view op = requirement.operator_();
  if (op != "In" && op != "NotIn") {
    errors.invalid(path.child("operator"), json_quoted(op), "not a valid selector operator");
  } else if (requirement.values().size() != 1) {
    errors.required(path.child("values"), "must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
  }
  if (requirement.key() != "metadata.name")
    return errors.invalid(path.child("key"), quoted(requirement.key()), "not a valid field selector key");
  for (auto [index, value] : requirement.values().enumerate())
    errors.invalid_text_each(path.child("values").index(index), value, object::name_is_dns_subdomain(value, object::NameUse::kWhole));
}

// strconv.ParseInt(text, 10, 64) fails; what it says.
std::string parse_int_fault(std::string_view text) {
  std::string_view digits = text;
  if (digits.starts_with('+')) digits.remove_prefix(1);
  int64_t number = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const bool whole = end == digits.data() + digits.size() && !(text.starts_with('+') && digits.starts_with('-'));
  if (fault == std::errc() && whole) return "";
  const bool range = fault == std::errc::result_out_of_range && whole;
  return "strconv.ParseInt: parsing " + quoted(text) + ": " + (range ? "value out of range" : "invalid syntax");
}

std::string join(std::span<const std::string> texts, std::string_view separator) {
  std::string out;
  for (const std::string& text : texts) out.append(&text == texts.data() ? "" : separator).append(text);
  return out;
}

void validate_comparison(v1::Toleration toleration, const SchedulingRules& rules, const FieldPath& path, ErrorList& errors) {
  static constexpr std::array<std::string_view, 4> kOperators = {"Equal", "Exists", "Lt", "Gt"};
  const std::string_view value = toleration.value();
  if (!rules.allow_taint_toleration_comparison_operators)
    return errors.not_supported(path.child("operator"), json_quoted(toleration.operator_()), kOperators);
  errors.invalid_text_each(path.child("value"), value, object::is_decimal_integer(value));
  if (const std::string fault = parse_int_fault(value); !fault.empty()) errors.invalid(path.child("value"), quoted(value), fault);
}

void validate_operator(v1::Toleration toleration, const SchedulingRules& rules, const FieldPath& path, ErrorList& errors) {
  static constexpr std::array<std::string_view, 2> kOperators = {"Equal", "Exists"};
  const std::string_view op = toleration.operator_();
  const std::string_view value = toleration.value();
  const FieldPath at = path.child("operator");
  if (op.empty() || op == "Equal") {
    const object::Messages faults = object::is_label_value(value);
    if (!faults.empty()) errors.invalid(at, quoted(value), join(faults, ";"));
  } else if (op == "Exists") {
    if (!value.empty()) errors.invalid(at, quoted(value), "value must be empty when `operator` is 'Exists'");
  } else if (op == "Lt" || op == "Gt") {
    validate_comparison(toleration, rules, path, errors);
  } else {
    errors.not_supported(at, json_quoted(op), kOperators);
  }
}

void validate_toleration(v1::Toleration toleration, const SchedulingRules& rules, const FieldPath& path, ErrorList& errors) {
  const std::string_view op = toleration.operator_();
  const std::string_view effect = toleration.effect();
  if (!toleration.key().empty()) object::validate_label_name(toleration.key(), path.child("key"), errors);
  if (toleration.key().empty() && op != "Exists")
    errors.invalid(path.child("operator"), json_quoted(op),
                   "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
  if (toleration.toleration_seconds() && effect != "NoExecute")
    errors.invalid(path.child("effect"), json_quoted(effect), "effect must be 'NoExecute' when `tolerationSeconds` is set");
  validate_operator(toleration, rules, path, errors);
  if (!effect.empty()) validate_taint_effect(effect, EmptyEffect::kAllowed, path.child("effect"), errors);
}

}  // namespace

void validate_affinity(v1::Affinity affinity, const SchedulingRules& rules, const FieldPath& path, ErrorList& errors) {
  if (affinity.node_affinity()) validate_node_affinity(affinity.node_affinity(), rules, path.child("nodeAffinity"), errors);
  if (affinity.pod_affinity()) validate_terms(affinity.pod_affinity(), rules, path.child("podAffinity"), errors);
  if (affinity.pod_anti_affinity()) validate_terms(affinity.pod_anti_affinity(), rules, path.child("podAntiAffinity"), errors);
}

void validate_tolerations(ListView<v1::Toleration> tolerations, const SchedulingRules& rules, const FieldPath& path, ErrorList& errors) {
  for (auto [index, toleration] : tolerations.enumerate()) validate_toleration(toleration, rules, path.index(index), errors);
}

void validate_taint_effect(std::string_view effect, EmptyEffect empty, const FieldPath& path, ErrorList& errors) {
  static constexpr std::array<std::string_view, 3> kEffects = {"NoSchedule", "PreferNoSchedule", "NoExecute"};
  if (empty == EmptyEffect::kRequired && effect.empty()) return errors.required(path, "");
  if (std::ranges::find(kEffects, effect) == kEffects.end()) errors.not_supported(path, json_quoted(effect), kEffects);
}

void validate_node_selector(v1::NodeSelector selector, LabelValues values, const FieldPath& path, ErrorList& errors) {
  const FieldPath at = path.child("nodeSelectorTerms");
  if (selector.node_selector_terms().empty()) return errors.required(at, "must have at least one node selector term");
  for (auto [index, term] : selector.node_selector_terms().enumerate()) validate_node_selector_term(term, values, at.index(index), errors);
}

void validate_node_selector_term(v1::NodeSelectorTerm term, LabelValues values, const FieldPath& path, ErrorList& errors) {
  for (auto [index, requirement] : term.match_expressions().enumerate())
    validate_requirement(requirement, values, path.child("matchExpressions").index(index), errors);
  for (auto [index, requirement] : term.match_fields().enumerate())
    validate_field_requirement(requirement, path.child("matchFields").index(index), errors);
}

}  // namespace pintle::core

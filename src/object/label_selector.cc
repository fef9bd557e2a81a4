#include "object/label_selector.h"

#include <algorithm>
#include <charconv>

#include "base/check.h"
#include "object/label_selector_parser.h"
#include "object/object_meta.h"
#include "object/validation.h"
#include "schema/type.h"

namespace pintle::object {
namespace {

constexpr std::string_view kLabelSelectorName = "io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector";

// Where the fields of a metav1.LabelSelector and of its requirements are.
struct SelectorFields {
  uint16_t match_labels, match_expressions, key, op, values;
  static const SelectorFields& get() {
    static const SelectorFields kFields = [] {
      const schema::Type* type = schema::find_builtin_type(kLabelSelectorName);
      PINTLE_CHECK(type != nullptr);
      const auto at = [](const schema::Type& of, std::string_view name) { return static_cast<uint16_t>(of.find(name)); };
      const uint16_t expressions = at(*type, "matchExpressions");
      const schema::Type& requirement = *type->fields[expressions].type->element;
      return SelectorFields{.match_labels = at(*type, "matchLabels"),
                            .match_expressions = expressions,
                            .key = at(requirement, "key"),
                            .op = at(requirement, "operator"),
                            .values = at(requirement, "values")};
    }();
    return kFields;
  }
};

std::optional<int64_t> parse_int(std::string_view text) {
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string print(const std::vector<std::string>& values) {
  const std::vector<std::string_view> views(values.begin(), values.end());
  return printed_list(views);
}

std::string joined(const Messages& messages) {
  std::string text;
  for (const std::string& message : messages) text.append(&message == messages.data() ? "" : "; ").append(message);
  return text;
}

void validate_count(const LabelRequirement& requirement, const FieldPath& path, ErrorList& errors) {
  const size_t count = requirement.values.size();
  const auto must = [&](bool holds, std::string_view text) {
    if (!holds) errors.invalid(path, print(requirement.values), text);
  };
  switch (requirement.op) {
    case LabelOperator::kIn:
    case LabelOperator::kNotIn:
      return must(count > 0, "for 'in', 'notin' operators, values set can't be empty");
    case LabelOperator::kEquals:
    case LabelOperator::kDoubleEquals:
    case LabelOperator::kNotEquals:
      return must(count == 1, "exact-match compatibility requires one single value");
    case LabelOperator::kExists:
    case LabelOperator::kDoesNotExist:
      return must(count == 0, "values set must be empty for exists and does not exist");
    case LabelOperator::kGreaterThan:
    case LabelOperator::kLessThan:
      break;
  }
  must(count == 1, "for 'Gt', 'Lt' operators, exactly one value is required");
  for (size_t i = 0; i < count; ++i) {
    if (parse_int(requirement.values[i])) continue;
    errors.invalid(path.index(i), quoted(requirement.values[i]), "for 'Gt', 'Lt' operators, the value must be an integer");
  }
}

// labels.NewRequirement.
Result<void> validate(const LabelRequirement& requirement) {
  ErrorList errors;
  if (Messages faults = is_qualified_name(requirement.key); !faults.empty()) {
    errors.invalid(FieldPath("key"), quoted(requirement.key), joined(faults));
  }
  const FieldPath values("values");
  validate_count(requirement, values, errors);
  for (size_t i = 0; i < requirement.values.size(); ++i) {
    if (Messages faults = is_label_value(requirement.values[i]); !faults.empty()) {
      errors.invalid(values.index(i).key(requirement.key), quoted(requirement.values[i]), joined(faults));
    }
  }
  if (errors.empty()) return {};
  return fail(Status::bad_request(errors.joined()));
}

Result<LabelOperator> selector_operator(std::string_view name) {
  if (name == "In") return LabelOperator::kIn;
  if (name == "NotIn") return LabelOperator::kNotIn;
  if (name == "Exists") return LabelOperator::kExists;
  if (name == "DoesNotExist") return LabelOperator::kDoesNotExist;
  return fail(Status::bad_request(quoted(name) + " is not a valid label selector operator"));
}

std::vector<std::string> strings_of(const Value* list) {
  std::vector<std::string> strings;
  if (list == nullptr) return strings;
  for (const Value& item : list->items()) strings.emplace_back(item.as_string());
  return strings;
}

std::string_view text_of(const Value& node, uint16_t field) {
  const Value* value = node.get(field);
  return value ? value->as_string() : std::string_view();
}

std::string_view symbol(LabelOperator op) {
  switch (op) {
    case LabelOperator::kIn:
      return " in ";
    case LabelOperator::kNotIn:
      return " notin ";
    case LabelOperator::kEquals:
      return "=";
    case LabelOperator::kDoubleEquals:
      return "==";
    case LabelOperator::kNotEquals:
      return "!=";
    case LabelOperator::kGreaterThan:
      return ">";
    case LabelOperator::kLessThan:
      return "<";
    case LabelOperator::kExists:
    case LabelOperator::kDoesNotExist:
      break;
  }
  return "";
}

void validate_requirement(const Value& requirement, LabelSelectorRules rules, const FieldPath& path, ErrorList& errors) {
  const SelectorFields& fields = SelectorFields::get();
  const std::string_view op = text_of(requirement, fields.op);
  const Value* values = requirement.get(fields.values);
  const bool has_values = values && values->size() > 0;
  if (op == "In" || op == "NotIn") {
    if (!has_values) errors.required(path.child("values"), "must be specified when `operator` is 'In' or 'NotIn'");
  } else if (op == "Exists" || op == "DoesNotExist") {
    if (has_values) errors.forbidden(path.child("values"), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
  } else if (!rules.allow_unknown_operator) {
    errors.invalid(path.child("operator"), json_quoted(op), "not a valid selector operator");
  }
  validate_label_name(text_of(requirement, fields.key), path.child("key"), errors);
  if (rules.allow_invalid_values || !has_values) return;
  for (size_t i = 0; i < values->size(); ++i) {
    const std::string_view value = values->items()[i].as_string();
    errors.invalid_text_each(path.child("values").index(i), value, is_label_value(value));
  }
}

}  // namespace

bool LabelRequirement::matches(const std::string_view* value) const {
  const auto has_value = [&] { return std::ranges::find(values, *value) != values.end(); };
  switch (op) {
    case LabelOperator::kIn:
    case LabelOperator::kEquals:
    case LabelOperator::kDoubleEquals:
      return value && has_value();
    case LabelOperator::kNotIn:
    case LabelOperator::kNotEquals:
      return !value || !has_value();
    case LabelOperator::kExists:
      return value != nullptr;
    case LabelOperator::kDoesNotExist:
      return value == nullptr;
    case LabelOperator::kGreaterThan:
    case LabelOperator::kLessThan:
      break;
  }
  if (!value || values.size() != 1) return false;
  const std::optional<int64_t> label = parse_int(*value);
  const std::optional<int64_t> bound = parse_int(values[0]);
  if (!label || !bound) return false;
  return op == LabelOperator::kGreaterThan ? *label > *bound : *label < *bound;
}

std::string LabelRequirement::to_string() const {
  std::string text = op == LabelOperator::kDoesNotExist ? "!" + key : key;
  text += symbol(op);
  if (op == LabelOperator::kExists || op == LabelOperator::kDoesNotExist) return text;
  const bool set = op == LabelOperator::kIn || op == LabelOperator::kNotIn;
  std::vector<std::string_view> sorted(values.begin(), values.end());
  std::ranges::sort(sorted);
  if (set) text += '(';
  for (size_t i = 0; i < sorted.size(); ++i) text.append(i == 0 ? "" : ",").append(sorted[i]);
  if (set) text += ')';
  return text;
}

LabelSelector LabelSelector::nothing() {
  LabelSelector selector;
  selector.nothing_ = true;
  return selector;
}

Result<LabelSelector> LabelSelector::parse(std::string_view text) {
  PINTLE_TRY(std::vector<LabelRequirement> requirements, parse_label_requirements(text, validate));
  LabelSelector selector;
  for (LabelRequirement& requirement : requirements) selector.insert(std::move(requirement));
  return selector;
}

Result<LabelSelector> LabelSelector::from_value(const Value* value) {
  if (value == nullptr) return nothing();
  const SelectorFields& fields = SelectorFields::get();
  LabelSelector selector;
  if (const Value* labels = value->get(fields.match_labels)) {
    for (const Entry& label : labels->entries()) {
      LabelRequirement equals{std::string(label.key), LabelOperator::kEquals, {std::string(label.value.as_string())}};
      PINTLE_TRY_VOID(selector.add(std::move(equals)));
    }
  }
  if (const Value* expressions = value->get(fields.match_expressions)) {
    for (const Value& expression : expressions->items()) {
      PINTLE_TRY(const LabelOperator op, selector_operator(text_of(expression, fields.op)));
      LabelRequirement requirement{std::string(text_of(expression, fields.key)), op, strings_of(expression.get(fields.values))};
      PINTLE_TRY_VOID(selector.add(std::move(requirement)));
    }
  }
  return selector;
}

LabelSelector LabelSelector::from_labels(const Value* labels) {
  LabelSelector selector;
  if (labels == nullptr) return selector;
  for (const Entry& label : labels->entries()) {
    selector.requirements_.push_back({std::string(label.key), LabelOperator::kEquals, {std::string(label.value.as_string())}});
  }
  return selector;
}

Result<void> LabelSelector::add(LabelRequirement requirement) {
  PINTLE_TRY_VOID(validate(requirement));
  insert(std::move(requirement));
  return {};
}

void LabelSelector::insert(LabelRequirement requirement) {
  const auto at = std::ranges::upper_bound(requirements_, requirement.key, {}, &LabelRequirement::key);
  requirements_.insert(at, std::move(requirement));
}

bool LabelSelector::matches(const Value* labels) const {
  if (nothing_) return false;
  return std::ranges::all_of(requirements_, [&](const LabelRequirement& requirement) {
    const Value* label = labels ? labels->get(requirement.key) : nullptr;
    if (label == nullptr) return requirement.matches(nullptr);
    const std::string_view value = label->as_string();
    return requirement.matches(&value);
  });
}

bool LabelSelector::matches(std::span<const Label> labels) const {
  if (nothing_) return false;
  return std::ranges::all_of(requirements_, [&](const LabelRequirement& requirement) {
    const auto label = std::ranges::lower_bound(labels, std::string_view(requirement.key), {}, &Label::key);
    return requirement.matches(label != labels.end() && label->key == requirement.key ? &label->value : nullptr);
  });
}

std::optional<std::string_view> LabelSelector::requires_exact_match(std::string_view key) const {
  const auto requirement = std::ranges::find(requirements_, key, &LabelRequirement::key);
  if (requirement == requirements_.end() || requirement->values.size() != 1) return std::nullopt;
  const LabelOperator op = requirement->op;
  const bool exact = op == LabelOperator::kEquals || op == LabelOperator::kDoubleEquals || op == LabelOperator::kIn;
  return exact ? std::optional<std::string_view>(requirement->values[0]) : std::nullopt;
}

std::string LabelSelector::to_string() const {
  std::string text;
  for (const LabelRequirement& requirement : requirements_) text.append(text.empty() ? "" : ",").append(requirement.to_string());
  return text;
}

void validate_label_selector(const Value* selector, LabelSelectorRules rules, const FieldPath& path, ErrorList& errors) {
  if (selector == nullptr) return;
  const SelectorFields& fields = SelectorFields::get();
  validate_labels(selector->get(fields.match_labels), path.child("matchLabels"), errors);
  const Value* expressions = selector->get(fields.match_expressions);
  for (size_t i = 0; expressions && i < expressions->size(); ++i) {
    validate_requirement(expressions->items()[i], rules, path.child("matchExpressions").index(i), errors);
  }
}

}  // namespace pintle::object

#include "groups/internal_json.h"
#include "groups/resource/rules.h"
#include "groups/resource/slice_rules.h"
#include "object/quantity.h"

namespace pintle::resource {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::Quantity;
using object::quoted;

constexpr int64_t kValueBytesMax = 64;
constexpr int64_t kValidValuesMax = 10;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_version_character(char c) { return is_digit(c) || c == '-' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_number(std::string_view text) {
  for (const char c : text)
    if (!is_digit(c)) return false;
  return text == "0" || (!text.empty() && text[0] != '0');
}

// Identifiers of a pre-release may not be numbers with leading zeros; those of a build may.
bool are_identifiers(std::string_view text, bool numbers_have_no_zeros) {
  for (;;) {
    const std::string_view part = text.substr(0, text.find('.'));
    bool all_digits = true;
    for (const char c : part) {
      if (!is_version_character(c)) return false;
      all_digits = all_digits && is_digit(c);
    }
    if (part.empty() || (numbers_have_no_zeros && all_digits && !is_number(part))) return false;
    if (part.size() == text.size()) return true;
    text.remove_prefix(part.size() + 1);
  }
}

// semver.org, 2.0.0.
bool is_semantic_version(std::string_view text) {
  const size_t plus = text.find('+');
  if (plus != std::string_view::npos && !are_identifiers(text.substr(plus + 1), false)) return false;
  text = text.substr(0, plus);
  const size_t dash = text.find('-');
  if (dash != std::string_view::npos && !are_identifiers(text.substr(dash + 1), true)) return false;
  text = text.substr(0, dash);
  const size_t first = text.find('.');
  const size_t second = first == std::string_view::npos ? first : text.find('.', first + 1);
  if (second == std::string_view::npos) return false;
  return is_number(text.substr(0, first)) && is_number(text.substr(first + 1, second - first - 1)) && is_number(text.substr(second + 1));
}

void validate_text(std::string_view text, const FieldPath& path, ErrorList& errors) {
  if (static_cast<int64_t>(text.size()) > kValueBytesMax) errors.too_long(path, kValueBytesMax);
}

void validate_version(std::string_view version, const FieldPath& path, ErrorList& errors) {
  if (!is_semantic_version(version)) errors.invalid(path, quoted(version), "must be a string compatible with semver.org spec 2.0.0");
  validate_text(version, path, errors);
}

Quantity amount_of(std::string_view text) {
  const auto parsed = Quantity::parse(text.empty() ? "0" : text);
  return parsed ? *parsed : Quantity();
}

// Amounts of one policy, in relation to what there is.
struct Amounts {
  Quantity capacity;
  Quantity fallback;
};

void validate_values(object::ListView<std::string_view> texts, const Amounts& amounts, const FieldPath& path, ErrorList& errors) {
  for (size_t i = 0; i + 1 < texts.size(); ++i)
    if (amount_of(texts[i]) > amount_of(texts[i + 1]))
      errors.invalid(path.index(i + 1), quoted(texts[i + 1]), "values must be sorted in ascending order");
  bool has_fallback = false;
  validate_set(
      texts, kValidValuesMax, path, errors,
      [&](std::string_view text, const FieldPath& at, ErrorList& list) {
        const Quantity amount = amount_of(text);
        if (amount > amounts.capacity)
          list.invalid(at, quoted(text), "option is larger than capacity value: " + amounts.capacity.to_string());
        has_fallback = has_fallback || amount == amounts.fallback;
      },
      [](std::string_view text) { return std::to_string(amount_of(text).value()); });
  if (!has_fallback)
    errors.invalid(path, quoted(amounts.fallback.to_string()), "default value is not valid according to the requestPolicy");
}

void validate_multiple(const Quantity& amount, const Quantity& min, const Quantity& step, const FieldPath& path, ErrorList& errors) {
  if (step.value() != 0 && (amount.value() - min.value()) % step.value() != 0)
    errors.invalid(path, quoted(amount.to_string()),
                   "value is not a multiple of a given step (" + step.to_string() + ") from (" + min.to_string() + ")");
}

void validate_max(const Quantity& min, const Quantity& max, const Amounts& amounts, const FieldPath& path, ErrorList& errors) {
  if (min > max) errors.invalid(path, quoted(min.to_string()), "min is larger than max: " + max.to_string());
  if (max > amounts.capacity)
    errors.invalid(path, quoted(max.to_string()), "max is larger than capacity value: " + amounts.capacity.to_string());
  if (amounts.fallback > max) errors.invalid(path, quoted(amounts.fallback.to_string()), "default is more than max: " + max.to_string());
}

void validate_range(v1::CapacityRequestPolicyRange range, const Amounts& amounts, const FieldPath& path, ErrorList& errors) {
  if (!range.min()) {
    errors.required(path.child("min"), "required when validRange is defined");
    return;
  }
  const Quantity min = amount_of(*range.min());
  if (min > amounts.capacity)
    errors.invalid(path.child("min"), quoted(min.to_string()), "min is larger than capacity value: " + amounts.capacity.to_string());
  if (amounts.fallback < min)
    errors.invalid(path.child("min"), quoted(amounts.fallback.to_string()), "default is less than min: " + min.to_string());
  if (range.max()) validate_max(min, amount_of(*range.max()), amounts, path.child("max"), errors);
  if (!range.step()) return;
  const Quantity step = amount_of(*range.step());
  Quantity added = min;
  added += step;
  if (added > amounts.capacity)
    errors.invalid(path.child("step"), quoted(step.to_string()),
                   "one step " + added.to_string() + " is larger than capacity value: " + amounts.capacity.to_string());
  validate_multiple(amounts.fallback, min, step, path.child("step"), errors);
  if (range.max()) validate_multiple(amount_of(*range.max()), min, step, path.child("step"), errors);
}

}  // namespace

void validate_attribute(v1::DeviceAttribute attribute, const FieldPath& path, ErrorList& errors) {
  const int values = attribute.has_bool() + attribute.has_int() + attribute.has_string() + attribute.has_version() + attribute.has_bools() +
                     attribute.has_ints() + attribute.has_strings() + attribute.has_versions();
  const auto forbid_empty = [&](bool has, bool empty, std::string_view field) {
    if (has && empty) errors.invalid(path.child(field), "[]", "must not be empty if specified");
  };
  if (attribute.string()) validate_text(*attribute.string(), path.child("string"), errors);
  if (attribute.version()) validate_version(*attribute.version(), path.child("version"), errors);
  forbid_empty(attribute.has_bools(), attribute.bools().empty(), "bools");
  forbid_empty(attribute.has_ints(), attribute.ints().empty(), "ints");
  forbid_empty(attribute.has_strings(), attribute.strings().empty(), "strings");
  for (auto [index, text] : attribute.strings().enumerate()) validate_text(text, path.child("strings").index(index), errors);
  forbid_empty(attribute.has_versions(), attribute.versions().empty(), "versions");
  for (auto [index, version] : attribute.versions().enumerate()) validate_version(version, path.child("versions").index(index), errors);
  if (values != 1)
    errors.invalid(path, values == 0 ? quoted("") : groups::internal_json_line(attribute), "exactly one value must be specified");
}

void validate_request_policy(v1::DeviceCapacity capacity, const FieldPath& path, ErrorList& errors) {
  const v1::CapacityRequestPolicy policy = capacity.request_policy();
  const Amounts amounts{amount_of(capacity.value()), amount_of(policy.default_().value_or("0"))};
  if (!policy.valid_values().empty() && policy.valid_range()) {
    errors.forbidden(path, R"(exactly one policy can be specified, cannot specify "validValues" and "validRange" at the same time)");
  } else if (!policy.valid_values().empty()) {
    if (policy.default_())
      validate_values(policy.valid_values(), amounts, path.child("validValues"), errors);
    else
      errors.required(path.child("default"), "required when validValues is defined");
  } else if (policy.valid_range()) {
    if (policy.default_())
      validate_range(policy.valid_range(), amounts, path.child("validRange"), errors);
    else
      errors.required(path.child("default"), "required when validRange is defined");
  }
}

}  // namespace pintle::resource

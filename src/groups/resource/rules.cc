#include "groups/resource/rules.h"

#include <algorithm>

#include "groups/core/volume_source_rules.h"
#include "groups/internal_json.h"
#include "object/json.h"
#include "object/validation.h"

namespace pintle::resource {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::json_quoted;
using object::quoted;
using Texts = object::ListView<std::string_view>;

constexpr int64_t kPoolNameBytesMax = 253;
constexpr int64_t kIdentifierBytesMax = 32;
constexpr int64_t kSelectorsMax = 32;
constexpr int64_t kExpressionBytesMax = 10 * 1024;
constexpr size_t kParametersBytesMax = 10 * 1024;
constexpr int64_t kBindingConditionsMax = 4;
constexpr std::string_view kTolerationOperators[] = {"Equal", "Exists"};
constexpr std::string_view kEffects[] = {"NoExecute", "NoSchedule", "None"};
constexpr size_t kUuidBytes = 36;

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// Of the form that has dashes: the characters, if they are at fault.
std::string_view uuid_fault(std::string_view uid) {
  for (size_t i = 0; i < uid.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? uid[i] != '-' : !is_hex(uid[i])) return "invalid UUID format";
  }
  return "";
}

void validate_identifier(std::string_view identifier, const FieldPath& path, ErrorList& errors) {
  if (static_cast<int64_t>(identifier.size()) > kIdentifierBytesMax) errors.too_long(path, kIdentifierBytesMax);
  errors.invalid_text_each(path, identifier, object::is_c_identifier(identifier));
}

void validate_selector(v1::DeviceSelector selector, const FieldPath& path, ErrorList& errors) {
  if (!selector.cel())
    errors.required(path.child("cel"), "");
  else if (static_cast<int64_t>(selector.cel().expression().size()) > kExpressionBytesMax)
    errors.too_long(path.child("cel").child("expression"), kExpressionBytesMax);
}

void validate_effect(std::string_view effect, const FieldPath& path, ErrorList& errors) {
  if (std::ranges::find(kEffects, effect) == std::end(kEffects)) errors.not_supported(path, json_quoted(effect), kEffects);
}

void validate_label_value(std::string_view value, const FieldPath& path, ErrorList& errors) {
  errors.invalid_text_each(path, value, object::is_label_value(value));
}

void validate_unique(Texts texts, const FieldPath& path, ErrorList& errors) {
  std::set<std::string_view> seen;
  for (auto [index, text] : texts.enumerate())
    if (!seen.insert(text).second) errors.duplicate(path.index(index), quoted(text));
}

}  // namespace

void validate_device_name(std::string_view name, const FieldPath& path, ErrorList& errors) {
  errors.invalid_text_each(path, name, object::is_dns1123_label(name));
}

void validate_pool_name(std::string_view name, const FieldPath& path, ErrorList& errors) {
  if (name.empty()) {
    errors.required(path, "");
    return;
  }
  if (static_cast<int64_t>(name.size()) > kPoolNameBytesMax) errors.too_long(path, kPoolNameBytesMax);
  for (std::string_view rest = name;;) {
    const size_t end = rest.find('/');
    const std::string_view part = rest.substr(0, end);
    errors.invalid_text_each(path, part, object::is_dns1123_subdomain(part));
    if (end == std::string_view::npos) return;
    rest.remove_prefix(end + 1);
  }
}

void validate_share_id(std::string_view uid, const FieldPath& path, ErrorList& errors) {
  const std::string_view fault = uid.size() == kUuidBytes ? uuid_fault(uid) : std::string_view();
  const std::string length_fault = uid.size() == kUuidBytes ? "" : "invalid UUID length: " + std::to_string(uid.size());
  if (!fault.empty() || !length_fault.empty())
    errors.invalid(path, quoted(uid), "error validating uid: " + (fault.empty() ? length_fault : std::string(fault)));
  else if (std::ranges::any_of(uid, [](char c) { return c >= 'A' && c <= 'F'; }))
    errors.invalid(path, quoted(uid),
                   "uid must be in RFC 4122 normalized form, `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx` with lowercase hexadecimal characters");
}

void validate_qualified_name(std::string_view name, const FieldPath& path, ErrorList& errors) {
  const auto slashes = std::ranges::count(name, '/');
  if (slashes == 0) validate_identifier(name, path, errors);
  if (slashes != 1) return;
  const size_t slash = name.find('/');
  const std::string_view domain = name.substr(0, slash);
  const std::string_view identifier = name.substr(slash + 1);
  if (domain.empty())
    errors.invalid(path, quoted(""), "the domain must not be empty");
  else
    core::validate_csi_driver_name(domain, path, errors);
  if (identifier.empty())
    errors.invalid(path, quoted(""), "the name must not be empty");
  else
    validate_identifier(identifier, path, errors);
}

void validate_fully_qualified_name(std::string_view name, const FieldPath& path, ErrorList& errors) {
  validate_qualified_name(name, path, errors);
  if (name.find('/') == std::string_view::npos)
    errors.invalid(path, json_quoted(name), "a fully qualified name must be a domain and a name separated by a slash");
}

void validate_selectors(object::ListView<v1::DeviceSelector> selectors, const FieldPath& path, ErrorList& errors) {
  validate_list(selectors, kSelectorsMax, path, errors, validate_selector);
}

void validate_json_object(std::string_view json, size_t bytes_max, StoredBefore stored, const FieldPath& path, ErrorList& errors) {
  if (json.empty()) {
    errors.required(path, "");
    return;
  }
  if (stored == StoredBefore::kNo && json.size() > bytes_max) {
    errors.too_long(path, static_cast<int64_t>(bytes_max));
    return;
  }
  const auto decoded = object::decode_json(object::any_type(), Bytes::copy(json));
  if (!decoded)
    errors.invalid(path, quoted("<value omitted>"), "error parsing data as JSON: " + std::string(decoded.error().message()));
  else if (decoded->document.root().is_null())
    errors.required(path, "");
  else if (!decoded->document.root().is_map())
    errors.invalid(path, quoted("<value omitted>"), "must be a valid JSON object");
}

void validate_opaque_configuration(v1::OpaqueDeviceConfiguration config, const FieldPath& path, ErrorList& errors) {
  if (!config) {
    errors.required(path, "");
    return;
  }
  core::validate_csi_driver_name(config.driver(), path.child("driver"), errors);
  validate_json_object(config.parameters(), kParametersBytesMax, StoredBefore::kNo, path.child("parameters"), errors);
}

void validate_toleration(v1::DeviceToleration toleration, const FieldPath& path, ErrorList& errors) {
  if (!toleration.key().empty()) object::validate_label_name(toleration.key(), path.child("key"), errors);
  const std::string_view op = toleration.operator_();
  if (op == "Exists") {
    if (!toleration.value().empty()) errors.invalid(path.child("value"), quoted(toleration.value()), "must be empty for operator `Exists`");
  } else if (op == "Equal") {
    validate_label_value(toleration.value(), path.child("value"), errors);
  } else if (op.empty()) {
    errors.required(path.child("operator"), "");
  } else {
    errors.not_supported(path.child("operator"), json_quoted(op), kTolerationOperators);
  }
  if (!toleration.effect().empty()) validate_effect(toleration.effect(), path.child("effect"), errors);
}

void validate_taint(v1::DeviceTaint taint, const FieldPath& path, ErrorList& errors) {
  object::validate_label_name(taint.key(), path.child("key"), errors);
  if (!taint.value().empty()) validate_label_value(taint.value(), path.child("value"), errors);
  if (taint.effect().empty())
    errors.required(path.child("effect"), "");
  else
    validate_effect(taint.effect(), path.child("effect"), errors);
}

void validate_binding_conditions(Texts conditions, Texts failures, const FieldPath& path, ErrorList& errors) {
  const FieldPath conditions_path = path.child("bindingConditions");
  const FieldPath failures_path = path.child("bindingFailureConditions");
  validate_list(conditions, kBindingConditionsMax, conditions_path, errors, object::validate_label_name);
  validate_list(failures, kBindingConditionsMax, failures_path, errors, object::validate_label_name);
  validate_unique(conditions, conditions_path, errors);
  std::set<std::string_view> seen;
  for (auto [index, condition] : failures.enumerate()) {
    if (!seen.insert(condition).second) errors.duplicate(failures_path.index(index), quoted(condition));
    if (conditions.contains(condition))
      errors.invalid(failures_path.index(index), quoted(condition), "bindingFailureConditions must not overlap with bindingConditions");
  }
  if (conditions.empty() && !failures.empty())
    errors.invalid(conditions_path, groups::list_json(conditions), "bindingConditions are required to use bindingFailureConditions");
  if (failures.empty() && !conditions.empty())
    errors.invalid(failures_path, groups::list_json(failures), "bindingFailureConditions are required to use bindingConditions");
}

}  // namespace pintle::resource

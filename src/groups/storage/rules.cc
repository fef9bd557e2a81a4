#include "groups/storage/rules.h"

#include "object/json.h"
#include "object/validation.h"

namespace pintle::storage {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::quoted;

constexpr size_t kParametersMax = 512;
constexpr size_t kParametersBytesMax = 256 << 10;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

}  // namespace

void validate_provisioner(std::string_view name, const FieldPath& path, ErrorList& errors) {
  if (name.empty()) {
    errors.required(path, "");
    return;
  }
  errors.invalid_text_each(path, lower(name), object::is_qualified_name(lower(name)));
}

void validate_parameters(object::MapView<std::string_view> parameters, Parameters rule, const FieldPath& path, ErrorList& errors) {
  if (parameters.size() > kParametersMax) {
    errors.too_long(path, kParametersMax);
    return;
  }
  size_t bytes = 0;
  for (auto [key, value] : parameters) {
    if (key.empty()) errors.invalid(path, quoted(key), "field can not be empty.");
    bytes += key.size() + value.size();
  }
  if (bytes > kParametersBytesMax) errors.too_long(path, kParametersBytesMax);
  if (rule == Parameters::kRequired && parameters.empty()) errors.required(path, "must contain at least one key/value pair");
}

void validate_class_name(std::string_view name, const FieldPath& path, ErrorList& errors) {
  errors.invalid_text_each(path, name, object::is_dns1123_subdomain(name));
}

std::string printed_map(object::MapView<std::string_view> map) {
  if (map.empty()) return "{}";
  std::string text;
  for (auto [key, value] : map) {
    text += text.empty() ? '{' : ',';
    object::append_json_string(key, text);
    text += ':';
    object::append_json_string(value, text);
  }
  return text + "}";
}

bool same_map(object::MapView<std::string_view> left, object::MapView<std::string_view> right) {
  if (left.size() != right.size()) return false;
  for (auto [key, value] : left)
    if (!right.contains(key) || right.get(key) != value) return false;
  return true;
}

}  // namespace pintle::storage

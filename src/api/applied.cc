#include "api/applied.h"

#include "api/decode.h"
#include "object/json.h"
#include "object/yaml.h"

namespace pintle::api {
namespace {

using object::Value;

std::string_view text_at(const Value& config, std::string_view name) {
  const Value* text = config.get(name);
  return text ? text->as_string() : std::string_view();
}

// An applied configuration must say what it is, and be what the URL names.
Result<void> check_kind(const AppliedKind& wanted, const Value& config) {
  const std::string_view api_version = text_at(config, "apiVersion");
  const std::string_view kind = text_at(config, "kind");
  if (kind == wanted.kind && api_version == wanted.api_version) return {};
  // A group, version and kind as Go prints it: "/v1, Kind=Event" for the core group.
  const std::string_view slash = api_version.find('/') == std::string_view::npos ? "/" : "";
  return fail(Status::bad_request("invalid object type: " + std::string(slash) + std::string(api_version) + ", Kind=" + std::string(kind)));
}

// Duplicate fields of the configuration, by the fieldValidation option. What is unknown is told by the merge, with its own words.
Result<void> check_duplicates(Call& call, const Bytes& body, const WriteOptions& options) {
  if (options.field_validation == FieldValidation::kIgnore) return {};
  const auto decoded = object::decode_yaml(object::any_object_type(), body, {.strictness = object::Strictness::kStrict});
  if (!decoded || decoded->strict_errors.empty()) return {};
  if (options.field_validation == FieldValidation::kWarn) {
    call.warnings.insert(call.warnings.end(), decoded->strict_errors.begin(), decoded->strict_errors.end());
    return {};
  }
  return fail(Status::bad_request("error strict decoding YAML: " + strict_decoding_error(decoded->strict_errors)));
}

}  // namespace

Result<object::Document> decode_applied(Call& call, const AppliedKind& kind, const Bytes& body, const WriteOptions& options) {
  auto config = object::decode_yaml(object::any_type(), body);
  if (!config) return fail(Status::bad_request("error decoding YAML: " + config.error().message()));
  if (!config->document.root().is_map()) return fail(Status::bad_request("error decoding YAML: json: cannot unmarshal into an object"));
  PINTLE_TRY_VOID(check_duplicates(call, body, options));
  PINTLE_TRY_VOID(check_kind(kind, config->document.root()));
  return std::move(config->document);
}

}  // namespace pintle::api

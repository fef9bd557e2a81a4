#include "api/decode.h"

#include "api/resource.h"
#include "base/go_text.h"
#include "object/field_error.h"
#include "object/json.h"
#include "object/mutable_object_meta.h"
#include "object/protobuf.h"
#include "object/storage.h"
#include "object/yaml.h"

namespace pintle::api {
namespace {

using object::Document;

constexpr size_t kSummaryBytesMax = 30;

// The beginning of a body for an error message: text when it looks like JSON, else hexadecimal.
std::string summarize(std::string_view body) {
  if (body.empty()) return "<empty>";
  const std::string_view head = body.substr(0, kSummaryBytesMax);
  std::string text;
  if (head.front() == '{') {
    text = head;
  } else {
    constexpr char kHex[] = "0123456789abcdef";
    for (const unsigned char c : head) text.append({kHex[c >> 4], kHex[c & 15]});
  }
  return body.size() > kSummaryBytesMax ? text + " ..." : text;
}

// What a body says of itself; empty parts were not said.
struct BodyKind {
  std::string group;
  std::string version;
  std::string kind;
};

BodyKind body_kind(std::string_view api_version, std::string_view kind, const ExpectedKind& expected) {
  BodyKind said;
  if (api_version.empty()) {
    said.group = expected.group;
    said.version = expected.version;
  } else {
    const size_t slash = api_version.find('/');
    said.group = slash == std::string_view::npos ? "" : api_version.substr(0, slash);
    said.version = slash == std::string_view::npos ? api_version : api_version.substr(slash + 1);
  }
  said.kind = kind.empty() ? expected.kind : kind;
  return said;
}

Status unrecognized(const ExpectedKind& expected, std::string_view why, std::string_view body) {
  return Status::bad_request("the object provided is unrecognized (must be of type " + std::string(expected.kind) +
                             "): " + std::string(why) + " (" + summarize(body) + ")");
}

Status cannot_be_handled(const BodyKind& said, const ExpectedKind& expected, std::string_view why) {
  return Status::bad_request(said.kind + " in version " + go_quoted(said.version) + " cannot be handled as a " +
                             std::string(expected.kind) + ": " + std::string(why));
}

// Go's names of the internal package of a group: "" is "core", "apps" is "apps", "rbac.authorization.k8s.io" is "rbac".
std::string internal_package(std::string_view group) { return group.empty() ? "core" : std::string(group.substr(0, group.find('.'))); }

// The body names another kind than its URL: a known one (no conversion) or none at all.
Result<void> check_kind(const BodyKind& said, const ExpectedKind& expected) {
  const bool version_fits = said.version == expected.version || (!said.version.empty() && said.version == expected.also_version);
  if (said.kind == expected.kind && said.group == expected.group && version_fits) return {};
  const schema::Type* type = schema::find_builtin_kind(said.group, said.version, said.kind);
  const std::string said_version = group_version(said.group, said.version);
  if (!type) {
    return fail(cannot_be_handled(said, expected,
                                  "no kind " + go_quoted(said.kind) + " is registered for version " + go_quoted(said_version) +
                                      " in scheme \"pkg/api/legacyscheme/scheme.go:30\""));
  }
  if (said.kind == expected.kind && said.group == expected.group) {
    return fail(Status::bad_request("the API version in the data (" + said_version + ") does not match the expected API version (" +
                                    group_version(expected.group, expected.version) + ")"));
  }
  return fail(cannot_be_handled(said, expected,
                                "converting (" + std::string(type->go_name) + ") to (" + internal_package(expected.group) + "." +
                                    std::string(expected.kind) + "): unknown conversion"));
}

std::string_view member_text(const object::Value& value, std::string_view key) {
  const object::Value* found = value.get(key);
  return found ? found->as_string() : std::string_view();
}

// Finds out how far a body that could not be decoded could be understood, for the message.
Status explain(const ExpectedKind& expected, const Bytes& body, const Status& why, Encoding encoding) {
  auto any = encoding == Encoding::kYaml ? object::decode_yaml(object::any_type(), body) : object::decode_json(object::any_type(), body);
  if (!any) {
    const std::string_view prefix = encoding == Encoding::kYaml ? "" : "couldn't get version/kind; json parse error: ";
    return unrecognized(expected, std::string(prefix) + any.error().message(), body);
  }
  const object::Value& root = any->document.root();
  if (!root.is_map() && !root.is_null())
    return unrecognized(expected, "couldn't get version/kind; json parse error: " + why.message(), body);
  for (const std::string_view key : {std::string_view("apiVersion"), std::string_view("kind")}) {
    const object::Value* value = root.get(key);
    if (value && !value->is_string() && !value->is_null())
      return unrecognized(expected, "couldn't get version/kind; json parse error: " + why.message(), body);
  }
  const BodyKind said = body_kind(member_text(root, "apiVersion"), member_text(root, "kind"), expected);
  if (auto checked = check_kind(said, expected); !checked) return checked.error();
  return cannot_be_handled(said, expected, why.message());
}

Result<Document> decode_protobuf_body(const ExpectedKind& expected, const Bytes& body) {
  const auto envelope = object::split_envelope(body);
  if (!envelope) return fail(unrecognized(expected, envelope.error().message(), body));
  const BodyKind said = body_kind(envelope->api_version, envelope->kind, expected);
  PINTLE_TRY_VOID(check_kind(said, expected));
  const size_t offset = static_cast<size_t>(envelope->message.data() - body.data());
  auto document = object::decode_protobuf(*expected.type, body.slice(offset, envelope->message.size()));
  if (!document) return fail(unrecognized(expected, document.error().message(), body));
  return document;
}

Result<Document> decode_text_body(const ExpectedKind& expected, const Bytes& body, const DecodeOptions& options,
                                  std::vector<std::string>& warnings) {
  const bool strict = options.field_validation != FieldValidation::kIgnore;
  const object::JsonDecodeOptions json_options = {.strictness = strict ? object::Strictness::kStrict : object::Strictness::kLenient};
  auto decoded = options.encoding == Encoding::kYaml ? object::decode_yaml(*expected.type, body, json_options)
                                                     : object::decode_json(*expected.type, body, json_options);
  if (!decoded) return fail(explain(expected, body, decoded.error(), options.encoding));
  Document& document = decoded->document;
  const BodyKind said =
      body_kind(object::api_version(document.root(), *expected.type), object::kind(document.root(), *expected.type), expected);
  PINTLE_TRY_VOID(check_kind(said, expected));
  if (!decoded->strict_errors.empty()) {
    if (options.field_validation == FieldValidation::kStrict)
      return fail(cannot_be_handled(said, expected, strict_decoding_error(decoded->strict_errors)));
    for (std::string& error : decoded->strict_errors) warnings.push_back(std::move(error));
  }
  return std::move(document);
}

}  // namespace

std::string strict_decoding_error(const std::vector<std::string>& errors) {
  std::string text = "strict decoding error: ";
  for (size_t i = 0; i < errors.size(); ++i) text.append(i ? ", " : "").append(errors[i]);
  return text;
}

Result<Document> decode_body(const ExpectedKind& expected, Bytes body, const DecodeOptions& options, std::vector<std::string>& warnings) {
  auto document =
      options.encoding == Encoding::kProtobuf ? decode_protobuf_body(expected, body) : decode_text_body(expected, body, options, warnings);
  if (!document) return document;
  if (document->root().is_null()) document->root() = object::Value::empty_struct();
  object::set_type_meta(*document, group_version(expected.group, expected.version), expected.kind);
  return document;
}

}  // namespace pintle::api

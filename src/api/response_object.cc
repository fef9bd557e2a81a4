#include "api/response_object.h"

#include <algorithm>

#include "audit/json_text.h"
#include "object/json.h"
#include "object/protobuf.h"
#include "object/storage.h"
#include "object/yaml.h"
#include "schema/type.h"

namespace pintle::api {
namespace {

// Every object begins with its kind; a body of JSON that does not (a version, an OpenAPI document, a key set) is none.
constexpr std::string_view kObjectBegin = R"({"kind":")";
constexpr std::string_view kStatusBegin = R"({"kind":"Status","apiVersion":"v1",)";
constexpr std::string_view kPrettyBegin = "{\n";

std::string body_of(const net::Response& response) {
  std::string body;
  if (const auto* whole = std::get_if<Bytes>(&response.body)) body = whole->view();
  if (const auto* pieces = std::get_if<std::vector<Bytes>>(&response.body))
    for (const Bytes& piece : *pieces) body += piece.view();
  return body;
}

std::string_view beginning_of(const net::Response& response) {
  if (const auto* whole = std::get_if<Bytes>(&response.body)) return whole->view();
  const auto* pieces = std::get_if<std::vector<Bytes>>(&response.body);
  return pieces && !pieces->empty() ? pieces->front().view() : std::string_view();
}

std::string json_of_protobuf(std::string_view body) {
  const auto envelope = object::split_envelope(body);
  if (!envelope) return "";
  const size_t slash = envelope->api_version.find('/');
  const std::string_view group = slash == std::string_view::npos ? "" : envelope->api_version.substr(0, slash);
  const std::string_view version = slash == std::string_view::npos ? envelope->api_version : envelope->api_version.substr(slash + 1);
  const schema::Type* type = schema::find_builtin_kind(group, version, envelope->kind);
  if (!type) return "";
  const auto document = object::decode_protobuf(*type, Bytes::copy(envelope->message));
  if (!document) return "";
  std::string json;
  object::encode_json(*type, document->root(), json,
                      {.root = object::RootTypeMeta::kGiven, .api_version = envelope->api_version, .kind = envelope->kind});
  return json;
}

std::string without_line_end(std::string body) {
  if (body.ends_with('\n')) body.pop_back();
  return body;
}

}  // namespace

std::string object_json(std::string_view body, std::string_view content_type) {
  if (content_type.starts_with("application/vnd.kubernetes.protobuf")) return json_of_protobuf(body);
  if (content_type.starts_with("application/yaml")) return object::yaml_to_json(body).value_or("");
  if (body.starts_with(kObjectBegin)) return without_line_end(std::string(body));
  if (!body.starts_with(kPrettyBegin)) return "";
  std::string compact = audit::compact_json(body).value_or("");
  return compact.starts_with(kObjectBegin) ? compact : "";
}

std::string response_object(const net::Response& response) { return object_json(body_of(response), response.headers.get("content-type")); }

bool is_status(const net::Response& response) {
  const std::string_view begin = beginning_of(response);
  if (begin.starts_with(kStatusBegin)) return true;
  if (object::has_protobuf_magic(begin)) {
    const auto envelope = object::split_envelope(begin);
    return envelope && envelope->kind == "Status" && envelope->api_version == "v1";
  }
  constexpr size_t kHeadBytes = 64;  // a pretty or a YAML Status says so within them
  return begin.substr(0, kHeadBytes).contains("Status") &&
         object_json(begin, response.headers.get("content-type")).starts_with(kStatusBegin);
}

std::string status_members(std::string_view status_json) {
  constexpr std::string_view kStatusMember = R"(},"status":)";
  constexpr std::string_view kCodeMember = R"(,"code":)";
  const size_t begin = status_json.find(kStatusMember);
  if (begin == std::string_view::npos) return "";
  std::string_view members = status_json.substr(begin + 2);
  if (members.ends_with('}')) members.remove_suffix(1);
  const size_t code = members.rfind(kCodeMember);
  if (code != std::string_view::npos && members.find_first_not_of("0123456789", code + kCodeMember.size()) == std::string_view::npos)
    members = members.substr(0, code);
  return std::string(members);
}

}  // namespace pintle::api

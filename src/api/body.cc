#include "api/body.h"

#include "base/check.h"
#include "object/json.h"
#include "object/mutable_object_meta.h"
#include "object/protobuf.h"
#include "object/yaml.h"

namespace pintle::api {
namespace {

std::string finish_json(std::string json, bool pretty) {
  if (pretty) {
    std::string indented;
    object::append_indented_json(json, indented);
    json = std::move(indented);
  }
  json += "\n";
  return json;
}

std::string text_to_yaml(std::string_view json) {
  std::string yaml;
  PINTLE_CHECK(object::json_to_yaml(json, yaml).has_value());
  return yaml;
}

std::string text_to_protobuf(std::string json, std::string_view api_version, std::string_view kind) {
  const schema::Type* type = schema::find_builtin_kind("", api_version, kind);
  PINTLE_CHECK(type != nullptr);
  const auto decoded = object::decode_json(*type, Bytes::take(std::move(json)));
  PINTLE_CHECK(decoded.has_value());
  std::string out;
  object::encode_protobuf_object(*type, decoded->document.root(), {api_version, kind}, out);
  return out;
}

}  // namespace

net::Response encoded_body(int code, std::string body, std::string_view content_type) {
  net::Response response;
  response.status = code;
  response.headers.add("content-type", std::string(content_type));
  response.body = Bytes::take(std::move(body));
  return response;
}

net::Response text_body(int code, std::string json, const Accepted& accepted, std::string_view api_version, std::string_view kind) {
  const std::string_view type = content_type(accepted.encoding);
  switch (accepted.encoding) {
    case Encoding::kJson:
      return encoded_body(code, finish_json(std::move(json), accepted.pretty), type);
    case Encoding::kYaml:
      return encoded_body(code, text_to_yaml(json), type);
    case Encoding::kProtobuf:
      return encoded_body(code, text_to_protobuf(std::move(json), api_version, kind), type);
  }
  PINTLE_CHECK(false);
}

net::Response document_body(int code, const object::Document& document, const Accepted& accepted) {
  const schema::Type& type = *document.type();
  std::string out;
  switch (accepted.encoding) {
    case Encoding::kJson:
      object::encode_json(type, document.root(), out);
      out = finish_json(std::move(out), accepted.pretty);
      break;
    case Encoding::kYaml:
      object::encode_yaml(type, document.root(), out);
      break;
    case Encoding::kProtobuf:
      object::encode_protobuf_object(type, document.root(),
                                     {object::api_version(document.root(), type), object::kind(document.root(), type)}, out);
      break;
  }
  return encoded_body(code, std::move(out), content_type(accepted.encoding));
}

}  // namespace pintle::api

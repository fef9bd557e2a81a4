#include "api/render.h"

#include "api/body.h"
#include "api/columns.h"
#include "api/hidden_annotations.h"
#include "api/options.h"
#include "api/status_body.h"
#include "api/stored_object.h"
#include "base/check.h"
#include "base/go_text.h"
#include "object/json.h"
#include "object/mutable_object_meta.h"

namespace pintle::api {
namespace {

using object::Document;
using object::ObjectMeta;

ObjectMeta meta_of(const Document& document) { return ObjectMeta(*document.type(), document.root()); }

std::string encode(const Document& document) {
  std::string json;
  object::encode_json(*document.type(), document.root(), json);
  return json;
}

void append_column(const Column& column, std::string& out) {
  if (out.back() != '[') out += ",";
  out += "{\"name\":";
  object::append_json_string(column.name, out);
  out += ",\"type\":";
  object::append_json_string(column.type, out);
  out += ",\"format\":";
  object::append_json_string(column.format, out);
  out += ",\"description\":";
  object::append_json_string(describe(column), out);
  out += ",\"priority\":" + std::to_string(column.priority) + "}";
}

net::Response gathered(int code, std::string_view type, std::vector<Bytes> pieces) {
  net::Response response;
  response.status = code;
  response.headers.add("content-type", std::string(type));
  response.body = std::move(pieces);
  return response;
}

// The object as it is, without a tree in between. False: the general way has to be taken.
bool has_short_way(const Call& call) {
  if (call.accepted.transform != Transform::kNone || call.accepted.pretty) return false;
  return call.accepted.encoding == Encoding::kJson || (call.accepted.encoding == Encoding::kProtobuf && !call.resource.converts());
}

// The JSON of partial_metadata(); without a copy where there is nothing to hide.
void append_partial_metadata(const TableForm& form, const Document& document, std::string& out) {
  const object::Value* metadata = meta_of(document).node();
  if (!metadata || !form.kind.hidden_annotations.empty()) {
    out += encode(partial_metadata(form.kind, document, form.version));
    return;
  }
  const schema::Field& field = document.type()->fields[static_cast<size_t>(object::metadata_field(*document.type()))];
  out.append(json_type_meta(meta_version(form.version), "PartialObjectMetadata")).append("\"metadata\":");
  object::encode_json(*field.type, *metadata, out);
  out += '}';
}

}  // namespace

std::string ListMeta::json() const {
  if (revision == 0) return "{}";
  std::string out = "{\"resourceVersion\":\"" + std::to_string(revision) + "\"";
  if (!continue_token.empty()) {
    out += ",\"continue\":";
    object::append_json_string(continue_token, out);
  }
  if (remaining >= 0) out += ",\"remainingItemCount\":" + std::to_string(remaining);
  return out + "}";
}

Result<IncludeObject> read_include_object(const Query& query) {
  const std::string_view include = query.get("includeObject");
  if (include.empty() || include == "Metadata") return IncludeObject::kMetadata;
  if (include == "None") return IncludeObject::kNone;
  if (include == "Object") return IncludeObject::kObject;
  return fail(Status::bad_request("Unable to convert to Table as requested: includeObject: Invalid value: " + go_quoted(include) +
                                  ": must be 'Metadata', 'Object', 'None', or empty"));
}

std::string meta_version(std::string_view version) { return "meta.k8s.io/" + std::string(version); }

void append_table_head(const TableForm& form, const ListMeta& meta, std::string& out) {
  out +=
      "{\"kind\":\"Table\",\"apiVersion\":\"" + meta_version(form.version) + "\",\"metadata\":" + meta.json() + ",\"columnDefinitions\":";
  if (form.with_columns == WithColumns::kYes) {
    out += "[";
    for (const Column& column : columns_of(form.kind)) append_column(column, out);
    out += "]";
  } else {
    out += "null";
  }
  out += ",\"rows\":[";
}

void append_table_row(const TableForm& form, const Document& document, std::string& out) {
  Cells cells;
  write_row(form.kind, document.root(), meta_of(document), form.now_seconds, cells);
  out.append("{\"cells\":[").append(cells.json()).append("]");
  if (!cells.conditions_json().empty()) out.append(",\"conditions\":").append(cells.conditions_json());
  out += ",\"object\":";
  switch (form.include) {
    case IncludeObject::kNone:
      out += "null";
      break;
    case IncludeObject::kObject:
      out += encode(document);
      break;
    case IncludeObject::kMetadata:
      append_partial_metadata(form, document, out);
      break;
  }
  out += "}";
}

std::string table_json(const TableForm& form, const ListMeta& meta, const Document& object) {
  std::string out;
  append_table_head(form, meta, out);
  append_table_row(form, object, out);
  return out + "]}";
}

Document partial_metadata(const Kind& kind, const Document& document, std::string_view version) {
  const schema::Type* type = schema::find_builtin_type("io.k8s.apimachinery.pkg.apis.meta.v1.PartialObjectMetadata");
  PINTLE_CHECK(type != nullptr);
  Document partial(type);
  partial.root() = object::Value::empty_struct();
  object::set_type_meta(partial, meta_version(version), "PartialObjectMetadata");
  const int index = type->find("metadata");
  if (const object::Value* metadata = meta_of(document).node())
    hide_annotations(kind,
                     partial.root().set(partial.arena(), static_cast<uint16_t>(index), object::deep_copy(*metadata, partial.arena())));
  return partial;
}

Result<net::Response> render_object(const Call& call, int code, const Document& document) {
  return render_object_as(call, code, document, *call.resource.kind);
}

Result<net::Response> render_object_as(const Call& call, int code, const Document& document, const Kind& kind) {
  switch (call.accepted.transform) {
    case Transform::kNone:
      return document_body(code, document, call.accepted);
    case Transform::kPartialObjectMetadata:
      return document_body(code, partial_metadata(kind, document, call.accepted.transform_version), call.accepted);
    case Transform::kPartialObjectMetadataList:
      return fail(Status::not_acceptable("you requested PartialObjectMetadataList, but the requested object is not a list (*" +
                                         std::string(document.type()->go_name) + ")"));
    case Transform::kTable:
      break;
  }
  PINTLE_TRY(const IncludeObject include, read_include_object(call.query));
  PINTLE_TRY(const int64_t revision, parse_resource_version(meta_of(document).resource_version()));
  std::string json =
      table_json({.kind = kind, .version = call.accepted.transform_version, .include = include, .now_seconds = call.now_seconds()},
                 {.revision = revision}, document);
  return text_body(code, std::move(json), call.accepted, "", "");
}

Result<net::Response> render_cached(const Call& call, int code, const cache::ObjectPtr& object) {
  const std::string_view type = content_type(call.accepted.encoding);
  if (!has_short_way(call)) {
    PINTLE_TRY(const Document document, decode_stored(call.resource, *object));
    return render_object(call, code, document);
  }
  if (call.accepted.encoding == Encoding::kProtobuf) return gathered(code, type, {object->canonical()});
  PINTLE_TRY(const Bytes members, json_members(call.resource, *object));
  return gathered(code, type, {call.resource.json_head, members.slice(1, members.size() - 1), Bytes::constant("\n")});
}

net::Response render_deleted(const Call& call, std::string_view name, std::string_view uid) {
  const Kind& kind = *call.resource.kind;
  const std::string json = success_json(
      {.name = std::string(name), .group = std::string(kind.group), .kind = std::string(kind.resource), .uid = std::string(uid)});
  return text_body(200, json, call.accepted, "v1", "Status");
}

}  // namespace pintle::api

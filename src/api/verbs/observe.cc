// GET of what is not stored but found out at each read: of one object, and of all that the selectors choose.
#include "api/body.h"
#include "api/list_stream.h"
#include "api/observer.h"
#include "api/options.h"
#include "api/render.h"
#include "api/selection.h"
#include "api/verbs/verbs.h"
#include "base/check.h"
#include "object/json.h"
#include "object/object_meta.h"

namespace pintle::api {
namespace {

using object::Document;

object::ObjectMeta meta_of(const Document& document) { return object::ObjectMeta(*document.type(), document.root()); }

bool is_selected(const Selectors& selectors, const Document& document) {
  const object::ObjectMeta meta = meta_of(document);
  if (!selectors.labels.matches(meta.labels())) return false;
  return selectors.fields.matches([&meta](std::string_view field) {
    return field == "metadata.name" ? meta.name() : field == "metadata.namespace" ? meta.namespace_name() : std::string_view();
  });
}

std::string json_of(const Document& document) {
  std::string json;
  object::encode_json(*document.type(), document.root(), json);
  return json;
}

net::Response table(const Call& call, const std::vector<Document>& documents, IncludeObject include) {
  const TableForm form{
      .kind = *call.resource.kind, .version = call.accepted.transform_version, .include = include, .now_seconds = call.now_seconds()};
  std::string json;
  append_table_head(form, {}, json);
  for (const Document& document : documents) {
    if (json.back() != '[') json += ",";
    append_table_row(form, document, json);
  }
  return text_body(200, json + "]}", call.accepted, "", "");
}

// A list of whole objects, or of their metadata.
Result<net::Response> whole_list(const Call& call, const std::vector<Document>& documents) {
  const bool partial = call.accepted.transform == Transform::kPartialObjectMetadataList;
  const std::string kind = partial ? "PartialObjectMetadataList" : list_kind(call.resource);
  const std::string api_version = partial ? meta_version(call.accepted.transform_version) : call.resource.api_version;
  std::string json = "{\"kind\":\"" + kind + "\",\"apiVersion\":\"" + api_version + "\",\"metadata\":{},\"items\":[";
  for (const Document& document : documents) {
    if (json.back() != '[') json += ",";
    json += partial ? json_of(partial_metadata(*call.resource.kind, document, call.accepted.transform_version)) : json_of(document);
  }
  const schema::Type* type = partial ? schema::find_builtin_type("io.k8s.apimachinery.pkg.apis.meta.v1.PartialObjectMetadataList")
                                     : schema::find_builtin_kind(call.resource.kind->group, call.resource.kind->version, kind);
  PINTLE_CHECK(type);
  PINTLE_TRY(const object::Decoded list, object::decode_json(*type, Bytes::take(json + "]}")));
  return document_body(200, list.document, call.accepted);
}

}  // namespace

Task<Result<net::Response>> get_observed(Call& call) {
  PINTLE_CO_TRY(const Document document, co_await call.resource.observer->get(call, call.info.name));
  co_return render_object(call, 200, document);
}

Task<Result<net::Response>> list_observed(Call& call) {
  PINTLE_CO_TRY(const ListOptions options, read_list_options(call.query));
  PINTLE_CO_TRY(const Selectors selectors, read_selectors(call, options));
  PINTLE_CO_TRY(std::vector<Document> documents, co_await call.resource.observer->list(call));
  std::erase_if(documents, [&selectors](const Document& document) { return !is_selected(selectors, document); });
  if (call.accepted.transform != Transform::kTable) co_return whole_list(call, documents);
  PINTLE_CO_TRY(const IncludeObject include, read_include_object(call.query));
  co_return table(call, documents, include);
}

}  // namespace pintle::api

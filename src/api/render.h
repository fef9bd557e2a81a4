// Objects as answers, in the form that the client asked for: the object itself, a Table, or its metadata alone.
//
//   PINTLE_CO_TRY(auto response, render_object(call, 200, document));
//   PINTLE_CO_TRY(auto response, render_cached(call, 200, object));     // shares the remembered bytes where it can
//
// Source: apiserver/pkg/endpoints/handlers/response.go (transformResponseObject).
#pragma once

#include <span>

#include "api/call.h"
#include "base/result.h"
#include "cache/object.h"
#include "net/http.h"
#include "object/document.h"

namespace pintle::api {

Result<net::Response> render_object(const Call& call, int code, const object::Document& document);
// The same for an object that is not of the resource's kind (Scale): `kind` has its columns and rows.
Result<net::Response> render_object_as(const Call& call, int code, const object::Document& document, const Kind& kind);
Result<net::Response> render_cached(const Call& call, int code, const cache::ObjectPtr& object);
// A delete's answer when the kind does not give back the object: a Status.
net::Response render_deleted(const Call& call, std::string_view name, std::string_view uid);

// What a list says of itself.
struct ListMeta {
  int64_t revision = 0;  // 0: of no version, and nothing is told
  std::string continue_token;
  int64_t remaining = -1;  // < 0: not told
  // {"resourceVersion":"5","continue":"...","remainingItemCount":2}
  std::string json() const;
};

// Which part of each object a Table carries.
enum class IncludeObject : uint8_t { kMetadata, kNone, kObject };
Result<IncludeObject> read_include_object(const Query& query);

// How a Table is made. Columns are left out of a watch after its first event.
enum class WithColumns : uint8_t { kYes, kNo };
struct TableForm {
  const Kind& kind;
  std::string_view version;  // of meta.k8s.io
  IncludeObject include = IncludeObject::kMetadata;
  WithColumns with_columns = WithColumns::kYes;
  int64_t now_seconds = 0;
};
std::string table_json(const TableForm& form, const ListMeta& meta, const object::Document& object);
// Its parts: {"kind":"Table",...,"rows":[   then each row (with its comma)   then ]}
void append_table_head(const TableForm& form, const ListMeta& meta, std::string& out);
void append_table_row(const TableForm& form, const object::Document& object, std::string& out);
// PartialObjectMetadata of the object at the version asked for.
object::Document partial_metadata(const Kind& kind, const object::Document& document, std::string_view version);
// "meta.k8s.io/v1"
std::string meta_version(std::string_view version);

}  // namespace pintle::api

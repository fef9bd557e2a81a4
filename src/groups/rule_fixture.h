// For the tests of kinds: an object from JSON, and what a kind's hooks do with it.
#pragma once

#include <gmock/gmock.h>

#include <string>
#include <string_view>

#include "api/kind.h"
#include "object/json.h"

namespace pintle::groups {

inline object::Document object_from(const api::Kind& kind, std::string_view json) {
  const schema::Type* type = schema::find_builtin_kind(kind.group, kind.version, kind.kind);
  auto decoded = object::decode_json(*type, Bytes::copy(json));
  EXPECT_TRUE(decoded) << (decoded ? "" : decoded.error().message());
  return decoded ? std::move(decoded->document) : object::Document(type);
}

inline std::string json_of(const object::Document& document) {
  std::string out;
  object::encode_json(*document.type(), document.root(), out);
  return out;
}

// The errors as a client reads them, "" for none.
inline std::string validate(const api::Kind& kind, std::string_view json) {
  const object::Document document = object_from(kind, json);
  object::ErrorList errors;
  kind.validate(document.root(), errors);
  return errors.joined();
}

inline std::string validate_update(api::ValidateUpdateHook hook, const api::Kind& kind, std::string_view json, std::string_view old_json) {
  const object::Document document = object_from(kind, json);
  const object::Document old = object_from(kind, old_json);
  object::ErrorList errors;
  hook(document.root(), old.root(), errors);
  return errors.joined();
}

// The cells with Go's HTML escapes undone, for the eye.
inline std::string row_of(const api::Kind& kind, std::string_view json, int64_t now_seconds) {
  const object::Document document = object_from(kind, json);
  api::Cells cells;
  kind.row(document.root(), now_seconds, cells);
  std::string text(cells.json());
  struct Escape {
    std::string_view written;
    std::string_view meant;
  };
  for (const Escape escape : {Escape{"\\u003c", "<"}, Escape{"\\u003e", ">"}, Escape{"\\u0026", "&"}})
    for (size_t at = 0; (at = text.find(escape.written, at)) != std::string::npos;) text.replace(at, escape.written.size(), escape.meant);
  return text;
}

}  // namespace pintle::groups

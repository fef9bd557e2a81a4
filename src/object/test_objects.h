// What the tests of this folder share: objects from JSON, by kind.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "object/json.h"
#include "schema/type.h"

namespace pintle::object {

inline const schema::Type& type_of_kind(std::string_view group, std::string_view version, std::string_view kind) {
  const schema::Type* type = schema::find_builtin_kind(group, version, kind);
  EXPECT_NE(type, nullptr) << kind;
  return *type;
}

inline const schema::Type& pod_type() { return type_of_kind("", "v1", "Pod"); }

inline Document from_json(const schema::Type& type, std::string_view json) {
  auto decoded = decode_json(type, Bytes::copy(json));
  EXPECT_TRUE(decoded) << json << ": " << (decoded ? "" : decoded.error().message());
  return decoded ? std::move(decoded->document) : Document(&type);
}
inline Document plain_from_json(std::string_view json) { return from_json(any_type(), json); }

inline std::string to_json(const schema::Type& type, const Value& value) {
  std::string out;
  encode_json(type, value, out);
  return out;
}
inline std::string to_json(const Document& document) { return to_json(*document.type(), document.root()); }

}  // namespace pintle::object

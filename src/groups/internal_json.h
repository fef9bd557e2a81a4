// internal_json: an object as upstream prints it from its internal type, in messages that show what an immutable part would become:
// Go's field names, every field, null for what is absent, one space of indent.
//
//   object::unified_diff(internal_json(old.spec()), internal_json(claim.spec()))
//
// Names and order follow from the schema tables; what upstream's internal types have differently is a row in internal_json.cc.
// Thread: pure. Source: encoding/json of pkg/apis/<group>/types.go; k8s.io/apimachinery/pkg/util/diff.
#pragma once

#include <string>

#include "object/view.h"
#include "schema/type.h"

namespace pintle::groups {

// `node` is a struct of `type` whose first field is `base`; null is an empty one.
std::string internal_json(const schema::Type& type, const object::Value* node, uint16_t base = 0);

// The same on one line, as messages print a value that is at fault.
std::string internal_json_line(const schema::Type& type, const object::Value* node, uint16_t base = 0);

// ["a","b"]; "null" for an empty one.
std::string list_json(object::ListView<std::string_view> texts);

template <class V>
std::string internal_json(V view) {
  return internal_json(V::schema_type(), view.node(), view.base());
}
template <class V>
std::string internal_json_line(V view) {
  return internal_json_line(V::schema_type(), view.node(), view.base());
}

}  // namespace pintle::groups

// Zero values: what a tree leaves out, and what stands for null in a list or map.
//
// A field that is not a pointer and has Go's zero value is not in the tree: false, 0, "", "0" of a quantity, an empty struct. Lists, maps
// and bytes that are empty are not zero: Go tells them from nil.
#pragma once

#include "object/value.h"
#include "schema/type.h"

namespace pintle::object {

// True when a tree leaves the node out: null, or the zero of a field that is not a pointer.
inline bool is_zero_field(const schema::Field& field, const Value& node) {
  if (node.is_null()) return true;
  if (field.pointer) return false;
  switch (field.type->kind) {
    case schema::TypeKind::kBool:
      return !node.as_bool();
    case schema::TypeKind::kInt32:
    case schema::TypeKind::kInt64:
      return node.as_int() == 0;
    case schema::TypeKind::kDouble:
      return node.as_double() == 0;
    case schema::TypeKind::kString:
    case schema::TypeKind::kTime:
    case schema::TypeKind::kMicroTime:
    case schema::TypeKind::kStruct:
      return node.size() == 0;
    case schema::TypeKind::kQuantity:
      return node.as_string() == "0";
    case schema::TypeKind::kDuration:
      return node.as_string() == "0s";
    case schema::TypeKind::kIntOrString:
      return !node.is_string() && node.as_int() == 0;
    default:
      return false;
  }
}

// The zero of a list's or map's element: null for what Go holds as nil.
Value zero_element(const schema::Type& type);

}  // namespace pintle::object

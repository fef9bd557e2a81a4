// Which fields of a struct Go's encoder writes, and what it writes for those that a tree does not hold.
//
// Source: encoding/json (omitempty, omitzero, nil), the MarshalJSON of the types that have their own.
#pragma once

#include <string_view>

#include "object/value.h"
#include "schema/type.h"

namespace pintle::object {

// kind and apiVersion of an object: they are in no protobuf message, only in its envelope.
inline bool is_type_meta(const schema::Type& owner, const schema::Field& field) {
  return field.number == 0 && owner.fields.size() > 1 && (field.name == "kind" || field.name == "apiVersion");
}

// Go structs, in Go's eyes: omitempty never leaves them out.
inline bool is_go_struct(schema::TypeKind kind) {
  switch (kind) {
    case schema::TypeKind::kBool:
    case schema::TypeKind::kInt32:
    case schema::TypeKind::kInt64:
    case schema::TypeKind::kDouble:
    case schema::TypeKind::kString:
    case schema::TypeKind::kBytes:
    case schema::TypeKind::kList:
    case schema::TypeKind::kMap:
      return false;
    default:
      return true;
  }
}

// `node` is null when the tree does not hold the field.
inline bool is_emitted(const schema::Field& field, const Value* node) {
  if (field.emit == schema::Emit::kAlways) return true;
  if (field.pointer) return node != nullptr;
  if (field.emit == schema::Emit::kOmitZero) return node && node->size() > 0;
  if (is_go_struct(field.type->kind)) return true;
  if (!node) return false;
  switch (node->tag()) {
    case Tag::kNull:
      return false;
    case Tag::kBool:
      return node->as_bool();
    case Tag::kInt:
      return node->as_int() != 0;
    case Tag::kDouble:
      return node->as_double() != 0;
    default:
      return node->size() > 0;
  }
}

// What is written for an emitted field that the tree does not hold; not for plain structs, whose own fields decide.
inline std::string_view zero_json(const schema::Field& field) {
  if (field.pointer) return "null";
  switch (field.type->kind) {
    case schema::TypeKind::kBool:
    case schema::TypeKind::kJsonSchemaOrBool:
      return "false";
    case schema::TypeKind::kInt32:
    case schema::TypeKind::kInt64:
    case schema::TypeKind::kDouble:
    case schema::TypeKind::kIntOrString:
      return "0";
    case schema::TypeKind::kString:
      return "\"\"";
    case schema::TypeKind::kQuantity:
      return "\"0\"";
    case schema::TypeKind::kDuration:
      return "\"0s\"";
    default:
      return "null";
  }
}

}  // namespace pintle::object

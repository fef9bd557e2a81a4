#include "object/defaulting.h"

#include "base/check.h"
#include "object/json.h"
#include "object/zero.h"

namespace pintle::object {
namespace {

using schema::Field;
using schema::Type;
using schema::TypeKind;

bool is_absent(const Field& field, const Value* node) { return !node || is_zero_field(field, *node); }

// A plain struct is there even when the tree leaves it out.
bool is_plain_struct(const Field& field) { return field.type->kind == TypeKind::kStruct && !field.pointer; }

void set_default(const Field& field, uint16_t index, Value& structure, Arena& arena) {
  const auto decoded = decode_json(*field.type, Bytes::constant(field.default_json));
  PINTLE_CHECK(decoded.has_value());  // schemagen and CRD validation let no other default pass
  const Value value = deep_copy(decoded->document.root(), arena);
  if (!is_zero_field(field, value)) structure.set(arena, index, value);
}

void default_fields(const Type& type, Value& structure, Arena& arena) {
  for (const uint16_t index : type.defaulted) {
    const Field& field = type.fields[index];
    if (!field.default_json.empty() && is_absent(field, structure.get(index))) set_default(field, index, structure, arena);
    if (Value* node = structure.get(index)) {
      apply_schema_defaults(*field.type, *node, arena);
    } else if (is_plain_struct(field)) {
      Value made = Value::empty_struct();
      apply_schema_defaults(*field.type, made, arena);
      if (made.size() > 0) structure.set(arena, index, made);
    }
  }
}

}  // namespace

void apply_schema_defaults(const Type& type, Value& value, Arena& arena) {
  if (!type.has_defaults) return;
  switch (value.tag()) {
    case Tag::kStruct:
      return default_fields(type.element ? *type.element : type, value, arena);
    case Tag::kList:
      if (!type.element) return;
      for (Value& item : value.items()) apply_schema_defaults(*type.element, item, arena);
      return;
    case Tag::kMap:
      if (!type.element) return;
      for (Entry& entry : value.entries()) apply_schema_defaults(*type.element, entry.value, arena);
      return;
    default:
      return;
  }
}

}  // namespace pintle::object

#include "object/defaulting.h"

#include "base/check.h"
#include "object/json.h"

namespace pintle::object {
namespace {

bool is_zero(const Value& value) {
  switch (value.tag()) {
    case Tag::kNull:
      return true;
    case Tag::kBool:
      return !value.as_bool();
    case Tag::kInt:
      return value.as_int() == 0;
    case Tag::kDouble:
      return value.as_double() == 0;
    case Tag::kString:
    case Tag::kList:
    case Tag::kMap:
    case Tag::kStruct:
      return value.size() == 0;
  }
  return false;
}

// A pointer that is there has been chosen, whatever it points to.
bool wants_default(const schema::Field& field, const Value* value) {
  if (field.default_json.empty()) return false;
  return value == nullptr || (!field.pointer && is_zero(*value));
}

Value default_value(const schema::Field& field, Arena& arena) {
  const auto decoded = decode_json(*field.type, Bytes::constant(field.default_json));
  PINTLE_CHECK(decoded.has_value());  // the generator has checked every default against its type
  return deep_copy(decoded->document.root(), arena);
}

void apply_to_struct(const schema::Type& type, Value& value, Arena& arena) {
  for (size_t i = 0; i < type.fields.size(); ++i) {
    const auto index = static_cast<uint16_t>(i);
    const schema::Field& field = type.fields[i];
    if (wants_default(field, value.get(index))) value.set(arena, index, default_value(field, arena));
  }
  for (Value& child : value.fields()) apply_schema_defaults(*type.fields[child.field()].type, child, arena);
}

}  // namespace

void apply_schema_defaults(const schema::Type& type, Value& value, Arena& arena) {
  switch (value.tag()) {
    case Tag::kStruct:
      if (type.kind == schema::TypeKind::kStruct) apply_to_struct(type, value, arena);
      return;
    case Tag::kList:
      if (type.kind != schema::TypeKind::kList) return;
      for (Value& item : value.items()) apply_schema_defaults(*type.element, item, arena);
      return;
    case Tag::kMap:
      if (type.kind != schema::TypeKind::kMap) return;
      for (Entry& entry : value.entries()) apply_schema_defaults(*type.element, entry.value, arena);
      return;
    case Tag::kNull:
    case Tag::kBool:
    case Tag::kInt:
    case Tag::kDouble:
    case Tag::kString:
      return;
  }
}

}  // namespace pintle::object

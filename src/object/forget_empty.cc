#include "object/forget_empty.h"

namespace pintle::object {
namespace {

using schema::Type;
using schema::TypeKind;

void forget_inside(const Type& type, Value& value) {
  switch (type.kind) {
    case TypeKind::kStruct:
      forget_empty(type, value);
      return;
    case TypeKind::kList:
      if (type.element->kind == TypeKind::kStruct)
        for (Value& item : value.items()) forget_inside(*type.element, item);
      return;
    case TypeKind::kMap:
      if (type.element->kind == TypeKind::kStruct)
        for (Entry& entry : value.entries()) forget_inside(*type.element, entry.value);
      return;
    default:
      return;
  }
}

bool is_forgotten(const Type& type, const Value& value) {
  if (type.kind != TypeKind::kList && type.kind != TypeKind::kMap) return false;
  return !type.proto_wrapper && (value.is_list() || value.is_map()) && value.size() == 0;
}

}  // namespace

void forget_empty(const Type& type, Value& value) {
  for (size_t i = value.fields().size(); i-- > 0;) {
    Value& field = value.fields()[i];
    const Type& field_type = *type.fields[field.field()].type;
    if (is_forgotten(field_type, field))
      value.erase(field.field());
    else
      forget_inside(field_type, field);
  }
}

}  // namespace pintle::object

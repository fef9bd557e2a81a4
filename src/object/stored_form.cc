#include "object/stored_form.h"

namespace pintle::object {
namespace {

using schema::Type;
using schema::TypeKind;

bool is_container(const Type& type) { return type.kind == TypeKind::kList || type.kind == TypeKind::kMap; }

void drop_in_struct(const Type& type, Value& value) {
  for (size_t i = value.fields().size(); i-- > 0;) {
    Value& field = value.fields()[i];
    const Type& field_type = *type.fields[field.field()].type;
    if (is_container(field_type) && field.size() == 0)
      value.erase(field.field());
    else
      drop_what_storage_drops(field_type, field);
  }
}

}  // namespace

void drop_what_storage_drops(const Type& type, Value& value) {
  switch (type.kind) {
    case TypeKind::kStruct:
      if (value.is_struct()) drop_in_struct(type, value);
      return;
    case TypeKind::kList:
      for (Value& item : value.items()) drop_what_storage_drops(*type.element, item);
      return;
    case TypeKind::kMap:
      for (Entry& entry : value.entries()) drop_what_storage_drops(*type.element, entry.value);
      return;
    default:
      return;
  }
}

}  // namespace pintle::object

#include "object/empty_collections.h"

namespace pintle::object {
namespace {

bool is_collection(const schema::Type& type) { return type.kind == schema::TypeKind::kList || type.kind == schema::TypeKind::kMap; }

// From the last to the first, as an erased field moves those after it.
void drop_fields(const schema::Type& type, Value& value) {
  for (size_t i = value.fields().size(); i-- > 0;) {
    Value& field = value.fields()[i];
    const schema::Type& field_type = *type.fields[field.field()].type;
    drop_empty_collections(field_type, field);
    if (is_collection(field_type) && field.size() == 0) value.erase(field.field());
  }
}

}  // namespace

void drop_empty_collections(const schema::Type& type, Value& value) {
  switch (type.kind) {
    case schema::TypeKind::kStruct:
      return drop_fields(type, value);
    case schema::TypeKind::kList:
      for (Value& item : value.items()) drop_empty_collections(*type.element, item);
      return;
    case schema::TypeKind::kMap:
      for (Entry& entry : value.entries()) drop_empty_collections(*type.element, entry.value);
      return;
    default:
      return;
  }
}

}  // namespace pintle::object

#include "object/stored_form.h"

#include "schema/type.h"

namespace pintle::object {
namespace {

using schema::Type;
using schema::TypeKind;

void settle(const Type& type, Value& value);

bool is_collection(const Type& type) { return type.kind == TypeKind::kList || type.kind == TypeKind::kMap; }

void settle_struct(const Type& type, Value& value) {
  const std::span<Value> fields = value.fields();
  for (size_t i = fields.size(); i-- > 0;) {
    const uint16_t index = fields[i].field();
    const Type& field_type = *type.fields[index].type;
    if (is_collection(field_type) && fields[i].size() == 0)
      value.erase(index);
    else
      settle(field_type, fields[i]);
  }
}

void settle_item(const Type& type, Value& item) {
  if (type.kind == TypeKind::kBytes && item.is_null())
    item = Value::string("");
  else
    settle(type, item);
}

void settle(const Type& type, Value& value) {
  switch (type.kind) {
    case TypeKind::kStruct:
      return settle_struct(type, value);
    case TypeKind::kList:
      for (Value& item : value.items()) settle_item(*type.element, item);
      return;
    case TypeKind::kMap:
      for (Entry& entry : value.entries()) settle_item(*type.element, entry.value);
      return;
    default:
      return;
  }
}

}  // namespace

void to_stored_form(Document& document) {
  if (document.type()->has_proto) settle(*document.type(), document.root());
}

}  // namespace pintle::object

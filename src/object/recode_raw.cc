#include "object/recode_raw.h"

#include <string>

#include "object/json.h"
#include "object/raw_json.h"

namespace pintle::object {
namespace {

using schema::Type;
using schema::TypeKind;

void recode(const Type& type, Value& raw, Arena& arena, RawForm form) {
  if (!is_json(raw.as_string())) return;
  std::string text;
  if (form == RawForm::kCompact) {
    encode_json(type, raw, text);
  } else {
    const auto plain = decode_json(any_type(), Bytes::copy(raw.as_string()));
    if (!plain) return;
    encode_json(any_type(), plain->document.root(), text);
  }
  if (text != raw.as_string()) raw = Value::string(arena.copy(text)).with_field(raw.field());
}

void recode_inside(const Type& type, Value& value, Arena& arena, RawForm form) {
  switch (type.kind) {
    case TypeKind::kRawExtension:
      return recode(type, value, arena, form);
    case TypeKind::kStruct:
      return recode_raw(type, value, arena, form);
    case TypeKind::kList:
      for (Value& item : value.items()) recode_inside(*type.element, item, arena, form);
      return;
    case TypeKind::kMap:
      for (Entry& entry : value.entries()) recode_inside(*type.element, entry.value, arena, form);
      return;
    default:
      return;
  }
}

}  // namespace

void recode_raw(const Type& type, Value& value, Arena& arena, RawForm form) {
  for (Value& field : value.fields()) recode_inside(*type.fields[field.field()].type, field, arena, form);
}

}  // namespace pintle::object

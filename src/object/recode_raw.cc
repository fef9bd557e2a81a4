#include "object/recode_raw.h"

#include <string>

#include "object/equality.h"
#include "object/json.h"
#include "object/raw_json.h"

namespace pintle::object {
namespace {

using schema::Type;
using schema::TypeKind;

bool same_json(std::string_view left, std::string_view right) {
  if (left == right) return true;
  const auto l = decode_json(any_type(), Bytes::copy(left));
  const auto r = decode_json(any_type(), Bytes::copy(right));
  return l && r && plain_equal(l->document.root(), r->document.root());
}

std::string sorted(std::string_view json) {
  std::string out;
  const auto plain = decode_json(any_type(), Bytes::copy(json));
  if (!plain) return std::string(json);
  encode_json(any_type(), plain->document.root(), out);
  return out;
}

std::string compact(const Type& type, const Value& raw) {
  std::string out;
  encode_json(type, raw, out);
  return out;
}

void recode(const Type& type, Value& raw, const Value* live, Arena& arena, RawForm form) {
  if (!is_json(raw.as_string())) return;
  const bool untouched = live && same_json(raw.as_string(), live->as_string());
  const std::string text = form == RawForm::kSorted ? sorted(raw.as_string()) : compact(type, untouched ? *live : raw);
  if (text != raw.as_string()) raw = Value::string(arena.copy(text)).with_field(raw.field());
}

void recode_list(const Type& element, Value& list, const Value* live, Arena& arena, RawForm form) {
  if (element.kind != TypeKind::kStruct) return;
  const bool pairs = live && live->items().size() == list.items().size();
  for (size_t i = 0; i < list.items().size(); ++i) recode_raw(element, list.items()[i], pairs ? &live->items()[i] : nullptr, arena, form);
}

}  // namespace

void recode_raw(const Type& type, Value& value, const Value* live, Arena& arena, RawForm form) {
  for (Value& field : value.fields()) {
    const Type& field_type = *type.fields[field.field()].type;
    const Value* live_field = live ? live->get(field.field()) : nullptr;
    if (field_type.kind == TypeKind::kRawExtension)
      recode(field_type, field, live_field, arena, form);
    else if (field_type.kind == TypeKind::kStruct)
      recode_raw(field_type, field, live_field, arena, form);
    else if (field_type.kind == TypeKind::kList)
      recode_list(*field_type.element, field, live_field, arena, form);
  }
}

}  // namespace pintle::object

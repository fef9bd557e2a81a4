#include "object/emission.h"

#include <algorithm>
#include <array>

#include "object/equality.h"
#include "object/json.h"
#include "object/json_emit.h"

namespace pintle::object {
namespace {

using schema::Field;
using schema::Type;
using schema::TypeKind;

const Value kNull;
const Value kFalse = Value::boolean(false);
const Value kZero = Value::integer(0);
const Value kEmptyText = Value::string("");
const Value kZeroDuration = Value::string("0s");
const Value kZeroQuantity = Value::string("0");
const Value kEmptyStruct = Value::empty_struct();

bool trees_equal(const Type& type, const Value& left, const Value& right);

bool structs_equal(const Type& type, const Value& left, const Value& right) {
  const std::span<Value> l = left.fields();
  const std::span<Value> r = right.fields();
  for (size_t i = 0, j = 0; i < l.size() || j < r.size();) {
    const uint16_t next_left = i < l.size() ? l[i].field() : UINT16_MAX;
    const uint16_t next_right = j < r.size() ? r[j].field() : UINT16_MAX;
    const uint16_t index = std::min(next_left, next_right);
    const Field& field = type.fields[index];
    const Value* shown_left = emitted(field, next_left == index ? &l[i++] : nullptr);
    const Value* shown_right = emitted(field, next_right == index ? &r[j++] : nullptr);
    if (!shown_left || !shown_right ? shown_left != shown_right : !trees_equal(*field.type, *shown_left, *shown_right)) return false;
  }
  return true;
}

bool lists_equal(const Type& element, const Value& left, const Value& right) {
  return std::ranges::equal(left.items(), right.items(), [&](const Value& l, const Value& r) { return trees_equal(element, l, r); });
}

bool maps_equal(const Type& element, const Value& left, const Value& right) {
  return std::ranges::equal(left.entries(), right.entries(),
                            [&](const Entry& l, const Entry& r) { return l.key == r.key && trees_equal(element, l.value, r.value); });
}

bool raw_json_equal(std::string_view left, std::string_view right) {
  if (left == right) return true;
  const auto l = decode_json(any_type(), Bytes::copy(left));
  const auto r = decode_json(any_type(), Bytes::copy(right));
  return l && r && plain_equal(l->document.root(), r->document.root());
}

bool trees_equal(const Type& type, const Value& left, const Value& right) {
  const bool plain = type.kind == TypeKind::kAny || (left.is_map() && type.kind != TypeKind::kMap);
  if (plain) return plain_equal(left, right);
  if (left.is_struct() && right.is_struct()) return structs_equal(type.element ? *type.element : type, left, right);
  if (left.is_list() && right.is_list()) return lists_equal(*type.element, left, right);
  if (left.is_map() && right.is_map()) return maps_equal(*type.element, left, right);
  if (type.kind == TypeKind::kRawExtension && left.is_string() && right.is_string()) {
    return raw_json_equal(left.as_string(), right.as_string());
  }
  return plain_equal(left, right);
}

}  // namespace

const Value& zero_value(const Type& type) {
  switch (type.kind) {
    case TypeKind::kBool:
      return kFalse;
    case TypeKind::kInt32:
    case TypeKind::kInt64:
    case TypeKind::kDouble:
    case TypeKind::kIntOrString:
      return kZero;
    case TypeKind::kString:
      return kEmptyText;
    case TypeKind::kDuration:
      return kZeroDuration;
    case TypeKind::kQuantity:
      return kZeroQuantity;
    case TypeKind::kStruct:
      return kEmptyStruct;
    default:
      return kNull;
  }
}

const Value* emitted(const Field& field, const Value* node) {
  if (node && node->is_null()) node = nullptr;
  if (!is_emitted(field, node)) return nullptr;
  if (node) return node;
  return field.pointer ? &kNull : &zero_value(*field.type);
}

// Most of what is compared is the same, which is told sooner.
bool shown_equal(const Type& type, const Value& left, const Value& right) {
  return same_tree(left, right) || trees_equal(type, left, right);
}

}  // namespace pintle::object

#include "object/equality.h"

#include <algorithm>

#include "object/emission.h"
#include "object/quantity.h"

namespace pintle::object {
namespace {

using schema::Field;
using schema::Type;
using schema::TypeKind;

bool is_number(const Value& value) { return value.tag() == Tag::kInt || value.tag() == Tag::kDouble; }

bool quantities_equal(std::string_view left, std::string_view right) {
  if (left == right) return true;
  const auto l = Quantity::parse(left);
  const auto r = Quantity::parse(right);
  return l && r && *l == *r;
}

// Whether an absent list or map is equal to an empty one.
enum class Emptiness : uint8_t { kSame, kDiffers };

bool equal(const Type& type, const Value* left, const Value* right, Emptiness emptiness);

bool equal(const Field& field, const Value* left, const Value* right, Emptiness emptiness) {
  if (field.pointer) {
    const bool has_left = left && !left->is_null();
    const bool has_right = right && !right->is_null();
    if (has_left != has_right) return false;
    if (!has_left) return true;
  }
  return equal(*field.type, left, right, emptiness);
}

bool structs_equal(const Type& type, const Value& left, const Value& right, Emptiness emptiness) {
  const std::span<Value> l = left.fields();
  const std::span<Value> r = right.fields();
  for (size_t i = 0, j = 0; i < l.size() || j < r.size();) {
    const uint16_t next_left = i < l.size() ? l[i].field() : UINT16_MAX;
    const uint16_t next_right = j < r.size() ? r[j].field() : UINT16_MAX;
    const uint16_t index = std::min(next_left, next_right);
    const Value* left_field = next_left == index ? &l[i++] : nullptr;
    const Value* right_field = next_right == index ? &r[j++] : nullptr;
    if (!equal(type.fields[index], left_field, right_field, emptiness)) return false;
  }
  return true;
}

bool present_equal(const Type& type, const Value& left, const Value& right, Emptiness emptiness) {
  if (left.is_struct() && right.is_struct()) return structs_equal(type.element ? *type.element : type, left, right, emptiness);
  if (type.kind != TypeKind::kAny && left.is_list() && right.is_list()) {
    return std::ranges::equal(left.items(), right.items(),
                              [&](const Value& l, const Value& r) { return equal(*type.element, &l, &r, emptiness); });
  }
  if (type.kind != TypeKind::kAny && left.is_map() && right.is_map()) {
    return std::ranges::equal(left.entries(), right.entries(), [&](const Entry& l, const Entry& r) {
      return l.key == r.key && equal(*type.element, &l.value, &r.value, emptiness);
    });
  }
  if (type.kind == TypeKind::kQuantity) return quantities_equal(left.as_string(), right.as_string());
  return shown_equal(type, left, right);
}

bool equal(const Type& type, const Value* left, const Value* right, Emptiness emptiness) {
  const bool has_left = left && !left->is_null();
  const bool has_right = right && !right->is_null();
  const Value& l = has_left ? *left : zero_value(type);
  const Value& r = has_right ? *right : zero_value(type);
  const bool may_be_empty = type.kind == TypeKind::kList || type.kind == TypeKind::kMap || type.kind == TypeKind::kBytes;
  if (may_be_empty && l.size() == 0 && r.size() == 0) return emptiness == Emptiness::kSame || has_left == has_right;
  return present_equal(type, l, r, emptiness);
}

}  // namespace

bool plain_equal(const Value& left, const Value& right) {
  if (is_number(left) && is_number(right)) {
    if (left.tag() == Tag::kInt && right.tag() == Tag::kInt) return left.as_int() == right.as_int();
    return left.as_double() == right.as_double();
  }
  if (left.tag() != right.tag()) return false;
  switch (left.tag()) {
    case Tag::kBool:
      return left.as_bool() == right.as_bool();
    case Tag::kString:
      return left.as_string() == right.as_string();
    case Tag::kList:
      return std::ranges::equal(left.items(), right.items(), plain_equal);
    case Tag::kMap:
      return std::ranges::equal(left.entries(), right.entries(),
                                [](const Entry& l, const Entry& r) { return l.key == r.key && plain_equal(l.value, r.value); });
    case Tag::kNull:
    case Tag::kInt:
    case Tag::kDouble:
    case Tag::kStruct:
      break;
  }
  return left.is_null();
}

namespace {

// Most of what is compared is the same, which is told sooner.
template <class Schema>
bool entry_equal(const Schema& schema, const Value* left, const Value* right, Emptiness emptiness) {
  return (left && right && same_tree(*left, *right)) || equal(schema, left, right, emptiness);
}

}  // namespace

bool semantic_equal(const Type& type, const Value* left, const Value* right) { return entry_equal(type, left, right, Emptiness::kSame); }

bool semantic_equal(const Field& field, const Value* left, const Value* right) { return entry_equal(field, left, right, Emptiness::kSame); }

bool deep_equal(const Field& field, const Value* left, const Value* right) { return entry_equal(field, left, right, Emptiness::kDiffers); }

}  // namespace pintle::object

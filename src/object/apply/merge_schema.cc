#include "object/apply/merge_schema.h"

#include <algorithm>
#include <charconv>

#include "object/emission.h"
#include "object/go_format.h"

namespace pintle::object {
namespace {

using schema::Field;
using schema::MergeKind;
using schema::Type;
using schema::TypeKind;

MergeShape shape_of(const Type& type, MergeKind merge, std::span<const std::string_view> keys) {
  using Kind = MergeShape::Kind;
  switch (type.kind) {
    case TypeKind::kList:
      if (merge == MergeKind::kSet) return {Kind::kSet, &type, {}};
      if (merge == MergeKind::kMap) return {Kind::kKeyedList, &type, keys};
      return {Kind::kLeaf, &type, {}};
    case TypeKind::kMap:
    case TypeKind::kStruct:
      return {merge == MergeKind::kAtomic ? Kind::kLeaf : Kind::kFields, &type, {}};
    case TypeKind::kAny:
      return {merge == MergeKind::kAtomic ? Kind::kLeaf : Kind::kFields, &type, {}};
    default:
      return {Kind::kLeaf, &type, {}};
  }
}

// The scalar of a default marker; null when there is none or it is no scalar.
Value default_scalar(std::string_view json) {
  if (json.size() >= 2 && json.starts_with('"')) return Value::string(json.substr(1, json.size() - 2));
  if (json == "true" || json == "false") return Value::boolean(json == "true");
  int64_t number = 0;
  const auto [end, fault] = std::from_chars(json.data(), json.data() + json.size(), number);
  return fault == std::errc() && end == json.data() + json.size() && !json.empty() ? Value::integer(number) : Value();
}

std::string printed_keys(std::span<const std::string_view> keys) {
  std::string text = "[";
  for (std::string_view key : keys) text.append(text.size() > 1 ? " " : "").append(quoted(key));
  return text + "]";
}

std::unexpected<Status> error(std::string text) { return fail(Status::bad_request(std::move(text))); }

Result<PathElement> set_element(const Value& item) {
  switch (item.tag()) {
    case Tag::kMap:
    case Tag::kStruct:
      return error("associative list without keys has an element that's a map type");
    case Tag::kList:
      return error("not supported: associative list with lists as elements");
    case Tag::kNull:
      return error("associative list without keys has an element that's an explicit null");
    default:
      return PathElement::of_value(item);
  }
}

}  // namespace

MergeShape merge_shape(const Field& field) {
  const Type& type = *field.type;
  return shape_of(type, field.merge == MergeKind::kUnset ? type.merge : field.merge,
                  field.list_map_keys.empty() ? type.list_map_keys : field.list_map_keys);
}

std::optional<MergeShape> member_shape(const MergeShape& shape, std::string_view name) {
  switch (shape.type->kind) {
    case TypeKind::kAny:
      return shape;
    case TypeKind::kMap:
      return merge_shape(*shape.type->element);
    case TypeKind::kStruct: {
      const int field = shape.type->find(name);
      return field < 0 ? std::nullopt : std::optional(merge_shape(shape.type->fields[field]));
    }
    default:
      return std::nullopt;
  }
}

MergeShape shape_of_value(const MergeShape& shape, const Value& value) {
  if (shape.type->kind != TypeKind::kAny || value.is_map() || value.is_null()) return shape;
  return {MergeShape::Kind::kLeaf, shape.type, {}};
}

MergeShape merge_shape(const Type& type) { return shape_of(type, type.merge, type.list_map_keys); }

ItemKeys::ItemKeys(const MergeShape& shape) : shape_(shape) {
  const Type& item = *shape.type->element;
  for (std::string_view name : shape.keys) {
    const int index = item.find(name);
    keys_.push_back({name, index < 0 ? nullptr : &item.fields[index], static_cast<uint16_t>(std::max(index, 0))});
  }
  std::ranges::sort(keys_, {}, &Key::name);
}

const Value* ItemKeys::key_value(const Key& key, const Value& item, Value& holder) const {
  const Value* value = item.is_map() ? item.get(key.name) : key.field ? emitted(*key.field, item.get(key.index)) : nullptr;
  if (value || !key.field) return value;
  if (!key.field->default_json.empty()) {
    holder = default_scalar(key.field->default_json);
    return holder.is_null() ? nullptr : &holder;
  }
  const bool plain_scalar = key.field->emit == schema::Emit::kAlways && !key.field->pointer;
  return plain_scalar ? &zero_value(*key.field->type) : nullptr;
}

Result<PathElement> ItemKeys::element_of(const Value& item, Arena& arena) const {
  if (shape_.kind == MergeShape::Kind::kSet) return set_element(item);
  if (item.is_null()) return error("associative list with keys may not have a null element");
  if (!item.is_map() && !item.is_struct()) return error("associative list with keys may not have non-map elements");
  const std::span<Entry> fields = arena.make_array<Entry>(keys_.size());
  size_t count = 0;
  for (const Key& key : keys_) {
    Value holder;
    if (const Value* value = key_value(key, item, holder)) fields[count++] = {key.name, *value};
  }
  if (count == 0 && !keys_.empty()) {
    return error("associative list with keys has an element that omits all key fields " + printed_keys(shape_.keys) +
                 " (and doesn't have default values for any key fields)");
  }
  return PathElement::key(Value::map(fields.first(count)));
}

}  // namespace pintle::object

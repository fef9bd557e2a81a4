#include "object/apply/remove.h"

#include <algorithm>

#include "object/apply/field_set_builder.h"
#include "object/apply/merge_schema.h"

namespace pintle::object {
namespace {

using Node = FieldSet::Node;
using Kind = MergeShape::Kind;

const FieldSet::Entry* find(Node node, const PathElement& element) {
  const auto at = std::lower_bound(node.begin(), node.end(), element, [](const FieldSet::Entry& entry, const PathElement& wanted) {
    return compare(entry.element, wanted) < 0;
  });
  return at != node.end() && compare(at->element, element) == 0 ? &*at : nullptr;
}

class Remover {
 public:
  explicit Remover(Arena& arena) : arena_(arena) {}

  // `removed` is not empty. Null when there is nothing to keep; an atomic value goes whole.
  Value remove(const MergeShape& shape, const Value& value, Node removed) {
    if (!value.is_map() && !value.is_list()) return value;
    if (value.size() == 0 || shape.kind == Kind::kLeaf) return Value();
    return value.is_map() ? remove_members(shape, value, removed) : remove_items(shape, value, removed);
  }

 private:
  // What is left of a value that something was removed below.
  Value kept(const MergeShape& shape, const Value& value, Node removed) {
    const Value rest = remove(shape, value, removed);
    if (!rest.is_null()) return rest;
    return value.is_map() ? Value::empty_map() : value.is_list() ? Value::empty_list() : rest;
  }

  Value remove_members(const MergeShape& shape, const Value& value, Node removed) {
    const std::span<Entry> entries = arena_.make_array<Entry>(value.size());
    size_t count = 0;
    bool matched = false;
    for (const Entry& entry : value.entries()) {
      const FieldSet::Entry* found = find(removed, PathElement::field(entry.key));
      if (found && found->member) continue;
      entries[count] = entry;
      const std::optional<MergeShape> member = member_shape(shape, entry.key);
      if (found && member) {
        entries[count].value = kept(shape_of_value(*member, entry.value), entry.value, found->children);
        matched = true;
      }
      ++count;
    }
    return count > 0 || matched ? Value::map(entries.first(count)) : Value();
  }

  Value remove_items(const MergeShape& shape, const Value& value, Node removed) {
    const ItemKeys keys(shape);
    const MergeShape item_shape = merge_shape(*shape.type->element);
    const std::span<Value> items = arena_.make_array<Value>(value.size());
    size_t count = 0;
    bool matched = false;
    for (const Value& item : value.items()) {
      const auto element = keys.element_of(item, arena_);
      const FieldSet::Entry* found = element ? find(removed, *element) : nullptr;
      if (found && found->member) continue;
      items[count] = found ? kept(item_shape, item, found->children) : item;
      matched |= found != nullptr;
      ++count;
    }
    return count > 0 || matched ? Value::list(items.first(count)) : Value();
  }

  Arena& arena_;
};

Node name_fields(Node node, const std::optional<MergeShape>& shape, FieldSetBuilder& builder) {
  FieldSetBuilder::Level level(builder);
  for (const FieldSet::Entry& entry : node) {
    std::optional<MergeShape> below;
    const bool field = entry.element.kind == PathElement::Kind::kField;
    const bool list = shape && (shape->kind == Kind::kSet || shape->kind == Kind::kKeyedList);
    if (shape && field && shape->type->element == nullptr) below = member_shape(*shape, entry.element.value.as_string());
    if (shape && field && shape->type->kind == schema::TypeKind::kMap) below = merge_shape(*shape->type->element);
    if (list && entry.element.kind == PathElement::Kind::kKey) below = merge_shape(*shape->type->element);
    const bool declared = field && below && shape->type->kind == schema::TypeKind::kStruct;
    const bool passed = declared && !entry.children.empty();
    level.add(entry.element, entry.member || passed, name_fields(entry.children, below, builder));
  }
  return level.finish();
}

}  // namespace

Value without_fields(const schema::Type& type, const Value& object, const FieldSet& removed, Arena& arena) {
  if (removed.empty()) return object;
  return Remover(arena).remove(merge_shape(type), object, removed.root());
}

FieldSet with_named_fields(const schema::Type& type, const FieldSet& set, Arena& arena) {
  FieldSetBuilder builder(arena);
  return FieldSet(name_fields(set.root(), merge_shape(type), builder));
}

}  // namespace pintle::object

#include "object/apply/comparison.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "object/apply/field_set_builder.h"
#include "object/apply/merge_schema.h"
#include "object/emission.h"

namespace pintle::object {
namespace {

using schema::Field;
using schema::Type;
using Node = FieldSet::Node;
using Kind = MergeShape::Kind;

bool has_items(const Value* value) { return value && (value->is_list() || value->is_map()) && value->size() > 0; }

// A struct that shows no field counts as an empty map.
bool shows_fields(const Type& type, const Value& value) {
  for (uint16_t i = 0; i < type.fields.size(); ++i) {
    if (emitted(type.fields[i], value.get(i))) return true;
  }
  return false;
}
bool is_empty_or_null(const MergeShape& shape, const Value* value) {
  return value && value->is_struct() ? !shows_fields(*shape.type, *value) : !has_items(value);
}

struct Item {
  PathElement element;
  const Value* value;
};

// Sorted by element; items of equal elements in their order.
Result<std::vector<Item>> index_items(const ItemKeys& keys, const Value* list, Arena& arena) {
  std::vector<Item> items;
  if (!list) return items;
  items.reserve(list->size());
  for (const Value& value : list->items()) {
    PINTLE_TRY(const PathElement element, keys.element_of(value, arena));
    items.push_back({element, &value});
  }
  std::ranges::sort(items, [](const Item& l, const Item& r) {
    const int order = compare(l.element, r.element);
    return order != 0 ? order < 0 : l.value < r.value;
  });
  return items;
}

// The items at the front that share this element.
std::span<const Item> take_group(std::span<const Item>& items, const PathElement& element) {
  size_t count = 0;
  while (count < items.size() && compare(items[count].element, element) == 0) ++count;
  const std::span<const Item> group = items.first(count);
  items = items.subspan(count);
  return group;
}

// The walk over two objects at once. A null value is one that JSON leaves out.
class Comparer {
 public:
  explicit Comparer(Arena& arena) : arena_(arena), added_(arena), modified_(arena), removed_(arena) {}

  // What one value contributes: itself, and what is below it.
  struct Part {
    bool member = false;
    Node below;
  };
  struct Difference {
    Part added, modified, removed;
  };

  Result<Difference> compare(const MergeShape& shape, const Value* before, const Value* after) {
    if (shape.kind == Kind::kLeaf || (is_empty_or_null(shape, before) && is_empty_or_null(shape, after))) {
      return compare_leaf(*shape.type, before, after);
    }
    // Most of an object stays as it is, and equality is told sooner than differences.
    if (before && after && shown_equal(*shape.type, *before, *after)) return Difference();
    return compare_changed(shape, before, after);
  }

  // compare() of what is known to differ somewhere, and is no leaf.
  Result<Difference> compare_changed(const MergeShape& shape, const Value* before, const Value* after) {
    PINTLE_TRY(Difference difference,
               shape.kind == Kind::kFields ? compare_fields(shape, before, after) : compare_lists(shape, before, after));
    if (!before) difference.added.member = true;
    if (!after) difference.removed.member = true;
    return difference;
  }

 private:
  // The three nodes of one level under construction.
  struct Levels {
    explicit Levels(Comparer& comparer) : added(comparer.added_), modified(comparer.modified_), removed(comparer.removed_) {}
    void add(const PathElement& element, const Difference& difference) {
      added.add(element, difference.added.member, difference.added.below);
      modified.add(element, difference.modified.member, difference.modified.below);
      removed.add(element, difference.removed.member, difference.removed.below);
    }
    Difference finish() {
      return {.added = {.below = added.finish()}, .modified = {.below = modified.finish()}, .removed = {.below = removed.finish()}};
    }
    FieldSetBuilder::Level added, modified, removed;
  };

  static Difference compare_leaf(const Type& type, const Value* before, const Value* after) {
    Difference difference;
    if (!before) {
      difference.added.member = true;
    } else if (!after) {
      difference.removed.member = true;
    } else {
      difference.modified.member = !shown_equal(type, *before, *after);
    }
    return difference;
  }

  Result<Difference> compare_fields(const MergeShape& shape, const Value* before, const Value* after) {
    const bool structs = (before && before->is_struct()) || (after && after->is_struct());
    return structs ? compare_structs(*shape.type, before, after) : compare_maps(shape, before, after);
  }

  Result<Difference> compare_structs(const Type& type, const Value* before, const Value* after) {
    Levels levels(*this);
    const auto compare_field = [&](uint16_t index, const Value* was, const Value* is) -> Result<void> {
      const Field& field = type.fields[index];
      was = before && before->is_struct() ? emitted(field, was) : nullptr;
      is = after && after->is_struct() ? emitted(field, is) : nullptr;
      if (was == is) return {};  // both left out, or the same zero value
      PINTLE_TRY(const Difference difference, compare(merge_shape(field), was, is));
      levels.add(PathElement::field(field.name), difference);
      return {};
    };
    const bool both = before && before->is_struct() && after && after->is_struct();
    if (!both) {
      for (uint16_t index : type.by_name) {
        PINTLE_TRY_VOID(compare_field(index, before ? before->get(index) : nullptr, after ? after->get(index) : nullptr));
      }
      return levels.finish();
    }
    // Fields that neither holds show the same.
    const std::span<Value> l = before->fields();
    const std::span<Value> r = after->fields();
    for (size_t i = 0, j = 0; i < l.size() || j < r.size();) {
      const uint16_t left = i < l.size() ? l[i].field() : UINT16_MAX;
      const uint16_t right = j < r.size() ? r[j].field() : UINT16_MAX;
      const uint16_t index = std::min(left, right);
      PINTLE_TRY_VOID(compare_field(index, left == index ? &l[i] : nullptr, right == index ? &r[j] : nullptr));
      i += left == index;
      j += right == index;
    }
    return levels.finish();
  }

  Result<Difference> compare_maps(const MergeShape& shape, const Value* before, const Value* after) {
    Levels levels(*this);
    const std::span<Entry> l = before ? before->entries() : std::span<Entry>();
    const std::span<Entry> r = after ? after->entries() : std::span<Entry>();
    for (size_t i = 0, j = 0; i < l.size() || j < r.size();) {
      const bool left = j == r.size() || (i < l.size() && l[i].key <= r[j].key);
      const bool right = i == l.size() || (j < r.size() && r[j].key <= l[i].key);
      const std::string_view key = left ? l[i].key : r[j].key;
      const Value* was = left ? &l[i].value : nullptr;
      const Value* is = right ? &r[j].value : nullptr;
      i += left;
      j += right;
      const std::optional<MergeShape> member = member_shape(shape, key);
      if (!member) continue;  // a plain object may have what its type does not
      PINTLE_TRY(const Difference difference, compare(shape_of_value(*member, is ? *is : *was), was, is));
      levels.add(PathElement::field(key), difference);
    }
    return levels.finish();
  }

  Result<Difference> compare_lists(const MergeShape& shape, const Value* before, const Value* after) {
    const ItemKeys keys(shape);
    const MergeShape item_shape = merge_shape(*shape.type->element);
    PINTLE_TRY(const std::vector<Item> all_before, index_items(keys, before, arena_));
    PINTLE_TRY(const std::vector<Item> all_after, index_items(keys, after, arena_));
    Levels levels(*this);
    std::span<const Item> l = all_before;
    std::span<const Item> r = all_after;
    while (!l.empty() || !r.empty()) {
      const bool left = r.empty() || (!l.empty() && object::compare(l[0].element, r[0].element) <= 0);
      const PathElement element = left ? l[0].element : r[0].element;
      PINTLE_TRY(const Difference difference, compare_items(item_shape, take_group(l, element), take_group(r, element)));
      levels.add(element, difference);
    }
    return levels.finish();
  }

  // Items that share an element are owned as one: by that element alone, as if they were one atomic value.
  Result<Difference> compare_items(const MergeShape& shape, std::span<const Item> before, std::span<const Item> after) {
    if (before.size() <= 1 && after.size() <= 1) {
      return compare(shape, before.empty() ? nullptr : before[0].value, after.empty() ? nullptr : after[0].value);
    }
    Difference difference;
    if (before.size() >= 2 && after.size() >= 2) {
      difference.modified.member =
          !std::ranges::equal(before, after, [&](const Item& l, const Item& r) { return shown_equal(*shape.type, *l.value, *r.value); });
    } else if (before.size() >= 2) {
      if (!after.empty()) {
        PINTLE_TRY(difference, compare(shape, nullptr, after[0].value));
      }
      difference.removed.member = true;
    } else {
      if (!before.empty()) {
        PINTLE_TRY(difference, compare(shape, before[0].value, nullptr));
      }
      difference.added.member = true;
    }
    return difference;
  }

  Arena& arena_;
  FieldSetBuilder added_, modified_, removed_;
};

// The walk over one object.
class Collector {
 public:
  explicit Collector(Arena& arena) : builder_(arena) {}

  struct Part {
    bool member = false;
    Node below;
  };

  Result<Part> collect(const MergeShape& shape, const Value& value) {
    if (shape.kind == Kind::kLeaf) return Part{.member = true};
    if (value.is_null()) return Part();
    PINTLE_TRY(const Node below, shape.kind == Kind::kFields ? collect_fields(shape, value) : collect_items(shape, value));
    return Part{.below = below};
  }

 private:
  Result<Node> collect_fields(const MergeShape& shape, const Value& value) {
    FieldSetBuilder::Level level(builder_);
    if (value.is_struct()) {
      for (uint16_t index : shape.type->by_name) {
        const Field& field = shape.type->fields[index];
        const Value* shown = emitted(field, value.get(index));
        if (!shown) continue;
        const MergeShape field_shape = merge_shape(field);
        PINTLE_TRY(const Part part, collect(field_shape, *shown));
        level.add(PathElement::field(field.name), part.member || is_empty_map(field_shape, *shown), part.below);
      }
      return level.finish();
    }
    const bool declared = shape.type->kind == schema::TypeKind::kStruct;
    for (const Entry& entry : value.entries()) {
      const std::optional<MergeShape> member = member_shape(shape, entry.key);
      if (!member) continue;
      const MergeShape entry_shape = shape_of_value(*member, entry.value);
      PINTLE_TRY(const Part part, collect(entry_shape, entry.value));
      level.add(PathElement::field(entry.key), !declared || part.member || is_empty_map(entry_shape, entry.value), part.below);
    }
    return level.finish();
  }

  static bool is_empty_map(const MergeShape& shape, const Value& value) {
    if (value.is_null()) return true;
    return shape.kind == Kind::kFields && is_empty_or_null(shape, &value);
  }

  Result<Node> collect_items(const MergeShape& shape, const Value& list) {
    const ItemKeys keys(shape);
    const MergeShape item_shape = merge_shape(*shape.type->element);
    PINTLE_TRY(const std::vector<Item> all, index_items(keys, &list, builder_.arena()));
    FieldSetBuilder::Level level(builder_);
    for (std::span<const Item> items = all; !items.empty();) {
      const PathElement element = items[0].element;
      const std::span<const Item> group = take_group(items, element);
      Part part;
      if (group.size() == 1) {
        PINTLE_TRY(part, collect(item_shape, *group[0].value));
      }
      level.add(element, true, part.below);
    }
    return level.finish();
  }

  FieldSetBuilder builder_;
};

// The object without metadata.managedFields: a copy of the two nodes above it, whose other fields are shared. Plain objects come without.
Value without_managed_fields(const Type& type, const Value& object, Arena& arena) {
  const int metadata = type.find("metadata");
  const Value* node = metadata < 0 || !object.is_struct() ? nullptr : object.get(static_cast<uint16_t>(metadata));
  if (!node) return object;
  const int managed = type.fields[metadata].type->find("managedFields");
  if (managed < 0 || !node->get(static_cast<uint16_t>(managed))) return object;
  const auto copy_node = [&](const Value& from) {
    const std::span<Value> fields = arena.make_array<Value>(from.size());
    std::ranges::copy(from.fields(), fields.begin());
    return Value::structure(fields).with_field(from.field());
  };
  Value plain = copy_node(object);
  Value meta = copy_node(*node);
  meta.erase(static_cast<uint16_t>(managed));
  *plain.get(static_cast<uint16_t>(metadata)) = meta;
  return plain;
}

}  // namespace

Result<Comparison> compare_objects(const Type& type, const Value& before, const Value& after, Arena& arena) {
  const Value left = without_managed_fields(type, before, arena);
  const Value right = without_managed_fields(type, after, arena);
  Comparer comparer(arena);
  const MergeShape shape = merge_shape(type);
  // Two whole objects differ as a rule, if only in their resourceVersion.
  const bool leaf = shape.kind == Kind::kLeaf;
  PINTLE_TRY(const Comparer::Difference difference,
             leaf ? comparer.compare(shape, &left, &right) : comparer.compare_changed(shape, &left, &right));
  return Comparison{.added = FieldSet(difference.added.below),
                    .modified = FieldSet(difference.modified.below),
                    .removed = FieldSet(difference.removed.below)};
}

Result<FieldSet> field_set_of(const Type& type, const Value& object, Arena& arena) {
  Collector collector(arena);
  PINTLE_TRY(const Collector::Part part, collector.collect(merge_shape(type), object));
  return FieldSet(part.below);
}

}  // namespace pintle::object

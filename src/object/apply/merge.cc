#include "object/apply/merge.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "object/apply/merge_schema.h"

namespace pintle::object {
namespace {

using Kind = MergeShape::Kind;
using Merged = std::optional<Value>;  // nothing: the member is left out

const Value kNull;

bool is_empty_container(const Value* value) { return !value || !(value->is_list() || value->is_map()) || value->size() == 0; }

// The items of one list by their path elements.
struct Items {
  std::vector<PathElement> elements;  // in the order of the list
  std::vector<const Value*> values;   // beside them
  struct Found {
    PathElement element;
    const Value* value;  // null Value when the element is there more than once
  };
  std::vector<Found> index;  // sorted

  const Found* find(const PathElement& element) const {
    const auto at = std::lower_bound(index.begin(), index.end(), element,
                                     [](const Found& found, const PathElement& wanted) { return compare(found.element, wanted) < 0; });
    return at != index.end() && compare(at->element, element) == 0 ? &*at : nullptr;
  }
};

class Merger {
 public:
  explicit Merger(Arena& arena) : arena_(arena) {}

  Result<Merged> merge(const MergeShape& shape, const Value* left, const Value* right) {
    if (shape.kind == Kind::kLeaf || (is_empty_container(left) && is_empty_container(right))) return Merged(right ? *right : *left);
    if (shape.kind == Kind::kFields) return merge_maps(shape, left, right);
    return merge_lists(shape, left, right);
  }

 private:
  Result<Merged> merge_maps(const MergeShape& shape, const Value* left, const Value* right) {
    const std::span<Entry> l = left ? left->entries() : std::span<Entry>();
    const std::span<Entry> r = right ? right->entries() : std::span<Entry>();
    const std::span<Entry> merged = arena_.make_array<Entry>(l.size() + r.size());
    size_t count = 0;
    for (size_t i = 0, j = 0; i < l.size() || j < r.size();) {
      const bool in_left = j == r.size() || (i < l.size() && l[i].key <= r[j].key);
      const bool in_right = i == l.size() || (j < r.size() && r[j].key <= l[i].key);
      const Entry& one = in_right ? r[j] : l[i];
      PINTLE_TRY(const Merged value, merge_member(shape, one, in_left ? &l[i].value : nullptr, in_right ? &r[j].value : nullptr));
      if (value) merged[count++] = {one.key, *value};
      i += in_left;
      j += in_right;
    }
    if (count == 0) return Merged();
    return Merged(Value::map(merged.first(count)));
  }

  Result<Merged> merge_member(const MergeShape& shape, const Entry& one, const Value* left, const Value* right) {
    const std::optional<MergeShape> member = member_shape(shape, one.key);
    if (!member) return Merged(one.value);
    return merge(shape_of_value(*member, one.value), left, right);
  }

  enum class Repeated : bool { kRefused, kAllowed };

  Result<Items> index_items(const ItemKeys& keys, const Value* list, Repeated repeated) {
    Items items;
    if (!list) return items;
    for (const Value& value : list->items()) {
      PINTLE_TRY(const PathElement element, keys.element_of(value, arena_));
      const auto less = [](const Items::Found& found, const PathElement& wanted) { return compare(found.element, wanted) < 0; };
      const auto at = std::lower_bound(items.index.begin(), items.index.end(), element, less);
      const bool found = at != items.index.end() && compare(at->element, element) == 0;
      if (found && repeated == Repeated::kRefused) {
        return fail(Status::bad_request("duplicate entries for key " + element.to_string()));
      }
      if (found) {
        at->value = &kNull;
      } else {
        items.index.insert(at, {element, &value});
      }
      items.elements.push_back(element);
      items.values.push_back(&value);
    }
    return items;
  }

  // Walks both lists. The shared items come in the order of the configuration; items of the object stay where their neighbours are.
  Result<Merged> merge_lists(const MergeShape& shape, const Value* left, const Value* right) {
    const ItemKeys keys(shape);
    PINTLE_TRY(const Items r, index_items(keys, right, Repeated::kRefused));
    PINTLE_TRY(const Items l, index_items(keys, left, Repeated::kAllowed));
    const MergeShape item_shape = merge_shape(*shape.type->element);

    std::vector<const PathElement*> shared;
    for (const PathElement& element : r.elements) {
      if (l.find(element)) shared.push_back(&element);
    }
    size_t next_shared = 0;
    const auto is_next_shared = [&](const PathElement& element) {
      return next_shared < shared.size() && compare(*shared[next_shared], element) == 0;
    };
    std::vector<bool> taken(r.index.size());
    std::vector<Value> merged;
    const auto take = [&](const Value* from_left, const Value* from_right) -> Result<void> {
      PINTLE_TRY(const Merged item, merge(item_shape, from_left, from_right));
      if (item) merged.push_back(*item);
      return {};
    };

    for (size_t i = 0, j = 0; i < l.elements.size() || j < r.elements.size();) {
      const PathElement* left_element = i < l.elements.size() ? &l.elements[i] : nullptr;
      const PathElement* right_element = j < r.elements.size() ? &r.elements[j] : nullptr;
      if (left_element && right_element && compare(*left_element, *right_element) == 0) {
        taken[static_cast<size_t>(r.find(*right_element) - r.index.data())] = true;
        PINTLE_TRY_VOID(take(l.find(*left_element)->value, r.values[j]));
        ++i;
        ++j;
        ++next_shared;
        continue;
      }
      const Items::Found* same = left_element ? r.find(*left_element) : nullptr;
      if (left_element && right_element && same && next_shared < shared.size() && !is_next_shared(*left_element)) {
        ++i;  // its turn comes with the configuration's item
        continue;
      }
      if (left_element && !same) {
        PINTLE_TRY_VOID(take(l.values[i], nullptr));
        ++i;
        continue;
      }
      if (left_element && taken[static_cast<size_t>(same - r.index.data())]) ++i;  // merged before
      if (right_element) {
        taken[static_cast<size_t>(r.find(*right_element) - r.index.data())] = true;
        const Items::Found* found = l.find(*right_element);
        PINTLE_TRY_VOID(take(found ? found->value : nullptr, r.values[j]));
        if (is_next_shared(*right_element)) ++next_shared;
        ++j;
      }
    }
    if (merged.empty()) return Merged();
    const std::span<Value> items = arena_.make_array<Value>(merged.size());
    std::ranges::copy(merged, items.begin());
    return Merged(Value::list(items));
  }

  Arena& arena_;
};

}  // namespace

Result<Value> merge_objects(const schema::Type& type, const Value& object, const Value& config, Arena& arena) {
  Merger merger(arena);
  PINTLE_TRY(const Merged merged, merger.merge(merge_shape(type), &object, &config));
  return merged.value_or(Value::empty_map());
}

}  // namespace pintle::object

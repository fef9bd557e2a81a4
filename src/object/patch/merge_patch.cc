#include "object/patch/merge_patch.h"

#include <algorithm>

namespace pintle::object {

Value without_nulls(const Value& plain, Arena& arena) {
  if (plain.is_map()) {
    const std::span<Entry> entries = arena.make_array<Entry>(plain.size());
    size_t count = 0;
    for (const Entry& entry : plain.entries()) {
      if (!entry.value.is_null()) entries[count++] = {entry.key, without_nulls(entry.value, arena)};
    }
    return Value::map(entries.first(count));
  }
  if (plain.is_list()) {
    const std::span<Value> items = arena.make_array<Value>(plain.size());
    std::ranges::transform(plain.items(), items.begin(), [&](const Value& item) { return without_nulls(item, arena); });
    return Value::list(items);
  }
  return plain;
}

void apply_merge_patch(const Value& patch, NodeTree& tree, Node& root) {
  tree.open(root);
  for (const Entry& entry : patch.entries()) {
    if (entry.value.is_null()) {
      root.erase(entry.key);
      continue;
    }
    Node* current = root.find(entry.key);
    const bool object = current && current->kind() == JsonKind::kObject;
    if (object && entry.value.is_map()) {
      apply_merge_patch(entry.value, tree, *current);
    } else if (object) {
      root.set(entry.key, tree.plain(entry.value));
    } else {
      root.set(entry.key, tree.plain(without_nulls(entry.value, tree.arena())));
    }
  }
}

}  // namespace pintle::object

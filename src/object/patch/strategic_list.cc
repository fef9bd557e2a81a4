#include "object/patch/strategic_list.h"

#include <algorithm>

#include "object/equality.h"
#include "object/go_format.h"

namespace pintle::object {
namespace {

constexpr size_t kNowhere = SIZE_MAX;

// Go's == of decoded JSON: 1 and 1.0 differ.
bool same(const Value& left, const Value& right) { return left.tag() == right.tag() && plain_equal(left, right); }

bool contains(const std::vector<Value>& values, const Value& wanted) {
  return std::ranges::any_of(values, [&](const Value& value) { return same(value, wanted); });
}

std::vector<Value> identities(const Nodes& items, const ItemIdentity& identity) {
  std::vector<Value> values;
  values.reserve(items.size());
  for (const Node* item : items) values.push_back(identity.of(*item));
  return values;
}

size_t place_of(const std::vector<Value>& values, const Value& wanted) {
  const auto at = std::ranges::find_if(values, [&](const Value& value) { return same(value, wanted); });
  return at == values.end() ? kNowhere : static_cast<size_t>(at - values.begin());
}

bool is_deletion(const Node& item) {
  const Value* directive = item.scalar_member("$patch");
  return directive && directive->as_string() == "delete";
}

Status not_a_map(const Node& item) {
  return Status::unknown("expected a map[string]interface {}, but received a " + std::string(go_type_name(item.kind())));
}

Result<void> check_merge_keys(const Nodes& items, const ItemIdentity& identity, NodeTree& tree) {
  for (const Node* item : items) {
    if (item->kind() != JsonKind::kObject) return fail(not_a_map(*item));
    if (!item->scalar_member(identity.merge_key())) return fail(no_merge_key(tree.to_plain(*item), identity.merge_key()));
  }
  return {};
}

struct Placed {
  Node* item;
  size_t place;
};

// Upstream's comparison is no order for items that have no place; an insertion sort gives them what its library's does.
void sort_by_place(std::vector<Placed>& items) {
  for (size_t i = 1; i < items.size(); ++i) {
    for (size_t j = i; j > 0; --j) {
      const bool both = items[j].place != kNowhere && items[j - 1].place != kNowhere;
      if (both && items[j].place >= items[j - 1].place) break;
      std::swap(items[j], items[j - 1]);
    }
  }
}

Result<Nodes> sorted_by(const Nodes& items, const Nodes& order, JsonKind kind, const ItemIdentity& identity, NodeTree& tree) {
  if (kind == JsonKind::kObject) {
    PINTLE_TRY_VOID(check_merge_keys(items, identity, tree));
    PINTLE_TRY_VOID(check_merge_keys(order, identity, tree));
  }
  const std::vector<Value> places = identities(order, identity);
  std::vector<Placed> placed;
  Nodes deletions;
  for (Node* item : items) {
    if (kind == JsonKind::kObject && is_deletion(*item)) {
      deletions.push_back(item);
    } else {
      placed.push_back({item, place_of(places, identity.of(*item))});
    }
  }
  sort_by_place(placed);
  Nodes sorted;
  for (const Placed& item : placed) sorted.push_back(item.item);
  sorted.insert(sorted.end(), deletions.begin(), deletions.end());
  return sorted;
}

// `left` before `right` only where `order` knows both and says so.
Nodes interleaved(const Nodes& left, const Nodes& right, const Nodes& order, const ItemIdentity& identity) {
  const std::vector<Value> places = identities(order, identity);
  const auto place = [&](const Node* item) { return place_of(places, identity.of(*item)); };
  Nodes merged;
  size_t l = 0;
  size_t r = 0;
  while (l < left.size() && r < right.size()) {
    const size_t left_place = place(left[l]);
    const size_t right_place = place(right[r]);
    const bool left_first = left_place != kNowhere && right_place != kNowhere && left_place < right_place;
    merged.push_back(left_first ? left[l++] : right[r++]);
  }
  merged.insert(merged.end(), left.begin() + static_cast<ptrdiff_t>(l), left.end());
  merged.insert(merged.end(), right.begin() + static_cast<ptrdiff_t>(r), right.end());
  return merged;
}

Value plain_list(const Nodes& items, NodeTree& tree) {
  const std::span<Value> values = tree.arena().make_array<Value>(items.size());
  std::ranges::transform(items, values.begin(), [&](const Node* item) { return tree.to_plain(*item); });
  return Value::list(values);
}

}  // namespace

Status no_merge_key(const Value& plain_map, std::string_view merge_key) {
  return Status::unknown("map: " + format_value(plain_map) + " does not contain declared merge key: " + std::string(merge_key));
}

Value ItemIdentity::of(const Node& item) const {
  if (merge_key_.empty() || item.kind() != JsonKind::kObject) return tree_.to_plain(item);
  const Value* key = item.scalar_member(merge_key_);
  return key ? *key : Value();
}

Result<JsonKind> element_kind(const Nodes& left, const Nodes& right, NodeTree& tree) {
  JsonKind kind = JsonKind::kNull;
  for (const Nodes* items : {&left, &right}) {
    for (const Node* item : *items) {
      const bool first = kind == JsonKind::kNull;
      if (first) kind = item->kind();
      if (first && kind == JsonKind::kArray) return fail(rejected_patch());
      if (item->kind() == kind && kind != JsonKind::kNull) continue;
      return fail(Status::unknown("list element types are not identical: [" + format_value(plain_list(left, tree)) + " " +
                                  format_value(plain_list(right, tree)) + "]"));
    }
  }
  if (kind == JsonKind::kNull) return fail(Status::unknown("no elements in any of the given slices"));
  return kind;
}

Result<Nodes> in_order(const Nodes& merged, const Nodes& wanted, const Nodes& original, JsonKind kind, const ItemIdentity& identity,
                       NodeTree& tree) {
  if (!identity.merge_key().empty()) PINTLE_TRY_VOID(check_merge_keys(merged, identity, tree));
  const std::vector<Value> in_patch = identities(wanted, identity);
  Nodes patch_items;
  Nodes server_items;
  for (Node* item : merged) (contains(in_patch, identity.of(*item)) ? patch_items : server_items).push_back(item);
  PINTLE_TRY(patch_items, sorted_by(patch_items, wanted, kind, identity, tree));
  PINTLE_TRY(server_items, sorted_by(server_items, original, kind, identity, tree));
  return interleaved(server_items, patch_items, original, identity);
}

void remove_duplicates(Nodes& scalars, NodeTree& tree) {
  const auto equal = [&](size_t i, size_t j) { return same(tree.to_plain(*scalars[i]), tree.to_plain(*scalars[j])); };
  for (size_t i = 0; i + 1 < scalars.size(); ++i) {
    for (size_t j = i + 1; j < scalars.size();) {
      if (equal(i, j)) {
        scalars[j] = scalars.back();
        scalars.pop_back();
      } else {
        ++j;
      }
    }
  }
}

Result<void> check_order(const Nodes& patch, const Nodes& order, const ItemIdentity& identity, NodeTree& tree) {
  if (order.empty() || patch.empty()) return {};
  const bool maps = !identity.merge_key().empty();
  for (const Node* item : patch) {
    if (maps && item->kind() != JsonKind::kObject) return fail(not_a_map(*item));
  }
  size_t at = 0;
  for (Node* item : patch) {
    if (item->scalar_member("$patch")) continue;
    for (bool found = false; !found; ++at) {
      if (at == order.size()) {
        return fail(Status::unknown("The order in patch list:\n" + format_value(plain_list(patch, tree)) +
                                    "\n doesn't match $setElementOrder list:\n" + format_value(plain_list(order, tree)) + "\n"));
      }
      if (maps) PINTLE_TRY_VOID(check_merge_keys({item, order[at]}, identity, tree));
      found = same(identity.of(*order[at]), identity.of(*item));
    }
  }
  return {};
}

}  // namespace pintle::object

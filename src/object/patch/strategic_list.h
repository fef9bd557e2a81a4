// Merging two lists by the rules of strategic merge patch: matching, deleting and ordering of items.
// Source: strategicpatch/patch.go (mergeSlice, normalizeElementOrder, partition...ByPresentInList, deduplicateScalars).
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "object/patch/node.h"
#include "object/value.h"

namespace pintle::object {

using Nodes = std::vector<Node*>;

// How items are told apart: maps by the value of their merge key, all others by themselves.
class ItemIdentity {
 public:
  ItemIdentity(std::string_view merge_key, NodeTree& tree) : merge_key_(merge_key), tree_(tree) {}
  std::string_view merge_key() const { return merge_key_; }
  // A scalar, or null when the item has no such member (or is null).
  Value of(const Node& item) const;

 private:
  std::string_view merge_key_;  // "" for lists of scalars
  NodeTree& tree_;
};

// "map: map[...] does not contain declared merge key: name".
Status no_merge_key(const Value& plain_map, std::string_view merge_key);

// The common kind of all items; numbers of both kinds differ. Fails when items differ, are lists, or when there are none.
Result<JsonKind> element_kind(const Nodes& left, const Nodes& right, NodeTree& tree);

// Items of `merged` that are in `wanted` go to the places that `wanted` gives them, the others keep the order of `original`; then both are
// interleaved by the order of `original`.
Result<Nodes> in_order(const Nodes& merged, const Nodes& wanted, const Nodes& original, JsonKind kind, const ItemIdentity& identity,
                       NodeTree& tree);

// Drops repeated scalars as upstream does: the last item takes the place of a repeated one.
void remove_duplicates(Nodes& scalars, NodeTree& tree);

// Fails when the items of `patch` that are not deletions do not come in the order of `order`.
Result<void> check_order(const Nodes& patch, const Nodes& order, const ItemIdentity& identity, NodeTree& tree);

}  // namespace pintle::object

// Tree: a persistent ordered map of reference-counted items that know their own key. A copy is one pointer and never changes.
//
//   Tree<Object> tree;                       // the writer's
//   tree.insert(object);                     // replaces the item of the same key
//   Tree<Object> seen = tree;                // O(1); later inserts into `tree` do not touch it
//   for (auto at = seen.lower_bound("/registry/pods/default/"); at; ++at) use(at->key());
//
// Shape: a B+tree with 32 items a leaf and 32 children an inner node. A writer changes nodes that only it holds in place and copies
// the others on the way down, so that a batch copies each touched node once. Nodes store no keys: a separator is the first key of the
// child, and each entry carries the 8 bytes of its key that follow the prefix common to its node, so that a search seldom looks at an
// item. Inner nodes know the size of each child: ranks and range counts are O(log n). About 20 bytes an item.
//
// Item: `std::string_view key() const`, constant, and the interface of RefCounted. Instantiated for Object and IndexEntry in tree.cc.
// Thread: one writer per Tree value; a copy may be read, copied and dropped on any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/ref.h"

namespace pintle::cache {

namespace tree_detail {
template <class Item>
struct Node;
}  // namespace tree_detail

inline constexpr size_t kTreeFanout = 32;
inline constexpr size_t kTreeHeightMax = 12;  // neighbours hold more than 24 entries together: far beyond 12^10 items

template <class Item>
class Tree {
 public:
  // A place in one version of a tree, valid as long as some copy of that version lives. Tests true while it is at an item.
  class Cursor {
   public:
    Cursor() = default;
    explicit operator bool() const { return depth_ > 0; }
    const Item& operator*() const { return *item(); }
    const Item* operator->() const { return item(); }
    Cursor& operator++();

   private:
    friend class Tree;
    const Item* item() const;
    void settle();
    void prefetch_items() const;
    struct Level {
      const tree_detail::Node<Item>* node;
      uint32_t index;
    };
    std::array<Level, kTreeHeightMax> levels_;
    uint32_t depth_ = 0;
  };

  Tree() = default;
  Tree(const Tree& other);
  Tree(Tree&& other) noexcept : root_(std::exchange(other.root_, nullptr)) {}
  Tree& operator=(Tree other) noexcept {
    std::swap(root_, other.root_);
    return *this;
  }
  ~Tree();

  size_t size() const;
  bool empty() const { return root_ == nullptr; }
  // null when there is none; lives as long as this version. O(log n).
  const Item* find(std::string_view key) const;
  // The first item whose key is not less.
  Cursor lower_bound(std::string_view key) const;
  Cursor begin() const { return lower_bound({}); }
  // How many items have a key less than `key`. O(log n).
  size_t rank(std::string_view key) const;
  // How many items have a key that begins with `prefix` and is not less than `start`.
  size_t count(std::string_view prefix, std::string_view start = {}) const;

  // The item that had the key before, or null.
  Ref<const Item> insert(Ref<const Item> item);
  Ref<const Item> erase(std::string_view key);

  // Bytes of the nodes, without items. O(n); for benchmarks and tests.
  size_t node_bytes() const;
  // Checks every invariant of the nodes; for tests.
  bool valid() const;

 private:
  tree_detail::Node<Item>* root_ = nullptr;
};

// The smallest text that is greater than every text with this prefix; "" when there is none.
std::string prefix_end(std::string_view prefix);

}  // namespace pintle::cache

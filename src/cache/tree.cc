#include "cache/tree.h"

#include "cache/index_entry.h"
#include "cache/object.h"
#include "cache/tree_node.h"

namespace pintle::cache {

using namespace tree_detail;

namespace {

// A node with fewer entries is joined with a neighbour, if both together have at most kJoinedMax.
constexpr size_t kThin = kTreeFanout / 4;
constexpr size_t kJoinedMax = kTreeFanout * 3 / 4;

template <class Item>
struct Insertion {
  const Item* replaced = nullptr;
  Node<Item>* sibling = nullptr;  // to the right of the node, when it was full
};

// Where a full node is cut. At its end nothing is moved, so that ascending keys leave full nodes behind.
size_t cut(size_t index) { return index == kTreeFanout ? kTreeFanout : kTreeFanout / 2; }

// Puts one entry at `index` by `fill(node, index)`, splitting the node when it is full. Returns the new right sibling or null.
template <class Item, class Fill>
Node<Item>* add_entry(Node<Item>* node, size_t index, Fill fill) {
  Node<Item>* sibling = nullptr;
  if (node->count == kTreeFanout) {
    const size_t middle = cut(index);
    sibling = split(node, middle);
    if (index >= middle && (index > middle || sibling->count == 0)) {
      node = sibling;
      index -= middle;
    }
  }
  open_gap(node, index);
  fill(node, index);
  rebuild_head(node, index);
  return sibling;
}

template <class Item>
Insertion<Item> insert_into(Node<Item>*& node, const Item* item);

template <class Item>
Insertion<Item> insert_into_leaf(Node<Item>* node, const Item* item) {
  const std::string_view key = item->key();
  const size_t index = count_below(node, key, Bound::kLess);
  if (index < node->count && leaf(node).items[index]->key() == key) {
    return {.replaced = std::exchange(leaf(node).items[index], item)};
  }
  return {.sibling = add_entry(node, index, [item](Node<Item>* at, size_t place) { leaf(at).items[place] = item; })};
}

template <class Item>
Insertion<Item> insert_into_inner(Node<Item>* node, const Item* item) {
  const size_t not_greater = count_below(node, item->key(), Bound::kOrEqual);
  const size_t index = not_greater == 0 ? 0 : not_greater - 1;
  Insertion<Item> below = insert_into(inner(node).children[index], item);
  inner(node).sizes[index] = static_cast<uint32_t>(size(inner(node).children[index]));
  if (not_greater == 0) rebuild_head(node, 0);
  if (!below.sibling) return below;
  Node<Item>* child = below.sibling;
  below.sibling = add_entry(node, index + 1, [child](Node<Item>* at, size_t place) {
    inner(at).children[place] = child;
    inner(at).sizes[place] = static_cast<uint32_t>(size(child));
  });
  return below;
}

template <class Item>
Insertion<Item> insert_into(Node<Item>*& node, const Item* item) {
  own(node);
  return node->height == 0 ? insert_into_leaf(node, item) : insert_into_inner(node, item);
}

// Joins children `left` and `left + 1`, when they are few enough.
template <class Item>
void join(Node<Item>* node, size_t left) {
  Node<Item>*& into = inner(node).children[left];
  Node<Item>* from = inner(node).children[left + 1];
  if (into->count + from->count > static_cast<int>(kJoinedMax)) return;
  own(into);
  retain_entries(from, 0, from->count);
  copy_entries(from, 0, from->count, into, into->count);
  into->count = static_cast<uint16_t>(into->count + from->count);
  rebuild_heads(into);
  inner(node).sizes[left] += inner(node).sizes[left + 1];
  release(from);
  close_gap(node, left + 1);
}

template <class Item>
struct Erasure {
  const Item* erased;
  bool first_changed;  // the node's first key is another one now, or it has none
};

// The key is there.
template <class Item>
Erasure<Item> erase_from(Node<Item>*& node, std::string_view key) {
  own(node);
  if (node->height == 0) {
    const size_t index = count_below(node, key, Bound::kLess);
    const Item* erased = leaf(node).items[index];
    close_gap(node, index);
    return {erased, index == 0};
  }
  const size_t index = child_index(node, key);
  const Erasure<Item> below = erase_from(inner(node).children[index], key);
  --inner(node).sizes[index];
  Node<Item>* child = inner(node).children[index];
  if (child->count == 0) {
    release(child);
    close_gap(node, index);
    return {below.erased, index == 0};
  }
  if (below.first_changed) rebuild_head(node, index);
  if (child->count < kThin && node->count > 1) join(node, index + 1 < node->count ? index : index - 1);
  return {below.erased, below.first_changed && index == 0};
}

template <class Item>
size_t bytes_below(const Node<Item>* node) {
  if (node->height == 0) return sizeof(Leaf<Item>);
  size_t bytes = sizeof(Inner<Item>);
  for (size_t i = 0; i < node->count; ++i) bytes += bytes_below(inner(node).children[i]);
  return bytes;
}

// `last` is the key before this node's first one.
template <class Item>
bool valid_below(const Node<Item>* node, std::string_view& last) {
  if (node->count == 0 || node->count > kTreeFanout) return false;
  const std::string_view first = key_at(node, 0);
  for (size_t i = 0; i < node->count; ++i) {
    const std::string_view key = key_at(node, i);
    if (common_prefix(first, key) < node->prefix_size || node->heads[i] != head_of(key, node->prefix_size)) return false;
    if (node->height == 0) {
      if (last.data() && last >= key) return false;
      last = key;
    } else {
      const Node<Item>* child = inner(node).children[i];
      if (child->height + 1 != node->height || size(child) != inner(node).sizes[i] || !valid_below(child, last)) return false;
    }
  }
  return true;
}

}  // namespace

template <class Item>
Tree<Item>::Tree(const Tree& other) : root_(other.root_) {
  if (root_) root_->references.fetch_add(1, std::memory_order_relaxed);
}

template <class Item>
Tree<Item>::~Tree() {
  if (root_) release(root_);
}

template <class Item>
size_t Tree<Item>::size() const {
  return root_ ? tree_detail::size(root_) : 0;
}

template <class Item>
const Item* Tree<Item>::find(std::string_view key) const {
  const Node<Item>* node = root_;
  if (!node) return nullptr;
  while (node->height > 0) node = inner(node).children[child_index(node, key)];
  const size_t index = count_below(node, key, Bound::kLess);
  if (index == node->count) return nullptr;
  const Item* item = leaf(node).items[index];
  return item->key() == key ? item : nullptr;
}

template <class Item>
auto Tree<Item>::lower_bound(std::string_view key) const -> Cursor {
  Cursor cursor;
  const Node<Item>* node = root_;
  if (!node) return cursor;
  for (; node->height > 0; node = inner(node).children[cursor.levels_[cursor.depth_ - 1].index]) {
    cursor.levels_[cursor.depth_++] = {node, static_cast<uint32_t>(child_index(node, key))};
  }
  cursor.levels_[cursor.depth_++] = {node, static_cast<uint32_t>(count_below(node, key, Bound::kLess))};
  cursor.settle();
  return cursor;
}

template <class Item>
size_t Tree<Item>::rank(std::string_view key) const {
  const Node<Item>* node = root_;
  if (!node) return 0;
  size_t before = 0;
  while (node->height > 0) {
    const size_t index = child_index(node, key);
    for (size_t i = 0; i < index; ++i) before += inner(node).sizes[i];
    node = inner(node).children[index];
  }
  return before + count_below(node, key, Bound::kLess);
}

template <class Item>
size_t Tree<Item>::count(std::string_view prefix, std::string_view start) const {
  const std::string end = prefix_end(prefix);
  const size_t first = rank(std::max(prefix, start));
  const size_t last = end.empty() ? size() : rank(end);
  return last > first ? last - first : 0;
}

template <class Item>
Ref<const Item> Tree<Item>::insert(Ref<const Item> item) {
  const Item* added = item.detach();
  if (!root_) {
    root_ = create_node<Item>(0);
  }
  const Insertion<Item> done = insert_into(root_, added);
  if (done.sibling) {
    Node<Item>* root = create_node<Item>(static_cast<uint16_t>(root_->height + 1));
    PINTLE_CHECK(root->height < kTreeHeightMax);
    root->count = 2;
    inner(root).children = {root_, done.sibling};
    inner(root).sizes = {static_cast<uint32_t>(tree_detail::size(root_)), static_cast<uint32_t>(tree_detail::size(done.sibling))};
    rebuild_heads(root);
    root_ = root;
  }
  return Ref<const Item>::adopt(done.replaced);
}

template <class Item>
Ref<const Item> Tree<Item>::erase(std::string_view key) {
  if (!find(key)) return nullptr;
  const Erasure<Item> done = erase_from(root_, key);
  while (root_ && root_->height > 0 && root_->count == 1) {
    Node<Item>* only = inner(root_).children[0];
    only->references.fetch_add(1, std::memory_order_relaxed);
    release(std::exchange(root_, only));
  }
  if (root_->count == 0) release(std::exchange(root_, nullptr));
  return Ref<const Item>::adopt(done.erased);
}

template <class Item>
size_t Tree<Item>::node_bytes() const {
  return root_ ? bytes_below(root_) : 0;
}

template <class Item>
bool Tree<Item>::valid() const {
  std::string_view last;
  return !root_ || valid_below(root_, last);
}

template <class Item>
const Item* Tree<Item>::Cursor::item() const {
  const Level& level = levels_[depth_ - 1];
  return leaf(level.node).items[level.index];
}

template <class Item>
auto Tree<Item>::Cursor::operator++() -> Cursor& {
  ++levels_[depth_ - 1].index;
  settle();
  return *this;
}

// The items of a leaf lie all over the heap: they are fetched together, not one after the other.
template <class Item>
void Tree<Item>::Cursor::prefetch_items() const {
  const Node<Item>* node = levels_[depth_ - 1].node;
  for (size_t i = 0; i < node->count; ++i) __builtin_prefetch(leaf(node).items[i]);
}

// Behind the last item of a leaf: on to the first of the next one, or to the end.
template <class Item>
void Tree<Item>::Cursor::settle() {
  while (depth_ > 0 && levels_[depth_ - 1].index >= levels_[depth_ - 1].node->count) {
    if (--depth_ > 0) ++levels_[depth_ - 1].index;
  }
  while (depth_ > 0 && levels_[depth_ - 1].node->height > 0) {
    const Level& level = levels_[depth_ - 1];
    levels_[depth_++] = {inner(level.node).children[level.index], 0};
    if (levels_[depth_ - 1].node->height == 0) prefetch_items();
  }
}

template class Tree<Object>;
template class Tree<IndexEntry>;

std::string prefix_end(std::string_view prefix) {
  while (!prefix.empty() && static_cast<unsigned char>(prefix.back()) == 0xff) prefix.remove_suffix(1);
  std::string end(prefix);
  if (!end.empty()) end.back() = static_cast<char>(static_cast<unsigned char>(end.back()) + 1);
  return end;
}

}  // namespace pintle::cache

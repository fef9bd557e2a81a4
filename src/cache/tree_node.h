// The nodes of Tree: arrays of entries in the order of their keys, and the search among them. Only tree.cc includes this.
//
// An entry of a leaf is an item, one of an inner node is a child, whose key is that of its first item. `heads[i]` holds the 8 bytes of
// key i behind the first `prefix_size` bytes, which all keys of the node share, as a big-endian number, zeros where the key ends:
// of two entries with different heads the smaller head has the smaller key; equal heads must be told apart by their keys.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/check.h"
#include "cache/tree.h"

namespace pintle::cache::tree_detail {

template <class Item>
struct Node {
  std::atomic<uint32_t> references{1};
  uint16_t count = 0;
  uint16_t height = 0;  // 0: a Leaf
  uint32_t prefix_size = 0;
  std::array<uint64_t, kTreeFanout> heads;
};

template <class Item>
struct Leaf : Node<Item> {
  std::array<const Item*, kTreeFanout> items;
};

template <class Item>
struct Inner : Node<Item> {
  std::array<Node<Item>*, kTreeFanout> children;
  std::array<uint32_t, kTreeFanout> sizes;  // items below each child
};

template <class Item>
Leaf<Item>& leaf(Node<Item>* node) {
  return *static_cast<Leaf<Item>*>(node);
}
template <class Item>
const Leaf<Item>& leaf(const Node<Item>* node) {
  return *static_cast<const Leaf<Item>*>(node);
}
template <class Item>
Inner<Item>& inner(Node<Item>* node) {
  return *static_cast<Inner<Item>*>(node);
}
template <class Item>
const Inner<Item>& inner(const Node<Item>* node) {
  return *static_cast<const Inner<Item>*>(node);
}

template <class Item>
void release(Node<Item>* node) {
  if (node->references.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  if (node->height == 0) {
    for (size_t i = 0; i < node->count; ++i) leaf(node).items[i]->release();
    delete &leaf(node);
  } else {
    for (size_t i = 0; i < node->count; ++i) release(inner(node).children[i]);
    delete &inner(node);
  }
}

// A reference more for everything that entries [begin, end) point to.
template <class Item>
void retain_entries(const Node<Item>* node, size_t begin, size_t end) {
  if (node->height == 0) {
    // The items lie all over the heap: their counters are fetched together, not one after the other.
    for (size_t i = begin; i < end; ++i) __builtin_prefetch(leaf(node).items[i], 1);
    for (size_t i = begin; i < end; ++i) leaf(node).items[i]->retain();
  } else {
    for (size_t i = begin; i < end; ++i) inner(node).children[i]->references.fetch_add(1, std::memory_order_relaxed);
  }
}

// Copies entries [begin, end) of `from` to place `at` of `to`, pointers only.
template <class Item>
void copy_entries(const Node<Item>* from, size_t begin, size_t end, Node<Item>* to, size_t at) {
  const size_t count = end - begin;
  std::memmove(&to->heads[at], &from->heads[begin], count * sizeof(from->heads[0]));
  if (from->height == 0) {
    std::memmove(&leaf(to).items[at], &leaf(from).items[begin], count * sizeof(leaf(from).items[0]));
  } else {
    std::memmove(&inner(to).children[at], &inner(from).children[begin], count * sizeof(inner(from).children[0]));
    std::memmove(&inner(to).sizes[at], &inner(from).sizes[begin], count * sizeof(inner(from).sizes[0]));
  }
}

template <class Item>
Node<Item>* create_node(uint16_t height) {
  Node<Item>* node = height == 0 ? static_cast<Node<Item>*>(new Leaf<Item>) : new Inner<Item>;
  node->height = height;
  return node;
}

// Makes the node the caller's own. The caller owns whatever points to it.
template <class Item>
void own(Node<Item>*& node) {
  if (node->references.load(std::memory_order_acquire) == 1) return;
  Node<Item>* copy = create_node<Item>(node->height);
  copy->count = node->count;
  copy->prefix_size = node->prefix_size;
  copy_entries(node, 0, node->count, copy, 0);
  retain_entries(copy, 0, copy->count);
  release(node);
  node = copy;
}

template <class Item>
size_t size(const Node<Item>* node) {
  if (node->height == 0) return node->count;
  size_t total = 0;
  for (size_t i = 0; i < node->count; ++i) total += inner(node).sizes[i];
  return total;
}

template <class Item>
std::string_view key_at(const Node<Item>* node, size_t index) {
  while (node->height > 0) {
    node = inner(node).children[index];
    index = 0;
  }
  return leaf(node).items[index]->key();
}

inline uint64_t head_of(std::string_view key, size_t skipped) {
  uint64_t head = 0;
  if (key.size() > skipped) std::memcpy(&head, key.data() + skipped, std::min<size_t>(sizeof head, key.size() - skipped));
  return std::endian::native == std::endian::little ? std::byteswap(head) : head;
}

inline size_t common_prefix(std::string_view a, std::string_view b) {
  const size_t limit = std::min(a.size(), b.size());
  return static_cast<size_t>(std::mismatch(a.begin(), a.begin() + static_cast<ptrdiff_t>(limit), b.begin()).first - a.begin());
}

// How many entries have a key less than `key`, or, with `kOrEqual`, not greater. O(log kTreeFanout).
enum class Bound { kLess, kOrEqual };
template <class Item>
size_t count_below(const Node<Item>* node, std::string_view key, Bound bound) {
  const size_t skipped = node->prefix_size;
  if (skipped > 0) {
    const int order = key.substr(0, skipped).compare(key_at(node, 0).substr(0, skipped));
    if (order != 0) return order < 0 ? 0 : node->count;
  }
  const uint64_t head = head_of(key, skipped);
  size_t begin = 0;
  size_t end = node->count;
  while (begin < end) {
    const size_t middle = (begin + end) / 2;
    bool below = node->heads[middle] < head;
    if (node->heads[middle] == head) {
      const int order = key_at(node, middle).compare(key);
      below = bound == Bound::kLess ? order < 0 : order <= 0;
    }
    if (below) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  return begin;
}

// The child that has the key, if any has.
template <class Item>
size_t child_index(const Node<Item>* node, std::string_view key) {
  const size_t not_greater = count_below(node, key, Bound::kOrEqual);
  return not_greater == 0 ? 0 : not_greater - 1;
}

template <class Item>
void rebuild_heads(Node<Item>* node) {
  node->prefix_size = static_cast<uint32_t>(common_prefix(key_at(node, 0), key_at(node, node->count - 1u)));
  for (size_t i = 0; i < node->count; ++i) node->heads[i] = head_of(key_at(node, i), node->prefix_size);
}

// The key of entry `index` is new: its head is made, and all of them when it does not share the node's prefix.
template <class Item>
void rebuild_head(Node<Item>* node, size_t index) {
  const std::string_view key = key_at(node, index);
  const bool at_end = index == 0 || index + 1u == node->count;
  if (at_end && (node->count == 1 || common_prefix(key, key_at(node, index == 0 ? 1 : 0)) < node->prefix_size)) {
    rebuild_heads(node);
  } else {
    node->heads[index] = head_of(key, node->prefix_size);
  }
}

// Makes room for one entry at `index`; the caller fills it and calls rebuild_head.
template <class Item>
void open_gap(Node<Item>* node, size_t index) {
  copy_entries(node, index, node->count, node, index + 1);
  ++node->count;
}

template <class Item>
void close_gap(Node<Item>* node, size_t index) {
  copy_entries(node, index + 1, node->count, node, index);
  --node->count;
}

// Moves entries [middle, count) to a new node.
template <class Item>
Node<Item>* split(Node<Item>* node, size_t middle) {
  Node<Item>* right = create_node<Item>(node->height);
  right->count = static_cast<uint16_t>(node->count - middle);
  copy_entries(node, middle, node->count, right, 0);
  node->count = static_cast<uint16_t>(middle);
  if (right->count > 0) rebuild_heads(right);
  if (node->count > 0) rebuild_heads(node);
  return right;
}

}  // namespace pintle::cache::tree_detail

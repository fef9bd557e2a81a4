// View: what the generated typed views (generated/views/core_v1.h, ...) are made of: handles over nodes of the tree, so that hand-written
// rules read like the Kubernetes documents and a misspelt field does not compile.
//
//   core::v1::PodSpec spec(document.root().get(kSpec));            // or pod.spec()
//   for (auto [index, container] : spec.containers().enumerate())  // core::v1::Container
//     if (container.name().empty()) errors.required(path.child("containers").index(index).child("name"), "");
//
// A view is a node and the index of its first field there (not 0 when JSON inlines the struct in another: a core::v1::VolumeSource
// works on the node of a Volume). A view of no node is a struct without fields: every accessor gives what Go's zero value would.
// Ownership: nothing is owned; a view, range or string lives as long as the tree and until the node's parent gains or loses a field.
// Thread: that of the tree. Errors: none; a node of an unexpected tag reads as absent or zero.
// Source: docs/formats/schema.md; object/view_mut.h has the views that write.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>

#include "object/value.h"

namespace pintle::object {

class View {
 public:
  View() = default;
  explicit View(const Value* node, uint16_t base = 0) : node_(node), base_(base) {}
  // Whether there is a struct: of a Go pointer, whether it is not nil.
  bool present() const { return node_ != nullptr; }
  explicit operator bool() const { return present(); }
  const Value* node() const { return node_; }
  uint16_t base() const { return base_; }

 protected:
  // The node of the struct's field or null; JSON's null is absent.
  const Value* field_node(uint16_t index) const {
    const Value* found = node_ ? node_->get(static_cast<uint16_t>(base_ + index)) : nullptr;
    return found && !found->is_null() ? found : nullptr;
  }

 private:
  const Value* node_ = nullptr;
  uint16_t base_ = 0;
};

// An int or a string: ports, percentages.
class IntOrString {
 public:
  explicit IntOrString(const Value* node) : node_(node) {}
  bool present() const { return node_ != nullptr; }
  bool is_string() const { return node_ && node_->is_string(); }
  int32_t as_int() const { return node_ ? static_cast<int32_t>(node_->as_int()) : 0; }
  std::string_view as_string() const { return node_ ? node_->as_string() : std::string_view(); }
  const Value* node() const { return node_; }

 private:
  const Value* node_;
};

// A node as a T: std::string_view (also bytes, times, quantities, raw JSON), bool, int32_t, int64_t, double, const Value* (any JSON),
// IntOrString, a view, a range. Null reads as zero, the absent view, the empty range.
template <class T>
T read(const Value* node) {
  if constexpr (std::is_same_v<T, std::string_view>) {
    return node ? node->as_string() : T();
  } else if constexpr (std::is_same_v<T, bool>) {
    return node && node->as_bool();
  } else if constexpr (std::is_integral_v<T>) {
    return node ? static_cast<T>(node->as_int()) : T();
  } else if constexpr (std::is_same_v<T, double>) {
    return node ? node->as_double() : 0;
  } else {
    return T(node);
  }
}

template <class T>
std::optional<T> read_optional(const Value* node) {
  return node ? std::optional<T>(read<T>(node)) : std::nullopt;
}

// A list as a range of T by value, in order.
template <class T>
class ListView {
 public:
  struct Indexed {
    size_t index;
    T value;
  };
  class Iterator {
   public:
    explicit Iterator(const Value* at) : at_(at) {}
    T operator*() const { return read<T>(at_); }
    Iterator& operator++() { return ++at_, *this; }
    bool operator==(const Iterator&) const = default;

   private:
    const Value* at_;
  };
  class IndexedIterator {
   public:
    IndexedIterator(const Value* begin, size_t index) : begin_(begin), index_(index) {}
    Indexed operator*() const { return {index_, read<T>(begin_ + index_)}; }
    IndexedIterator& operator++() { return ++index_, *this; }
    bool operator==(const IndexedIterator&) const = default;

   private:
    const Value* begin_;
    size_t index_;
  };
  struct IndexedRange {
    const Value* items;
    size_t count;
    IndexedIterator begin() const { return {items, 0}; }
    IndexedIterator end() const { return {items, count}; }
  };

  explicit ListView(const Value* node) {
    if (node) items_ = node->items();
  }
  size_t size() const { return items_.size(); }
  bool empty() const { return items_.empty(); }
  // index < size().
  T operator[](size_t index) const { return read<T>(&items_[index]); }
  const Value& node(size_t index) const { return items_[index]; }
  Iterator begin() const { return Iterator(items_.data()); }
  Iterator end() const { return Iterator(items_.data() + items_.size()); }
  // for (auto [index, item] : list.enumerate())
  IndexedRange enumerate() const { return {items_.data(), items_.size()}; }
  // Scalars only.
  bool contains(const T& wanted) const {
    for (T item : *this)
      if (item == wanted) return true;
    return false;
  }

 private:
  std::span<const Value> items_;
};

// A map as a range of {key, value} by value, keys in order.
template <class T>
class MapView {
 public:
  struct Pair {
    std::string_view key;
    T value;
  };
  class Iterator {
   public:
    explicit Iterator(const Entry* at) : at_(at) {}
    Pair operator*() const { return {at_->key, read<T>(&at_->value)}; }
    Iterator& operator++() { return ++at_, *this; }
    bool operator==(const Iterator&) const = default;

   private:
    const Entry* at_;
  };

  explicit MapView(const Value* node) : node_(node) {
    if (node) entries_ = node->entries();
  }
  size_t size() const { return entries_.size(); }
  bool empty() const { return entries_.empty(); }
  // The map itself, or null.
  const Value* node() const { return node_; }
  bool contains(std::string_view key) const { return node_ && node_->get(key); }
  // Zero, the absent view or the empty range when there is no such key. O(log size).
  T get(std::string_view key) const { return read<T>(node_ ? node_->get(key) : nullptr); }
  Iterator begin() const { return Iterator(entries_.data()); }
  Iterator end() const { return Iterator(entries_.data() + entries_.size()); }

 private:
  const Value* node_;
  std::span<const Entry> entries_;
};

}  // namespace pintle::object

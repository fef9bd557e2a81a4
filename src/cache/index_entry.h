// IndexEntry: one line of a field index: the field's value, NUL, the object's key. Items of a Tree, so that all objects with one value
// lie together, in the order of their keys.
// Thread: immutable.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/ref.h"

namespace pintle::cache {

class IndexEntry final : public RefCounted<IndexEntry> {
 public:
  static Ref<const IndexEntry> create(std::string_view value, std::string_view object_key);
  // The entry's own key. With the beginning of an object's key: what the entries of such keys with this value begin with.
  static std::string text(std::string_view value, std::string_view object_key);

  std::string_view key() const { return {reinterpret_cast<const char*>(this + 1), size_}; }
  std::string_view object_key() const { return key().substr(value_size_ + 1); }
  void operator delete(void* memory) { ::operator delete(memory); }

 private:
  IndexEntry(uint32_t size, uint32_t value_size) : size_(size), value_size_(value_size) {}
  uint32_t size_;
  uint32_t value_size_;
};

}  // namespace pintle::cache

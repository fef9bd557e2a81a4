// Document: an object tree with the memory it lives in, and the schema::Type of its root.
//
//   PINTLE_TRY(Document pod, decode_json(type, bytes, options));
//   pod.root().set(pod.arena(), index, Value::string(pod.arena().copy("web")));
//   std::shared_ptr<const Document> shared = std::move(pod).share();   // immutable from here on
//
// Arena: bump allocation, freed as a whole. A first block of the size that the input suggests; then doubling to 64 KiB.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "object/value.h"

namespace pintle::schema {
struct Type;
}

namespace pintle::object {

class Arena {
 public:
  explicit Arena(size_t first_block_bytes = 1024);
  Arena(Arena&&) noexcept;
  Arena& operator=(Arena&&) noexcept;
  ~Arena();

  // 8-byte aligned, never null, uninitialised.
  void* allocate(size_t bytes) {
    bytes = bytes == 0 ? 8 : (bytes + 7) & ~size_t{7};
    if (static_cast<size_t>(end_ - next_) < bytes) [[unlikely]]
      return allocate_slow(bytes);
    return std::exchange(next_, next_ + bytes);
  }
  // A copy of the bytes that lives as long as the arena.
  std::string_view copy(std::string_view bytes);
  template <class T>
  std::span<T> make_array(size_t count) {
    if (count == 0) return {};
    T* memory = static_cast<T*>(allocate(count * sizeof(T)));
    for (size_t i = 0; i < count; ++i) new (memory + i) T();
    return {memory, count};
  }
  // Keeps `bytes` alive as long as the arena, so that nodes may point into it.
  void keep(Bytes bytes);
  void keep(std::shared_ptr<const void> owner);
  size_t bytes_allocated() const;

 private:
  struct Block;
  void* allocate_slow(size_t bytes);
  char* next_ = nullptr;
  char* end_ = nullptr;
  Block* blocks_ = nullptr;
  size_t block_bytes_;
  std::vector<Bytes> kept_;
  std::vector<std::shared_ptr<const void>> owners_;
};

class Document {
 public:
  Document(const schema::Type* type, Arena arena) : type_(type), arena_(std::move(arena)) {}
  explicit Document(const schema::Type* type) : type_(type) {}

  const schema::Type* type() const { return type_; }
  void set_type(const schema::Type* type) { type_ = type; }
  const Value& root() const { return root_; }
  Value& root() { return root_; }
  Arena& arena() { return arena_; }
  std::shared_ptr<const Document> share() && { return std::make_shared<const Document>(std::move(*this)); }
  // A deep copy into a new arena.
  Document clone() const;

 private:
  const schema::Type* type_;
  Arena arena_;
  Value root_;
};

// A deep copy of the nodes and strings into `arena`.
Value deep_copy(const Value& value, Arena& arena);

}  // namespace pintle::object

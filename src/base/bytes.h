// Bytes: an immutable, reference-counted byte range. A slice shares the owner's memory, so that an object's encoding is made once
// and then sent to any number of clients and watchers without a copy.
//
//   Bytes whole = Bytes::copy("hello world");
//   Bytes word = whole.slice(6, 5);   // keeps the same buffer alive
//
// Thread: the bytes never change; copies may be taken and dropped on any thread.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace pintle {

class Bytes {
 public:
  Bytes() = default;
  Bytes(const Bytes& other) noexcept : owner_(other.owner_), data_(other.data_), size_(other.size_) { retain(); }
  Bytes(Bytes&& other) noexcept : owner_(std::exchange(other.owner_, nullptr)), data_(other.data_), size_(std::exchange(other.size_, 0)) {}
  Bytes& operator=(Bytes other) noexcept {
    std::swap(owner_, other.owner_);
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~Bytes() { release(); }

  // One allocation, one copy.
  static Bytes copy(std::string_view bytes);
  // Takes the string's buffer without a copy.
  static Bytes take(std::string&& bytes);
  // A view of memory that outlives every copy: string literals, tables.
  static Bytes constant(std::string_view bytes);
  // `size` bytes, filled by `fill(char* out)` before anyone else sees them.
  template <class Fill>
  static Bytes build(size_t size, Fill&& fill) {
    char* out = nullptr;
    Bytes bytes = allocate(size, &out);
    std::forward<Fill>(fill)(out);
    return bytes;
  }

  // offset + length <= size().
  Bytes slice(size_t offset, size_t length) const;

  const char* data() const { return data_; }
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  std::string_view view() const { return {data_, size_}; }
  operator std::string_view() const { return view(); }
  // True when both are the very same range of the very same buffer.
  bool same(const Bytes& other) const { return data_ == other.data_ && size_ == other.size_; }

  struct Owner {
    std::atomic<uint32_t> references{1};
    void (*destroy)(Owner*) = nullptr;
  };

 private:
  Bytes(Owner* owner, const char* data, size_t size) : owner_(owner), data_(data), size_(size) {}
  static Bytes allocate(size_t size, char** out);
  void retain() const {
    if (owner_) owner_->references.fetch_add(1, std::memory_order_relaxed);
  }
  void release() {
    if (owner_ && owner_->references.fetch_sub(1, std::memory_order_acq_rel) == 1) owner_->destroy(owner_);
  }

  Owner* owner_ = nullptr;
  const char* data_ = nullptr;
  size_t size_ = 0;
};

}  // namespace pintle

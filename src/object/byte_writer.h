// ByteWriter: appends to a string without its checks per byte and without filling what will be written anyway.
//
//   ByteWriter writer(out);
//   writer.reserve(2); writer.put_unchecked('{'); ...
//   writer.finish();                                // out has its new size
//
// Until finish() the string's contents behind its former end are undefined. Thread: one.
#pragma once

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>

namespace pintle::object {

class ByteWriter {
 public:
  explicit ByteWriter(std::string& out) : out_(out) {
    size_t used = out.size();
    open(used, out.capacity());
  }
  ByteWriter(const ByteWriter&) = delete;
  ByteWriter& operator=(const ByteWriter&) = delete;
  ~ByteWriter() { finish(); }

  void finish() { out_.resize(size()); }
  size_t size() const { return static_cast<size_t>(at_ - out_.data()); }

  // Room for so many bytes to be written without a check.
  void reserve(size_t bytes) {
    if (static_cast<size_t>(end_ - at_) < bytes) [[unlikely]]
      grow(bytes);
  }
  void put_unchecked(char c) { *at_++ = c; }
  void put_unchecked(std::string_view bytes) {
    if (bytes.empty()) return;  // its data may be null
    std::memcpy(at_, bytes.data(), bytes.size());
    at_ += bytes.size();
  }
  void put(char c) {
    reserve(1);
    put_unchecked(c);
  }
  void put(std::string_view bytes) {
    reserve(bytes.size());
    put_unchecked(bytes);
  }
  // Where the next byte goes; advance() says how many were written there.
  char* at() { return at_; }
  void advance(size_t bytes) { at_ += bytes; }
  // Takes back what was written behind `size`.
  void truncate(size_t size) { at_ = out_.data() + size; }

 private:
  void open(size_t used, size_t size) {
    out_.resize_and_overwrite(size, [](char*, size_t count) { return count; });
    at_ = out_.data() + used;
    end_ = out_.data() + out_.size();
  }
  void grow(size_t bytes) {
    size_t used = size();
    open(used, std::max(used + bytes, 2 * out_.size()));
  }

  std::string& out_;
  char* at_;
  char* end_;
};

}  // namespace pintle::object

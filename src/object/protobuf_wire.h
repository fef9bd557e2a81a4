// The wire format of protobuf: a reader over a message's bytes and a writer that writes backwards, as gogo's generated code does, so
// that each length is known when it is written.
//
// Reading stops at the first fault: the functions return false and fault() says what is wrong in gogo's words.
// Source: protobuf encoding; gogo/protobuf generated Unmarshal and skip functions.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

namespace pintle::object {

enum class WireType : uint8_t { kVarint = 0, kFixed64 = 1, kBytes = 2, kGroup = 3, kGroupEnd = 4, kFixed32 = 5 };

class WireReader {
 public:
  explicit WireReader(std::string_view bytes) : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  bool more() const { return at_ < end_; }
  const char* at() const { return at_; }
  std::string_view fault() const { return fault_; }

  bool tag(uint32_t& number, WireType& wire) {
    uint64_t key = 0;
    if (!varint(key)) return false;
    number = static_cast<uint32_t>(key >> 3);
    wire = static_cast<WireType>(key & 7);
    if (static_cast<int32_t>(number) <= 0) return refuse("proto: illegal tag");
    return wire != WireType::kGroupEnd || refuse("proto: wiretype end group for non-group");
  }
  bool varint(uint64_t& value) {
    if (at_ < end_ && static_cast<uint8_t>(*at_) < 0x80) [[likely]] {
      value = static_cast<uint8_t>(*at_++);
      return true;
    }
    return long_varint(value);
  }
  bool bytes(std::string_view& value) {
    uint64_t size = 0;
    if (!varint(size)) return false;
    if (size > static_cast<uint64_t>(end_ - at_)) return refuse(static_cast<int64_t>(size) < 0 ? kNegativeLength : kTruncated);
    value = {at_, size};
    at_ += size;
    return true;
  }
  bool fixed64(uint64_t& value) {
    if (end_ - at_ < 8) return refuse(kTruncated);
    std::memcpy(&value, at_, 8);
    at_ += 8;
    return true;
  }
  // Steps over the value of a field that is not known.
  bool skip(WireType wire);

 private:
  static constexpr std::string_view kTruncated = "unexpected EOF";
  static constexpr std::string_view kNegativeLength = "proto: negative length found during unmarshaling";
  bool long_varint(uint64_t& value);
  bool skip_group();
  bool refuse(std::string_view fault) {
    fault_ = fault;
    return false;
  }

  const char* at_;
  const char* end_;
  std::string_view fault_;
};

// Forwards, for a message that is put together from parts: a varint; the tag and length of a field of `size` bytes.
void append_varint(uint64_t value, std::string& out);
void append_field_head(uint32_t number, size_t size, std::string& out);

// Writes from the end to the front: a field's value, then its length, then its tag.
class WireWriter {
 public:
  explicit WireWriter(size_t bytes_expected);

  size_t size() const { return static_cast<size_t>(end_ - at_); }
  std::string_view written() const { return {at_, size()}; }

  void put(char c) {
    reserve(1);
    *--at_ = c;
  }
  void put(std::string_view bytes) {
    if (bytes.empty()) return;  // its data may be null
    reserve(bytes.size());
    at_ -= bytes.size();
    std::memcpy(at_, bytes.data(), bytes.size());
  }
  void varint(uint64_t value) {
    reserve(kVarintBytesMax);
    if (value < 0x80) [[likely]] {
      *--at_ = static_cast<char>(value);
      return;
    }
    long_varint(value);
  }
  void fixed64(uint64_t value) {
    reserve(8);
    at_ -= 8;
    std::memcpy(at_, &value, 8);
  }
  void tag(uint32_t number, WireType wire) { varint(static_cast<uint64_t>(number) << 3 | static_cast<uint64_t>(wire)); }
  // The tag and length of a field whose value is what was written since size() was `before`.
  void close(uint32_t number, size_t before) {
    varint(size() - before);
    tag(number, WireType::kBytes);
  }
  void bytes(uint32_t number, std::string_view value) {
    size_t before = size();
    put(value);
    close(number, before);
  }

 private:
  static constexpr size_t kVarintBytesMax = 10;
  void reserve(size_t bytes) {
    if (static_cast<size_t>(at_ - buffer_.get()) < bytes) [[unlikely]]
      grow(bytes);
  }
  void grow(size_t bytes);
  void long_varint(uint64_t value);

  std::unique_ptr<char[]> buffer_;
  char* at_;
  char* end_;
};

}  // namespace pintle::object

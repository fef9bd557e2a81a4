#include "object/protobuf_wire.h"

#include <algorithm>
#include <bit>

namespace pintle::object {

bool WireReader::long_varint(uint64_t& value) {
  value = 0;
  for (int shift = 0;; shift += 7) {
    if (shift >= 64) return refuse("proto: integer overflow");
    if (at_ == end_) return refuse(kTruncated);
    auto byte = static_cast<uint8_t>(*at_++);
    value |= static_cast<uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return true;
  }
}

bool WireReader::skip(WireType wire) {
  uint64_t ignored = 0;
  std::string_view ignored_bytes;
  switch (wire) {
    case WireType::kVarint:
      return varint(ignored);
    case WireType::kFixed64:
      return fixed64(ignored);
    case WireType::kBytes:
      return bytes(ignored_bytes);
    case WireType::kGroup:
      return skip_group();
    case WireType::kGroupEnd:
      return refuse("proto: unexpected end of group");
    case WireType::kFixed32:
      if (end_ - at_ < 4) return refuse(kTruncated);
      at_ += 4;
      return true;
  }
  return refuse("proto: illegal wireType");
}

bool WireReader::skip_group() {
  for (size_t depth = 1; depth > 0;) {
    uint64_t key = 0;
    if (!more()) return refuse(kTruncated);
    if (!varint(key)) return false;
    auto wire = static_cast<WireType>(key & 7);
    if (wire == WireType::kGroup) {
      ++depth;
    } else if (wire == WireType::kGroupEnd) {
      --depth;
    } else if (!skip(wire)) {
      return false;
    }
  }
  return true;
}

void append_varint(uint64_t value, std::string& out) {
  for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80);
  out += static_cast<char>(value);
}

void append_field_head(uint32_t number, size_t size, std::string& out) {
  append_varint(uint64_t{number} << 3 | static_cast<uint64_t>(WireType::kBytes), out);
  append_varint(size, out);
}

WireWriter::WireWriter(size_t bytes_expected)
    : buffer_(std::make_unique_for_overwrite<char[]>(bytes_expected)), at_(buffer_.get() + bytes_expected), end_(at_) {}

void WireWriter::grow(size_t bytes) {
  size_t used = size();
  size_t capacity = std::max(2 * static_cast<size_t>(end_ - buffer_.get()), used + bytes);
  auto larger = std::make_unique_for_overwrite<char[]>(capacity);
  char* end = larger.get() + capacity;
  std::memcpy(end - used, at_, used);
  buffer_ = std::move(larger);
  at_ = end - used;
  end_ = end;
}

void WireWriter::long_varint(uint64_t value) {
  size_t bytes = (static_cast<size_t>(std::bit_width(value)) + 6) / 7;
  at_ -= bytes;
  char* out = at_;
  for (; value >= 0x80; value >>= 7) *out++ = static_cast<char>(value | 0x80);
  *out = static_cast<char>(value);
}

}  // namespace pintle::object

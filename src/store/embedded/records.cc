#include "store/embedded/records.h"

#include <bit>
#include <cstring>
#include <limits>

namespace pintle::store::embedded {
namespace {

constexpr size_t kNumberBytes = 8;
constexpr uint8_t kDeleted = 1;
constexpr uint8_t kExpired = 2;

static_assert(std::endian::native == std::endian::little);
uint64_t big_endian(uint64_t number) { return __builtin_bswap64(number); }

void append_number(std::string& out, uint64_t number) {
  uint64_t bytes = big_endian(number);
  out.append(reinterpret_cast<const char*>(&bytes), kNumberBytes);
}

uint64_t number_at(const char* bytes) {
  uint64_t number;
  std::memcpy(&number, bytes, kNumberBytes);
  return big_endian(number);
}

void append_varint(std::string& out, uint64_t number) {
  for (; number >= 0x80; number >>= 7) out.push_back(static_cast<char>(number | 0x80));
  out.push_back(static_cast<char>(number));
}

// Takes from the front of what is left; any failure sticks.
class Cursor {
 public:
  explicit Cursor(std::string_view bytes) : left_(bytes) {}
  bool failed() const { return failed_; }
  std::string_view rest() const { return left_; }

  uint8_t byte() {
    std::string_view taken = take(1);
    return taken.empty() ? 0 : static_cast<uint8_t>(taken[0]);
  }
  int64_t varint() {
    uint64_t number = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      uint8_t next = byte();
      number |= uint64_t{next & 0x7fu} << shift;
      if (next < 0x80) return static_cast<int64_t>(number);
    }
    failed_ = true;
    return 0;
  }
  std::string_view take(size_t size) {
    if (failed_ || size > left_.size()) {
      failed_ = true;
      return {};
    }
    std::string_view taken = left_.substr(0, size);
    left_.remove_prefix(size);
    return taken;
  }

 private:
  std::string_view left_;
  bool failed_ = false;
};

}  // namespace

std::string encode_number(int64_t number) {
  std::string out;
  append_number(out, static_cast<uint64_t>(number));
  return out;
}

std::optional<int64_t> decode_number(std::string_view bytes) {
  if (bytes.size() != kNumberBytes) return std::nullopt;
  uint64_t number = number_at(bytes.data());
  if (number > std::numeric_limits<int64_t>::max()) return std::nullopt;
  return static_cast<int64_t>(number);
}

std::string object_space(std::string_view key) {
  std::string out;
  out.reserve(kObjectSpace.size() + key.size() + 1 + kNumberBytes);
  out.append(kObjectSpace).append(key).push_back('\0');
  return out;
}

std::string object_key(std::string_view key, int64_t revision) {
  std::string out = object_space(key);
  append_number(out, ~static_cast<uint64_t>(revision));
  return out;
}

size_t object_space_size(std::string_view bytes) {
  if (!bytes.starts_with(kObjectSpace)) return 0;
  size_t end = bytes.find('\0');
  return end == std::string_view::npos ? 0 : end + 1;
}

std::optional<ObjectKey> parse_object_key(std::string_view bytes) {
  size_t space = object_space_size(bytes);
  if (space == 0 || bytes.size() != space + kNumberBytes) return std::nullopt;
  return ObjectKey{.key = bytes.substr(kObjectSpace.size(), space - kObjectSpace.size() - 1),
                   .revision = static_cast<int64_t>(~number_at(bytes.data() + space))};
}

void encode_record(const Record& record, std::string& out) {
  out.push_back(static_cast<char>(record.deleted ? kDeleted : 0));
  append_varint(out, static_cast<uint64_t>(record.create_revision));
  out.append(record.value);
}

std::optional<Record> parse_record(std::string_view bytes) {
  Cursor cursor(bytes);
  Record record{.deleted = (cursor.byte() & kDeleted) != 0, .create_revision = cursor.varint()};
  if (cursor.failed()) return std::nullopt;
  record.value = cursor.rest();
  return record;
}

std::string revision_key(int64_t revision) {
  std::string out(kRevisionSpace);
  append_number(out, static_cast<uint64_t>(revision));
  return out;
}

std::optional<int64_t> parse_revision_key(std::string_view bytes) {
  if (!bytes.starts_with(kRevisionSpace)) return std::nullopt;
  return decode_number(bytes.substr(kRevisionSpace.size()));
}

void encode_change(const Change& change, std::string& out) {
  out.push_back(static_cast<char>((change.deleted ? kDeleted : 0) | (change.expired ? kExpired : 0)));
  append_varint(out, static_cast<uint64_t>(change.previous_revision));
  append_varint(out, change.key.size());
  out.append(change.key);
}

std::optional<std::vector<Change>> parse_changes(std::string_view bytes) {
  std::vector<Change> changes;
  for (Cursor cursor(bytes); !cursor.rest().empty();) {
    uint8_t flags = cursor.byte();
    Change change{.deleted = (flags & kDeleted) != 0, .expired = (flags & kExpired) != 0, .previous_revision = cursor.varint()};
    change.key = cursor.take(static_cast<size_t>(cursor.varint()));
    if (cursor.failed()) return std::nullopt;
    changes.push_back(change);
  }
  return changes;
}

std::string expiry_key(const ExpiryKey& expiry) {
  std::string out(kExpirySpace);
  append_number(out, static_cast<uint64_t>(expiry.expiry));
  append_number(out, static_cast<uint64_t>(expiry.revision));
  out.append(expiry.key);
  return out;
}

std::optional<ExpiryKey> parse_expiry_key(std::string_view bytes) {
  Cursor cursor(bytes);
  if (cursor.take(kExpirySpace.size()) != kExpirySpace) return std::nullopt;
  auto expiry = decode_number(cursor.take(kNumberBytes));
  auto revision = decode_number(cursor.take(kNumberBytes));
  if (!expiry || !revision) return std::nullopt;
  return ExpiryKey{.expiry = *expiry, .revision = *revision, .key = cursor.rest()};
}

}  // namespace pintle::store::embedded

#include "store/embedded/wal_audit.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <vector>

#include "store/embedded/crc32c.h"
#include "store/store_errors.h"

namespace pintle::store::embedded {
namespace {

constexpr size_t kBlockBytes = 32'768;
constexpr size_t kHeaderBytes = 7;  // checksum 4, length 2, type 1
constexpr size_t kChecksumBytes = 4;
enum Type : uint8_t { kZero = 0, kFull = 1, kFirst = 2, kMiddle = 3, kLast = 4 };

uint32_t unmask(uint32_t masked) {
  uint32_t rotated = masked - 0xa282ead8;
  return rotated >> 17 | rotated << 15;
}

struct Fragment {
  uint8_t type = kZero;
  size_t size = 0;  // with its header
};

// The fragment at the start of `bytes`, the rest of a block; size 0: none that is whole.
Fragment fragment_at(std::string_view bytes) {
  if (bytes.size() < kHeaderBytes) return {};
  uint32_t checksum;
  std::memcpy(&checksum, bytes.data(), kChecksumBytes);
  const size_t length = static_cast<uint8_t>(bytes[4]) | static_cast<size_t>(static_cast<uint8_t>(bytes[5])) << 8;
  const auto type = static_cast<uint8_t>(bytes[6]);
  if (type < kFull || type > kLast || kHeaderBytes + length > bytes.size()) return {};
  if (crc32c(bytes.substr(kHeaderBytes - 1, length + 1)) != unmask(checksum)) return {};
  return {.type = type, .size = kHeaderBytes + length};
}

bool begins_write(const Fragment& fragment) { return fragment.type == kFull || fragment.type == kFirst; }

// Reads fragments for as long as they are whole and follow each other as they must.
class Reader {
 public:
  explicit Reader(std::string_view log) : log_(log) {}

  // After the last fragment of a whole write.
  size_t whole_to() const { return whole_to_; }
  bool next() {
    const size_t left = kBlockBytes - at_ % kBlockBytes;
    if (left < kHeaderBytes) at_ += left;  // a trailer
    if (at_ >= log_.size()) return false;
    Fragment fragment = fragment_at(log_.substr(at_, kBlockBytes - at_ % kBlockBytes));
    if (fragment.size == 0 || begins_write(fragment) == in_write_) return false;
    at_ += fragment.size;
    in_write_ = fragment.type == kFirst || fragment.type == kMiddle;
    if (!in_write_) whole_to_ = at_;
    return true;
  }

 private:
  std::string_view log_;
  size_t at_ = 0;
  size_t whole_to_ = 0;
  bool in_write_ = false;
};

// Goes on from `from`, where a write begins that is not whole. Follows the fragments; where they are lost, looks at each byte.
bool write_begins_after(std::string_view log, size_t from) {
  for (size_t at = from; at < log.size();) {
    const Fragment fragment = fragment_at(log.substr(at, kBlockBytes - at % kBlockBytes));
    if (at > from && begins_write(fragment)) return true;
    at += std::max<size_t>(fragment.size, 1);
  }
  return false;
}

Result<std::string> read_log(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string log(std::istreambuf_iterator<char>(file), {});
  if (!file) return fail(disk_refuses("cannot read " + path.string()));
  return log;
}

std::vector<std::filesystem::path> logs_of(const std::string& folder) {
  std::vector<std::filesystem::path> logs;
  std::error_code missing;
  for (const auto& entry : std::filesystem::directory_iterator(folder, missing)) {
    if (entry.path().extension() == ".log") logs.push_back(entry.path());
  }
  std::ranges::sort(logs);
  return logs;
}

}  // namespace

size_t audit_wal(std::string_view log) {
  Reader reader(log);
  while (reader.next()) {
  }
  // The torn write itself begins where the whole ones end.
  const size_t end = reader.whole_to();
  return end < log.size() && write_begins_after(log, end) ? end : std::string_view::npos;
}

Result<WalAudit> audit_wals(const std::string& folder) {
  WalAudit audit;
  for (const auto& path : logs_of(folder)) {
    PINTLE_TRY(const std::string log, read_log(path));
    size_t damage = audit.damaged ? 0 : audit_wal(log);
    if (damage == std::string_view::npos) continue;
    if (!audit.damaged) audit.where = path.string() + " at byte " + std::to_string(damage);
    audit.damaged = true;
    audit.bytes_after += static_cast<int64_t>(log.size() - damage);
  }
  return audit;
}

}  // namespace pintle::store::embedded

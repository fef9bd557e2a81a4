// Proves that the torn end of a log, wherever it is torn, passes for what it is, and that damage anywhere before it is found.
#include "store/embedded/wal_audit.h"

#include <gtest/gtest.h>

#include <cstring>
#include <random>

#include "store/embedded/crc32c.h"

namespace pintle::store::embedded {
namespace {

constexpr size_t kBlock = 32'768;
constexpr size_t kHeader = 7;

TEST(Crc32c, Vectors) {
  EXPECT_EQ(crc32c("123456789"), 0xe3069283u);
  EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8a9136aau);  // RFC 3720 B.4
  EXPECT_EQ(crc32c(std::string(32, '\xff')), 0x62a8ab43u);
}

// Writes a log as RocksDB does.
class Log {
 public:
  void write(std::string_view payload) {
    starts_.push_back(bytes_.size());
    for (bool first = true; first || !payload.empty(); first = false) {
      size_t left = kBlock - bytes_.size() % kBlock;
      if (left < kHeader) {
        bytes_.append(left, '\0');
        left = kBlock;
      }
      const size_t size = std::min(payload.size(), left - kHeader);
      const bool last = size == payload.size();
      fragment(first ? (last ? 1 : 2) : (last ? 4 : 3), payload.substr(0, size));
      payload.remove_prefix(size);
      if (last) break;
    }
  }
  const std::string& bytes() const { return bytes_; }
  const std::vector<size_t>& starts() const { return starts_; }  // of the writes

 private:
  void fragment(char type, std::string_view payload) {
    std::string summed(1, type);
    summed.append(payload);
    const uint32_t crc = crc32c(summed);
    const uint32_t masked = (crc >> 15 | crc << 17) + 0xa282ead8;
    bytes_.append(reinterpret_cast<const char*>(&masked), 4);
    bytes_.push_back(static_cast<char>(payload.size() & 0xff));
    bytes_.push_back(static_cast<char>(payload.size() >> 8));
    bytes_ += summed;
  }
  std::string bytes_;
  std::vector<size_t> starts_;
};

Log make_log() {
  Log log;
  std::mt19937 random(11);
  for (size_t size : {100, 0, 5'000, 40'000, 27'000, 1, 100'000, 300, 300}) {
    std::string payload(size, 0);
    for (char& c : payload) c = static_cast<char>(random());
    log.write(payload);
  }
  return log;
}

TEST(WalAudit, AWholeLogIsFine) {
  EXPECT_EQ(audit_wal(""), std::string_view::npos);
  EXPECT_EQ(audit_wal(make_log().bytes()), std::string_view::npos);
}

TEST(WalAudit, AFileThatEndsEarlyIsFine) {
  const std::string log = make_log().bytes();
  for (size_t size = 0; size < log.size(); size += 1'009)
    EXPECT_EQ(audit_wal(std::string_view(log).substr(0, size)), std::string_view::npos);
}

// The disk may have kept any pages of the last write, or room for it without the data.
TEST(WalAudit, ATornLastWriteIsFine) {
  Log log;
  log.write(std::string(3'000, 'a'));
  log.write(std::string(150'000, 'b'));
  const size_t last = log.starts().back();
  for (size_t page = last / 4'096 + 1; page * 4'096 < log.bytes().size(); ++page) {
    std::string torn = log.bytes();
    std::memset(torn.data() + page * 4'096, 0, std::min<size_t>(4'096, torn.size() - page * 4'096));
    EXPECT_EQ(audit_wal(torn), std::string_view::npos) << page;
  }
  std::string torn = log.bytes();
  std::fill(torn.begin() + static_cast<ptrdiff_t>(last), torn.end(), '\0');
  EXPECT_EQ(audit_wal(torn), std::string_view::npos);
  torn.append(100'000, '\0');
  EXPECT_EQ(audit_wal(torn), std::string_view::npos) << "room that was never written";
}

TEST(WalAudit, DamageBeforeTheLastWriteIsFound) {
  const Log log = make_log();
  const size_t last = log.starts().back();
  for (size_t at = 0; at < last; at += 487) {
    std::string damaged = log.bytes();
    damaged[at] ^= 0x10;
    const size_t found = audit_wal(damaged);
    if (at % kBlock > kBlock - kHeader) continue;  // a block's trailer means nothing
    ASSERT_NE(found, std::string_view::npos) << at;
    EXPECT_LE(found, at) << "where the write begins that is damaged";
  }
}

TEST(WalAudit, AHoleIsFound) {
  const Log log = make_log();
  std::string damaged = log.bytes();
  std::fill_n(damaged.begin() + static_cast<ptrdiff_t>(log.starts()[2]), 4'096, '\0');
  EXPECT_EQ(audit_wal(damaged), log.starts()[2]);
}

}  // namespace
}  // namespace pintle::store::embedded

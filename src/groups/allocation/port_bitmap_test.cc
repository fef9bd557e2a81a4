// Proves that the ports of a range are stored as upstream stores them, and in which order they are given out.
#include "groups/allocation/port_bitmap.h"

#include <gmock/gmock.h>

namespace pintle::groups {
namespace {

using namespace std::string_view_literals;

uint64_t first_of(uint64_t) { return 0; }
uint64_t last_of(uint64_t bound) { return bound - 1; }

TEST(PortBitmapTest, IsANumberWithABitForEachPort) {
  struct Case {
    std::vector<int32_t> ports;
    std::string_view data;
  };
  const Case cases[] = {
      {{}, ""sv}, {{30000}, "\x01"sv}, {{30000, 30010}, "\x04\x01"sv}, {{30008}, "\x01\x00"sv}, {{30015}, "\x80\x00"sv},
  };
  for (const Case& c : cases) {
    PortBitmap bitmap({30000, 30099});
    for (const int32_t port : c.ports) bitmap.take(port);
    EXPECT_EQ(bitmap.data(), c.data);
    EXPECT_EQ(PortBitmap({30000, 30099}, c.data).ports(), c.ports);
  }
}

TEST(PortBitmapTest, KnowsNothingBeyondItsRange) {
  PortBitmap bitmap({30000, 30003});
  bitmap.take(29999);
  bitmap.take(30004);
  EXPECT_TRUE(bitmap.ports().empty());
  EXPECT_FALSE(bitmap.has(30004));
  EXPECT_TRUE(PortBitmap({30000, 30003}, "\xff\xf0").ports().empty());
}

TEST(PortBitmapTest, GivesTheLastPartFirst) {
  const NodePortRange range{30000, 32767};  // the first 86 are kept for who asks for them
  EXPECT_EQ(PortBitmap(range).find_free(first_of), 30086);
  EXPECT_EQ(PortBitmap(range).find_free(last_of), 32767);
  PortBitmap full(range);
  for (int32_t port = 30086; port <= 32767; ++port) full.take(port);
  EXPECT_EQ(full.find_free(first_of), 30000);
  for (int32_t port = 30000; port < 30086; ++port) full.take(port);
  EXPECT_EQ(full.find_free(first_of), std::nullopt);
}

TEST(PortBitmapTest, ReadsRanges) {
  EXPECT_EQ(NodePortRange::parse("1-65535"), (NodePortRange{1, 65535}));
  for (const char* bad : {"", "30000", "2-1", "a-b", "1-65536", "1-2-3"}) EXPECT_FALSE(NodePortRange::parse(bad)) << bad;
}

}  // namespace
}  // namespace pintle::groups

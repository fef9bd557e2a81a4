// Proves that addresses and ranges are read, counted and written as Kubernetes reads them.
#include "base/ip_address.h"

#include <gtest/gtest.h>

namespace pintle {
namespace {

TEST(IpAddress, ReadAndWritten) {
  struct Case {
    std::string_view text;
    std::string wanted;  // "" = refused
  };
  const Case cases[] = {{"127.0.0.1", "127.0.0.1"},
                        {"::1", "::1"},
                        {"2001:DB8:0:0::1", "2001:db8::1"},
                        {"01.2.3.4", ""},
                        {"1.2.3", ""},
                        {"1.2.3.4.5", ""},
                        {"", ""},
                        {"fe80::1%eth0", ""},
                        {"localhost", ""}};
  for (const Case& c : cases) {
    auto address = IpAddress::parse(c.text);
    EXPECT_EQ(address ? address->to_string() : "", c.wanted) << c.text;
    if (address) EXPECT_EQ(IpAddress::of_bytes(address->bytes()), *address) << c.text;
  }
}

TEST(IpAddress, Kinds) {
  EXPECT_TRUE(IpAddress::parse("0.0.0.0")->is_unspecified());
  EXPECT_TRUE(IpAddress::parse("::")->is_unspecified());
  EXPECT_FALSE(IpAddress::parse("10.0.0.0")->is_unspecified());
  EXPECT_TRUE(IpAddress::parse("127.9.9.9")->is_loopback());
  EXPECT_TRUE(IpAddress::parse("::1")->is_loopback());
  EXPECT_FALSE(IpAddress::parse("::2")->is_loopback());
  EXPECT_FALSE(IpAddress::parse("10.0.0.1")->is_loopback());
}

TEST(IpRange, CountedFromTheFirstAddress) {
  struct Case {
    std::string_view text;
    std::string range;  // "" = refused
    uint64_t size;
    uint64_t index;
    std::string at;  // "" = past the end
  };
  const Case cases[] = {
      {"10.0.0.0/24", "10.0.0.0/24", 256, 1, "10.0.0.1"},
      {"10.0.0.77/24", "10.0.0.0/24", 256, 255, "10.0.0.255"},
      {"10.0.0.0/24", "10.0.0.0/24", 256, 256, ""},
      {"10.96.0.0/12", "10.96.0.0/12", 1 << 20, 65536, "10.97.0.0"},
      {"1.2.3.4/32", "1.2.3.4/32", 1, 0, "1.2.3.4"},
      {"fd00::/108", "fd00::/108", 1 << 20, 10, "fd00::a"},
      {"::/0", "::/0", uint64_t{1} << 62, 1, "::1"},
      {"10.0.0.0/33", "", 0, 0, ""},
      {"10.0.0.0", "", 0, 0, ""},
      {"10.0.0.0/", "", 0, 0, ""},
      {"10.0.0.0/-1", "", 0, 0, ""},
      {"x/8", "", 0, 0, ""},
  };
  for (const Case& c : cases) {
    auto range = IpRange::parse(c.text);
    ASSERT_EQ(range ? range->to_string() : "", c.range) << c.text;
    if (!range) continue;
    EXPECT_EQ(range->size(), c.size) << c.text;
    auto address = range->at(c.index);
    EXPECT_EQ(address ? address->to_string() : "", c.at) << c.text;
  }
}

TEST(IpRangeTest, KnowsWhereAnAddressIs) {
  struct Case {
    const char* range;
    const char* address;
    std::optional<uint64_t> index;
  };
  const Case cases[] = {
      {"10.0.0.0/24", "10.0.0.0", 0},
      {"10.0.0.0/24", "10.0.0.255", 255},
      {"10.0.0.0/24", "10.0.1.0", std::nullopt},
      {"10.0.0.0/8", "10.1.2.3", 0x010203},
      {"fd00::/112", "fd00::ab:1", std::nullopt},
      {"fd00::/64", "fd00::1:0:2", 0x1'0000'0002},
      {"fd00::/16", "fd00:1::", uint64_t{1} << 62},
      {"10.0.0.0/24", "::a00:1", std::nullopt},
  };
  for (const Case& c : cases) EXPECT_EQ(IpRange::parse(c.range)->index_of(*IpAddress::parse(c.address)), c.index) << c.address;
  EXPECT_TRUE(IpRange::parse("10.0.0.0/8")->contains(*IpRange::parse("10.1.0.0/16")));
  EXPECT_FALSE(IpRange::parse("10.1.0.0/16")->contains(*IpRange::parse("10.0.0.0/8")));
}

TEST(IpAddressTest, KnowsSpecialRanges) {
  for (const char* local : {"169.254.0.1", "fe80::1", "febf::1"}) EXPECT_TRUE(IpAddress::parse(local)->is_link_local()) << local;
  for (const char* other : {"169.253.0.1", "fec0::1"}) EXPECT_FALSE(IpAddress::parse(other)->is_link_local()) << other;
  for (const char* local : {"224.0.0.7", "ff02::1", "ff12::1"}) EXPECT_TRUE(IpAddress::parse(local)->is_link_local_multicast()) << local;
  for (const char* other : {"224.0.1.1", "ff05::1"}) EXPECT_FALSE(IpAddress::parse(other)->is_link_local_multicast()) << other;
}

}  // namespace
}  // namespace pintle

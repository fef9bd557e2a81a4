// Proves which addresses of a range are given out, and in which order.
#include "groups/allocation/address_range.h"

#include <gmock/gmock.h>

#include <set>
#include <string>

namespace pintle::groups {
namespace {

uint64_t first_of(uint64_t) { return 0; }
uint64_t last_of(uint64_t bound) { return bound - 1; }

std::string found(std::string_view range, const RandomBelow& random, const std::set<std::string>& taken = {}) {
  const auto address =
      AddressRange(*IpRange::parse(range)).find_free(random, [&](const IpAddress& ip) { return taken.contains(ip.to_string()); });
  return address ? address->to_string() : "";
}

TEST(AddressRangeTest, TakesFromTheLastPartFirst) {
  struct Case {
    std::string_view range;
    std::string_view first;  // of the part that any address is taken from
    std::string_view last;
  };
  const Case cases[] = {
      {"10.0.0.0/24", "10.0.0.17", "10.0.0.254"},
      {"10.96.0.0/12", "10.96.1.1", "10.111.255.254"},
      {"10.0.0.0/28", "10.0.0.1", "10.0.0.14"},
      {"10.0.0.0/30", "10.0.0.1", "10.0.0.2"},
      {"2001:db8::/120", "2001:db8::11", "2001:db8::ff"},
      {"2001:db8::/64", "2001:db8::101", "2001:db8::3fff:ffff:ffff:ffff"},  // sizes are capped
  };
  for (const Case& c : cases) {
    EXPECT_EQ(found(c.range, first_of), c.first) << c.range;
    EXPECT_EQ(found(c.range, last_of), c.last) << c.range;
  }
}

TEST(AddressRangeTest, GoesRoundAndThenToTheFirstPart) {
  EXPECT_EQ(found("10.0.0.0/24", last_of, {"10.0.0.254"}), "10.0.0.17");
  std::set<std::string> dynamic;
  for (int i = 17; i < 255; ++i) dynamic.insert("10.0.0." + std::to_string(i));
  EXPECT_EQ(found("10.0.0.0/24", first_of, dynamic), "10.0.0.1");
  for (int i = 1; i < 17; ++i) dynamic.insert("10.0.0." + std::to_string(i));
  EXPECT_EQ(found("10.0.0.0/24", first_of, dynamic), "");
}

TEST(AddressRangeTest, HoldsBackTheEnds) {
  const AddressRange range(*IpRange::parse("10.0.0.0/24"));
  for (const char* yes : {"10.0.0.1", "10.0.0.254"}) EXPECT_TRUE(range.may_be_given(*IpAddress::parse(yes))) << yes;
  for (const char* no : {"10.0.0.0", "10.0.0.255", "10.0.1.1", "::1"}) EXPECT_FALSE(range.may_be_given(*IpAddress::parse(no))) << no;
  EXPECT_TRUE(AddressRange(*IpRange::parse("2001:db8::/120")).may_be_given(*IpAddress::parse("2001:db8::ff")));
  EXPECT_EQ(found("10.0.0.0/32", first_of), "");
}

}  // namespace
}  // namespace pintle::groups

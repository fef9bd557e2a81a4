// Proves that quantities are read, printed, compared, added and cut as upstream's resource.Quantity; the wanted texts are what it gives.
#include "object/quantity.h"

#include <gtest/gtest.h>

#include "object/canonical.h"

namespace pintle::object {
namespace {

TEST(Quantity, ParsesAndPrints) {
  struct {
    std::string_view text, wanted;
    int64_t value, milli_value;
  } const kCases[] = {
      {"0", "0", 0, 0},
      {"00", "0", 0, 0},
      {".", "0", 0, 0},
      {"+", "0", 0, 0},
      {"0m", "0", 0, 0},
      {"-0", "0", 0, 0},
      {"1", "1", 1, 1000},
      {"100m", "100m", 1, 100},
      {"0.1", "100m", 1, 100},
      {"1500m", "1500m", 2, 1500},
      {"1000m", "1", 1, 1000},
      {"-1500m", "-1500m", -2, -1500},
      {"1.5Gi", "1536Mi", 1610612736, 1610612736000},
      {"1024Ki", "1Mi", 1048576, 1048576000},
      {"1023Ki", "1023Ki", 1047552, 1047552000},
      {"0.5Ki", "512", 512, 512000},
      {"1.0001Ki", "1024102400u", 1025, 1024103},
      {"8Ki", "8Ki", 8192, 8192000},
      {"1000", "1k", 1000, 1000000},
      {"1e3", "1e3", 1000, 1000000},
      {"12e6", "12e6", 12000000, 12000000000},
      {"10E2", "1e3", 1000, 1000000},
      {"0.0000000001", "1n", 1, 1},
      {"0.1n", "1n", 1, 1},
      {"-0.1n", "-1n", 1, 1},
      {"12345678901234567890", "12345678901234567890", -6101065172474983726, 4807115922877858896},
      {"9223372036854775808Ki", "9223372036854775807", 9223372036854775807, -1000},
      {"1e4294967297", "10", 10, 10000},
      // Printed as they were written.
      {"1.500", "1.500", 2, 1500},
      {"+5", "+5", 5, 5000},
      {"007m", "007m", 1, 7},
      // There is no larger unit than E: upstream loses it.
      {"1000E", "1", 0, 0},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.text);
    Result<Quantity> quantity = Quantity::parse(c.text);
    ASSERT_TRUE(quantity) << quantity.error().message();
    EXPECT_EQ(quantity->to_string(), c.wanted);
    EXPECT_EQ(quantity->value(), c.value);
    EXPECT_EQ(quantity->milli_value(), c.milli_value);
    Arena arena;
    EXPECT_EQ(*canonical_quantity(c.text, arena), c.wanted);
    if (is_plainly_canonical_quantity(c.text)) {
      EXPECT_EQ(c.text, c.wanted);
    }
  }
}

TEST(Quantity, Faults) {
  constexpr std::string_view kForm = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
  constexpr std::string_view kSuffix = "unable to parse quantity's suffix";
  constexpr std::string_view kNumber = "unable to parse numeric part of quantity";
  const std::string too_long(kQuantityDigitsMax + 1, '7');
  struct {
    std::string_view text, wanted;
  } const kCases[] = {{"", kForm},      {"abc", kForm},   {" 5", kForm},   {"5 ", kForm},       {"1.5.5", kForm},
                      {"--5", kSuffix}, {"5x", kForm},    {"5K", kSuffix}, {"5e", kSuffix},     {"5mi", kSuffix},
                      {"5-3", kSuffix}, {"5e+", kSuffix}, {"Pi", kNumber}, {too_long, kNumber}, {"5e99999999999999999999", kSuffix}};
  for (const auto& c : kCases) {
    Result<Quantity> quantity = Quantity::parse(c.text);
    ASSERT_FALSE(quantity) << c.text;
    EXPECT_EQ(quantity.error().message(), c.wanted) << c.text;
  }
}

TEST(Quantity, AddsSubtractsAndCompares) {
  struct {
    std::string_view a, b, sum, difference;
    int order;
  } const kCases[] = {
      {"1", "100m", "1100m", "900m", 1},
      {"1Gi", "1G", "2073741824", "73741824", 1},
      {"0", "5Ki", "5Ki", "-5Ki", -1},
      {"5Ki", "0", "5Ki", "5Ki", 1},
      {"1Ki", "1024", "2Ki", "0", 0},
      {"-1", "1", "0", "-2", -1},
      {"9223372036854775807", "1", "9223372036854775808", "9223372036854775806", 1},
      {"1n", "1E", "1000000000000000000000000001n", "-999999999999999999999999999n", -1},
      {"1e30", "1", "1000000000000000000000000000001", "999999999999999999999999999999", 1},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.a);
    Quantity a = *Quantity::parse(c.a), b = *Quantity::parse(c.b);
    Quantity sum = a, difference = a;
    sum += b;
    difference -= b;
    EXPECT_EQ(sum.to_string(), c.sum);
    EXPECT_EQ(difference.to_string(), c.difference);
    EXPECT_EQ(a <=> b, c.order <=> 0);
    EXPECT_EQ(b <=> a, 0 <=> c.order);
  }
}

// Upstream computes for hours on these.
TEST(Quantity, HugeExponentsCostNothing) {
  Quantity huge = *Quantity::parse("1e2000000000");
  Quantity tiny = *Quantity::parse("1e-2000000000");
  EXPECT_EQ(tiny.to_string(), "1e-9");
  EXPECT_GT(huge, tiny);
  Quantity sum = tiny;
  sum += huge;
  EXPECT_EQ(sum, huge);
  EXPECT_EQ(huge.to_string(), "100e1999999998");
}

}  // namespace
}  // namespace pintle::object

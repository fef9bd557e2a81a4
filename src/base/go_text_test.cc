// Proves that text is read and written as Go does it: the cases and messages are those of Go's own strconv and time packages.
#include "base/go_text.h"

#include <gtest/gtest.h>

namespace pintle {
namespace {

using namespace std::chrono_literals;

TEST(GoText, Integers) {
  struct Case {
    std::string_view text;
    int bits;
    int64_t wanted;
    std::string error;
  };
  const Case cases[] = {
      {"0", 64, 0},
      {"-12", 64, -12},
      {"+12", 64, 12},
      {"0x1F", 64, 31},
      {"017", 64, 15},
      {"0o17", 64, 15},
      {"0b101", 64, 5},
      {"1_000", 64, 1000},
      {"0x_1f", 64, 31},
      {"9223372036854775807", 64, INT64_MAX},
      {"-9223372036854775808", 64, INT64_MIN},
      {"9223372036854775808", 64, 0, "strconv.ParseInt: parsing \"9223372036854775808\": value out of range"},
      {"2147483648", 32, 0, "strconv.ParseInt: parsing \"2147483648\": value out of range"},
      {"", 64, 0, "strconv.ParseInt: parsing \"\": invalid syntax"},
      {"1__0", 64, 0, "strconv.ParseInt: parsing \"1__0\": invalid syntax"},
      {"_1", 64, 0, "strconv.ParseInt: parsing \"_1\": invalid syntax"},
      {"08", 64, 0, "strconv.ParseInt: parsing \"08\": invalid syntax"},
      {"--1", 64, 0, "strconv.ParseInt: parsing \"--1\": invalid syntax"},
      {"1 ", 64, 0, "strconv.ParseInt: parsing \"1 \": invalid syntax"},
  };
  for (const Case& c : cases) {
    auto value = parse_go_int(c.text, c.bits);
    if (c.error.empty()) {
      ASSERT_TRUE(value) << c.text;
      EXPECT_EQ(*value, c.wanted) << c.text;
    } else {
      ASSERT_FALSE(value) << c.text;
      EXPECT_EQ(value.error().message(), c.error);
    }
  }
}

TEST(GoText, TruthValues) {
  for (std::string_view text : {"1", "t", "T", "true", "True", "TRUE"}) EXPECT_TRUE(parse_go_bool(text).value()) << text;
  for (std::string_view text : {"0", "f", "F", "false", "False", "FALSE"}) EXPECT_FALSE(parse_go_bool(text).value()) << text;
  EXPECT_EQ(parse_go_bool("yes").error().message(), "strconv.ParseBool: parsing \"yes\": invalid syntax");
}

TEST(GoText, Floats) {
  EXPECT_EQ(parse_go_float("0.02").value(), 0.02);
  EXPECT_EQ(parse_go_float("-1e3").value(), -1000);
  EXPECT_EQ(parse_go_float("x").error().message(), "strconv.ParseFloat: parsing \"x\": invalid syntax");
}

TEST(GoText, DurationsAreRead) {
  struct Case {
    std::string_view text;
    std::chrono::nanoseconds wanted;
    std::string error;
  };
  const Case cases[] = {
      {"0", 0ns},
      {"5s", 5s},
      {"-5s", -5s},
      {"+5s", 5s},
      {"1h15m30.918s", 1h + 15min + 30918ms},
      {"1.5h", 90min},
      {".5s", 500ms},
      {"1.s", 1s},
      {"10us", 10us},
      {"10\u00b5s", 10us},
      {"3ns", 3ns},
      {"2562047h47m16.854775807s", std::chrono::nanoseconds::max()},
      {"", 0ns, "time: invalid duration \"\""},
      {"3", 0ns, "time: missing unit in duration \"3\""},
      {"s", 0ns, "time: invalid duration \"s\""},
      {".s", 0ns, "time: invalid duration \".s\""},
      {"5x", 0ns, "time: unknown unit \"x\" in duration \"5x\""},
      {"2562048h", 0ns, "time: invalid duration \"2562048h\""},
      {"99999999999999999999999999999999999999999999h", 0ns, "time: invalid duration \"99999999999999999999999999999999999999999999h\""},
  };
  for (const Case& c : cases) {
    auto value = parse_go_duration(c.text);
    if (c.error.empty()) {
      ASSERT_TRUE(value) << c.text;
      EXPECT_EQ(*value, c.wanted) << c.text;
    } else {
      ASSERT_FALSE(value) << c.text;
      EXPECT_EQ(value.error().message(), c.error);
    }
  }
}

TEST(GoText, DurationsAreWritten) {
  struct Case {
    std::chrono::nanoseconds duration;
    std::string wanted;
  };
  const Case cases[] = {
      {0ns, "0s"},
      {1ns, "1ns"},
      {1100ns, "1.1\u00b5s"},
      {2200us, "2.2ms"},
      {3300ms, "3.3s"},
      {60s, "1m0s"},
      {245s, "4m5s"},
      {1h, "1h0m0s"},
      {-90min, "-1h30m0s"},
      {5h + 6min + 7001ms, "5h6m7.001s"},
      {30s, "30s"},
      {std::chrono::nanoseconds::min(), "-2562047h47m16.854775808s"},
  };
  for (const Case& c : cases) EXPECT_EQ(go_duration(c.duration), c.wanted);
}

TEST(GoText, Quoting) {
  struct Case {
    std::string_view text;
    std::string wanted;
  };
  const Case cases[] = {
      {"plain", "\"plain\""},
      {"a\"b\\c", "\"a\\\"b\\\\c\""},
      {"\a\b\f\n\r\t\v", "\"\\a\\b\\f\\n\\r\\t\\v\""},
      {"\x01\x7f", "\"\\x01\\x7f\""},
      {"\u00fc\u4e16", "\"\u00fc\u4e16\""},
      {"\u00a0\u200b", "\"\\u00a0\\u200b\""},
      {"\xff\xc3", "\"\\xff\\xc3\""},
      {"\xed\xa0\x80", "\"\\xed\\xa0\\x80\""},
      {"\U0001f600", "\"\U0001f600\""},
      {"\U0010ffff", "\"\\U0010ffff\""},
  };
  for (const Case& c : cases) EXPECT_EQ(go_quoted(c.text), c.wanted);
}

}  // namespace
}  // namespace pintle

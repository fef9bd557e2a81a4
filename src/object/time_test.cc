// Proves that times are read and written as Go's time package and Kubernetes' Time and MicroTime do, and that faults have Go's words.
#include "object/time.h"

#include <gtest/gtest.h>

#include "object/canonical.h"

namespace pintle::object {
namespace {

TEST(Time, ParsesAndFormats) {
  struct {
    std::string_view text;
    int64_t seconds;
    int32_t nanos;
    std::string_view wanted;
  } const kCases[] = {
      {"1970-01-01T00:00:00Z", 0, 0, "1970-01-01T00:00:00Z"},
      {"2024-02-29T23:59:59Z", 1709251199, 0, "2024-02-29T23:59:59Z"},
      {"2024-01-31T14:00:00.5+02:00", 1706702400, 500000000, "2024-01-31T12:00:00Z"},
      {"2024-01-31T1:00:00Z", 1706662800, 0, "2024-01-31T01:00:00Z"},
      {"2024-01-31T12:00:00,123456789999Z", 1706702400, 123456789, "2024-01-31T12:00:00Z"},
      {"1969-12-31T23:59:59Z", -1, 0, "1969-12-31T23:59:59Z"},
      {"0001-01-01T00:00:00Z", kZeroTime.seconds, 0, "0001-01-01T00:00:00Z"},
      {"0000-01-01T00:00:00Z", -62167219200, 0, "0000-01-01T00:00:00Z"},
      {"9999-12-31T23:59:59Z", 253402300799, 0, "9999-12-31T23:59:59Z"},
      {"2024-01-31T12:00:00-24:60", 1706792400, 0, "2024-02-01T13:00:00Z"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.text);
    Result<Timestamp> time = parse_time(c.text);
    ASSERT_TRUE(time) << time.error().message();
    EXPECT_EQ(time->seconds, c.seconds);
    EXPECT_EQ(time->nanos, c.nanos);
    EXPECT_EQ(format_time(*time), c.wanted);
    EXPECT_EQ(Timestamp::from(time->to_time_point()).seconds == c.seconds, c.seconds > -9223372036 && c.seconds < 9223372036);
  }
}

TEST(Time, Faults) {
  constexpr std::string_view kLayout = R"(as "2006-01-02T15:04:05Z07:00": cannot parse )";
  struct {
    std::string_view text;
    std::string wanted;
  } const kCases[] = {
      {"bad", R"("bad" )" + std::string(kLayout) + R"("bad" as "2006")"},
      {"", R"("" )" + std::string(kLayout) + R"("" as "2006")"},
      {"2024-1-31T12:00:00Z", R"("2024-1-31T12:00:00Z" )" + std::string(kLayout) + R"("1-31T12:00:00Z" as "01")"},
      {"2024-01-31 12:00:00Z", R"("2024-01-31 12:00:00Z" )" + std::string(kLayout) + R"(" 12:00:00Z" as "T")"},
      {"2024-01-31T12:00:00", R"("2024-01-31T12:00:00" )" + std::string(kLayout) + R"("" as "Z07:00")"},
      {"2024-13-01T00:00:00Z", R"("2024-13-01T00:00:00Z": month out of range)"},
      {"2023-02-29T00:00:00Z", R"("2023-02-29T00:00:00Z": day out of range)"},
      {"2024-01-01T24:00:00Z", R"("2024-01-01T24:00:00Z": hour out of range)"},
      {"2024-01-01T00:60:00Z", R"("2024-01-01T00:60:00Z": minute out of range)"},
      {"2024-01-01T00:00:60Z", R"("2024-01-01T00:00:60Z": second out of range)"},
      {"2024-01-01T00:00:00+25:00", R"("2024-01-01T00:00:00+25:00": time zone offset hour out of range)"},
      {"2024-01-01T00:00:00Zé\"", R"("2024-01-01T00:00:00Z\xc3\xa9\"": extra text: "\xc3\xa9\"")"},
      {"0000-01-01T00:00:00+01:00", R"("0000-01-01T00:00:00+01:00": year outside of range [0,9999])"},
  };
  for (const auto& c : kCases) {
    Result<Timestamp> time = parse_time(c.text);
    ASSERT_FALSE(time) << c.text;
    EXPECT_EQ(time.error().message(), "parsing time " + c.wanted);
  }
}

TEST(MicroTime, HasExactlySixDigits) {
  EXPECT_EQ(format_micro_time(*parse_micro_time("2024-01-31T14:00:00.123456+02:00")), "2024-01-31T12:00:00.123456Z");
  EXPECT_EQ(format_micro_time({.seconds = 0, .nanos = 999}), "1970-01-01T00:00:00.000000Z");
  constexpr std::string_view kFault =
      R"(parsing time "2024-01-31T12:00:00Z" as "2006-01-02T15:04:05.000000Z07:00": cannot parse "Z" as ".000000")";
  EXPECT_EQ(parse_micro_time("2024-01-31T12:00:00Z").error().message(), kFault);
  EXPECT_FALSE(parse_micro_time("2024-01-31T12:00:00.12345Z"));
  EXPECT_FALSE(parse_micro_time("2024-01-31T12:00:00.1234567Z"));
}

TEST(Canonical, KeepsWhatIsCanonical) {
  Arena arena;
  constexpr std::string_view kTime = "2024-01-31T12:00:00Z";
  EXPECT_EQ(canonical_time(kTime, arena)->data(), kTime.data());
  EXPECT_EQ(*canonical_time("2024-01-31T13:00:00.9+01:00", arena), kTime);
  EXPECT_EQ(*canonical_time("0001-01-01T00:00:00Z", arena), "");
  constexpr std::string_view kMicroTime = "2024-01-31T12:00:00.000000Z";
  EXPECT_EQ(canonical_micro_time(kMicroTime, arena)->data(), kMicroTime.data());
  EXPECT_EQ(*canonical_duration("90m", arena), "1h30m0s");
  EXPECT_FALSE(canonical_duration("90", arena));
}

}  // namespace
}  // namespace pintle::object

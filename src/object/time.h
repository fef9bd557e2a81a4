// Times as Kubernetes writes them: Time "2024-01-31T12:00:00Z", MicroTime "2024-01-31T12:00:00.000000Z". Durations: base/go_text.h.
//
//   PINTLE_TRY(Timestamp at, parse_time("2024-01-31T14:00:00.5+02:00"));
//   format_time(at) == "2024-01-31T12:00:00Z"
//
// A tree holds these as strings in canonical form (UTC); use these functions to compute with them. Thread: any.
// Errors: bad_request with Go's message (parsing time "bad" as ...: cannot parse ...).
// Source: apimachinery/pkg/apis/meta/v1/{time,micro_time}.go; Go's time.Parse(RFC3339).
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace pintle::object {

// Of the proleptic Gregorian calendar, UTC. Any int64 is a valid `seconds`.
struct Timestamp {
  int64_t seconds = 0;  // since 1970-01-01T00:00:00Z
  int32_t nanos = 0;    // 0..999999999
  auto operator<=>(const Timestamp&) const = default;
  static Timestamp from(std::chrono::system_clock::time_point time);
  // The nearest that the clock can hold.
  std::chrono::system_clock::time_point to_time_point() const;
};

// Go's zero time, 0001-01-01T00:00:00Z: it is written as null.
inline constexpr Timestamp kZeroTime = {.seconds = -62135596800};

// True for the years 0 to 9999: what can be written so that it reads back. DIFFERS: upstream takes other years from protobuf, and writes
// what it cannot read.
bool is_writable(Timestamp time);
inline constexpr std::string_view kUnwritableTime = "year outside of range [0,9999]";

// Both refuse what is_writable() is false for.
Result<Timestamp> parse_time(std::string_view text);        // RFC 3339, any fraction
Result<Timestamp> parse_micro_time(std::string_view text);  // RFC 3339 with exactly six digits of fraction

std::string format_time(Timestamp time);        // the fraction is cut off
std::string format_micro_time(Timestamp time);  // finer parts are cut off

inline constexpr size_t kTimeBytesMax = 48;
// The same, written to `out`, which has room for kTimeBytesMax; return how many bytes.
size_t put_time(Timestamp time, char* out);
size_t put_micro_time(Timestamp time, char* out);

}  // namespace pintle::object

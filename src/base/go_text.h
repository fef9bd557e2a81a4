// Numbers, truth values, durations and quoted strings in the textual forms of Go, which is what Kubernetes' flags, query parameters
// and messages are written in.
//
//   parse_go_duration("1h30m")  -> 90 minutes          go_duration(90min) -> "1h30m0s"
//   parse_go_int("0x1f")        -> 31                   go_quoted("a\nb")  -> "\"a\\nb\""
//
// Errors: 400 whose message is the one of the Go function, such as `strconv.ParseBool: parsing "x": invalid syntax`.
// Source: Go's strconv (ParseInt with base 0, ParseBool, ParseFloat, Quote) and time (ParseDuration, Duration.String).
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace pintle {

// Decimal, 0x, 0o, 0b or a leading 0 for octal; underscores between digits. `bits` is 32 or 64.
Result<int64_t> parse_go_int(std::string_view text, int bits = 64);
// 1, t, T, true, True, TRUE and their opposites.
Result<bool> parse_go_bool(std::string_view text);
Result<double> parse_go_float(std::string_view text);
// "300ms", "-1.5h", "2h45m"; units ns, us, ms, s, m, h.
Result<std::chrono::nanoseconds> parse_go_duration(std::string_view text);

std::string go_duration(std::chrono::nanoseconds duration);
// As %q prints it. Bytes that are not UTF-8 become \xNN; what does not print becomes \u....
std::string go_quoted(std::string_view text);

}  // namespace pintle

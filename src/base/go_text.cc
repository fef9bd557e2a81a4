#include "base/go_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <optional>

#include "base/utf8.h"

namespace pintle {
namespace {

std::unexpected<Status> syntax_error(std::string_view function, std::string_view text, std::string_view why = "invalid syntax") {
  return fail(Status::bad_request("strconv." + std::string(function) + ": parsing " + go_quoted(text) + ": " + std::string(why)));
}

// The digits of `text` without its underscores; nullopt when an underscore does not stand between digits (or after a prefix).
std::optional<std::string> without_underscores(std::string_view digits, bool after_prefix) {
  std::string plain;
  char previous = after_prefix ? '0' : '_';
  for (char c : digits) {
    if (c == '_' && previous == '_') return std::nullopt;
    if (c != '_') plain += c;
    previous = c;
  }
  if (previous == '_') return std::nullopt;
  return plain;
}

struct Radix {
  int base;
  size_t prefix_bytes;
};

Radix radix_of(std::string_view digits) {
  if (digits.size() < 2 || digits[0] != '0') return {10, 0};
  switch (digits[1] | 0x20) {
    case 'x':
      return {16, 2};
    case 'o':
      return {8, 2};
    case 'b':
      return {2, 2};
  }
  return {8, 1};
}

}  // namespace

Result<int64_t> parse_go_int(std::string_view text, int bits) {
  std::string_view digits = text;
  bool negative = digits.starts_with('-');
  if (negative || digits.starts_with('+')) digits.remove_prefix(1);
  Radix radix = radix_of(digits);
  auto plain = without_underscores(digits.substr(radix.prefix_bytes), radix.prefix_bytes > 0);
  if (!plain || plain->empty()) return syntax_error("ParseInt", text);
  uint64_t magnitude = 0;
  auto [end, error] = std::from_chars(plain->data(), plain->data() + plain->size(), magnitude, radix.base);
  if (error == std::errc::invalid_argument || end != plain->data() + plain->size()) return syntax_error("ParseInt", text);
  uint64_t limit = (uint64_t{1} << (bits - 1)) - (negative ? 0 : 1);
  if (error == std::errc::result_out_of_range || magnitude > limit) return syntax_error("ParseInt", text, "value out of range");
  return static_cast<int64_t>(negative ? 0 - magnitude : magnitude);
}

Result<bool> parse_go_bool(std::string_view text) {
  for (std::string_view yes : {"1", "t", "T", "true", "TRUE", "True"}) {
    if (text == yes) return true;
  }
  for (std::string_view no : {"0", "f", "F", "false", "FALSE", "False"}) {
    if (text == no) return false;
  }
  return syntax_error("ParseBool", text);
}

Result<double> parse_go_float(std::string_view text) {
  std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
  double value = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error == std::errc::result_out_of_range) return syntax_error("ParseFloat", text, "value out of range");
  if (error != std::errc() || end != digits.data() + digits.size()) return syntax_error("ParseFloat", text);
  return value;
}

namespace {

struct DurationUnit {
  std::string_view name;
  int64_t nanoseconds;
};
constexpr std::array<DurationUnit, 8> kUnits = {{{"ns", 1},
                                                 {"us", 1'000},
                                                 {"\u00b5s", 1'000},
                                                 {"\u03bcs", 1'000},
                                                 {"ms", 1'000'000},
                                                 {"s", 1'000'000'000},
                                                 {"m", 60'000'000'000},
                                                 {"h", 3'600'000'000'000}}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Takes "12.5h" off the front and returns it in nanoseconds. `why` says what is wrong when there is no such thing.
std::optional<__int128> take_term(std::string_view& rest, std::string& why) {
  constexpr __int128 kTooLarge = __int128{1} << 100;
  __int128 whole = 0;
  size_t digits = 0;
  for (; digits < rest.size() && is_digit(rest[digits]); ++digits) {
    if (whole < kTooLarge) whole = whole * 10 + (rest[digits] - '0');
  }
  std::string_view fraction;
  size_t next = digits;
  if (next < rest.size() && rest[next] == '.') {
    size_t end = ++next;
    while (end < rest.size() && is_digit(rest[end])) ++end;
    fraction = rest.substr(next, end - next);
    next = end;
  }
  if (digits == 0 && fraction.empty()) return std::nullopt;
  rest.remove_prefix(next);
  size_t unit_bytes = 0;
  while (unit_bytes < rest.size() && rest[unit_bytes] != '.' && !is_digit(rest[unit_bytes])) ++unit_bytes;
  std::string_view name = rest.substr(0, unit_bytes);
  rest.remove_prefix(unit_bytes);
  if (name.empty()) {
    why = "missing unit in duration";
    return std::nullopt;
  }
  for (const DurationUnit& unit : kUnits) {
    if (unit.name != name) continue;
    double part = fraction.empty() ? 0 : std::strtod(("0." + std::string(fraction)).c_str(), nullptr);
    if (whole >= kTooLarge / unit.nanoseconds) return kTooLarge;
    return whole * unit.nanoseconds + static_cast<int64_t>(part * static_cast<double>(unit.nanoseconds) + 1e-6);
  }
  why = "unknown unit " + go_quoted(name) + " in duration";
  return std::nullopt;
}

}  // namespace

Result<std::chrono::nanoseconds> parse_go_duration(std::string_view text) {
  auto refuse = [&](std::string_view why) { return fail(Status::bad_request("time: " + std::string(why) + " " + go_quoted(text))); };
  std::string_view rest = text;
  bool negative = rest.starts_with('-');
  if (negative || rest.starts_with('+')) rest.remove_prefix(1);
  if (rest == "0") return std::chrono::nanoseconds(0);
  if (rest.empty()) return refuse("invalid duration");
  __int128 total = 0;
  while (!rest.empty()) {
    std::string why = "invalid duration";
    auto term = take_term(rest, why);
    if (!term) return refuse(why);
    total += *term;
    if (total > __int128{std::numeric_limits<int64_t>::max()} + (negative ? 1 : 0)) return refuse("invalid duration");
  }
  return std::chrono::nanoseconds(static_cast<int64_t>(negative ? -total : total));
}

namespace {

// "1.5" of 1500 thousandths: `value` in units of `unit`, without trailing zeros.
std::string with_fraction(uint64_t value, uint64_t unit) {
  std::string text = std::to_string(value / unit);
  uint64_t rest = value % unit;
  if (rest == 0) return text;
  std::string fraction = std::to_string(unit + rest).substr(1);
  fraction.erase(fraction.find_last_not_of('0') + 1);
  return text + "." + fraction;
}

}  // namespace

std::string go_duration(std::chrono::nanoseconds duration) {
  int64_t count = duration.count();
  if (count == 0) return "0s";
  std::string sign = count < 0 ? "-" : "";
  uint64_t ns = count < 0 ? 0 - static_cast<uint64_t>(count) : static_cast<uint64_t>(count);
  if (ns < 1'000) return sign + std::to_string(ns) + "ns";
  if (ns < 1'000'000) return sign + with_fraction(ns, 1'000) + "\u00b5s";
  if (ns < 1'000'000'000) return sign + with_fraction(ns, 1'000'000) + "ms";
  constexpr uint64_t kMinute = 60'000'000'000;
  uint64_t minutes = ns / kMinute;
  std::string text = sign;
  if (minutes >= 60) text += std::to_string(minutes / 60) + "h";
  if (minutes > 0) text += std::to_string(minutes % 60) + "m";
  return text + with_fraction(ns % kMinute, 1'000'000'000) + "s";
}

namespace {

std::string hex(uint32_t value, int digits) {
  std::string text(digits, '0');
  for (int i = digits - 1; i >= 0; --i, value >>= 4) text[i] = "0123456789abcdef"[value & 15];
  return text;
}

std::string escaped(char32_t rune) {
  constexpr std::string_view kLetters = "abtnvfr";  // 7 .. 13
  if (rune == '"' || rune == '\\') return std::string("\\") + static_cast<char>(rune);
  if (rune >= 7 && rune <= 13) return std::string("\\") + kLetters[rune - 7];
  if (rune < ' ' || rune == 0x7f) return "\\x" + hex(rune, 2);
  return rune < 0x10000 ? "\\u" + hex(rune, 4) : "\\U" + hex(rune, 8);
}

}  // namespace

std::string go_quoted(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const Rune rune = first_rune(text);
    if (rune.code == kRuneError && rune.size == 1) {
      out += "\\x" + hex(static_cast<unsigned char>(text[0]), 2);
    } else if (rune.code == '"' || rune.code == '\\' || !is_printable(rune.code)) {
      out += escaped(rune.code);
    } else {
      out += text.substr(0, rune.size);
    }
    text.remove_prefix(rune.size);
  }
  return out + "\"";
}

}  // namespace pintle

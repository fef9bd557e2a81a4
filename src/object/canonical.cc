#include "object/canonical.h"

#include <string>

#include "base/go_text.h"
#include "object/quantity.h"
#include "object/time.h"

namespace pintle::object {
namespace {

constexpr size_t kTimeBytes = sizeof("2006-01-02T15:04:05Z") - 1;
constexpr size_t kMicroTimeBytes = sizeof("2006-01-02T15:04:05.000000Z") - 1;

std::string_view kept(std::string_view text, const std::string& canonical, Arena& arena) {
  return text == canonical ? text : arena.copy(canonical);
}

}  // namespace

Result<std::string_view> canonical_time(std::string_view text, Arena& arena) {
  PINTLE_TRY(Timestamp time, parse_time(text));
  if (time == kZeroTime) return std::string_view();
  if (text.size() == kTimeBytes && text.back() == 'Z') return text;
  return arena.copy(format_time(time));
}

Result<std::string_view> canonical_micro_time(std::string_view text, Arena& arena) {
  PINTLE_TRY(Timestamp time, parse_micro_time(text));
  if (time == kZeroTime) return std::string_view();
  if (text.size() == kMicroTimeBytes && text.back() == 'Z' && text[kTimeBytes - 1] == '.') return text;
  return arena.copy(format_micro_time(time));
}

Result<std::string_view> canonical_duration(std::string_view text, Arena& arena) {
  PINTLE_TRY(std::chrono::nanoseconds duration, parse_go_duration(text));
  return kept(text, go_duration(duration), arena);
}

bool is_plainly_canonical_quantity(std::string_view text) {
  constexpr size_t kDigitsMax = 18;
  size_t digits = 0;
  uint64_t number = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') {
    if (digits < kDigitsMax) number = number * 10 + static_cast<uint64_t>(text[digits] - '0');
    ++digits;
  }
  if (digits == 0 || digits > kDigitsMax || text[0] == '0') return text == "0";
  std::string_view suffix = text.substr(digits);
  const bool ends_in_000 = number % 1000 == 0;
  if (suffix.empty()) return !ends_in_000;
  if (suffix.size() == 1) return !ends_in_000 && std::string_view("numkMGTPE").find(suffix[0]) != std::string_view::npos;
  // Five digits of Gi are within the limit of the fast path upstream.
  const bool binary = suffix.size() == 2 && suffix[1] == 'i' && std::string_view("KMG").find(suffix[0]) != std::string_view::npos;
  return binary && digits <= 5 && number % 1024 != 0;
}

Result<std::string_view> canonical_quantity(std::string_view text, Arena& arena) {
  if (is_plainly_canonical_quantity(text)) return text;
  PINTLE_TRY(Quantity quantity, Quantity::parse(text));
  return kept(text, quantity.to_string(), arena);
}

}  // namespace pintle::object

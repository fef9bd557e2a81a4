#include "groups/batch/cron_schedule.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/go_atoi.h"
#include "base/go_text.h"
#include "base/result.h"
#include "groups/batch/time_zone.h"

namespace pintle::batch {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 7> kDays = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
constexpr std::array<std::string_view, 7> kWords = {"@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"};
constexpr std::string_view kEvery = "@every ";

// What one field may hold; `names` stand for `min` and on.
struct Bounds {
  int64_t min;
  int64_t max;
  std::span<const std::string_view> names;
};
constexpr std::array<Bounds, 5> kFields = {{{0, 59, {}}, {0, 23, {}}, {1, 31, {}}, {1, 12, kMonths}, {0, 6, kDays}}};

using Parts = std::vector<std::string_view>;

Parts split(std::string_view text, char separator) {
  Parts parts;
  for (;;) {
    const size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

// Go's unicode.IsSpace of the character that the text begins with: its bytes, 0 when it is none.
size_t space_bytes(std::string_view text) {
  constexpr std::array<std::string_view, 19> kWide = {"\u0085", "\u00a0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003",
                                                      "\u2004", "\u2005", "\u2006", "\u2007", "\u2008", "\u2009", "\u200a",
                                                      "\u2028", "\u2029", "\u202f", "\u205f", "\u3000"};
  if (text.empty()) return 0;
  if (text[0] == ' ' || (text[0] >= '\t' && text[0] <= '\r')) return 1;
  for (const std::string_view wide : kWide)
    if (text.starts_with(wide)) return wide.size();
  return 0;
}

// Go's strings.Fields.
Parts words_of(std::string_view text) {
  Parts words;
  size_t begin = 0;
  for (size_t at = 0; at <= text.size();) {
    const size_t space = space_bytes(text.substr(at));
    if (space == 0 && at < text.size()) {
      ++at;
      continue;
    }
    if (at > begin) words.push_back(text.substr(begin, at - begin));
    at += std::max<size_t>(space, 1);
    begin = at;
  }
  return words;
}

std::unexpected<Status> fault(std::string message) { return fail(Status::bad_request(std::move(message))); }

Result<int64_t> parse_number(std::string_view text) {
  const Result<int64_t> number = parse_go_atoi(text);
  if (!number) return fault("failed to parse int from " + std::string(text) + ": " + number.error().message());
  if (*number < 0) return fault("negative number (" + std::to_string(*number) + ") not allowed: " + std::string(text));
  return *number;
}

Result<int64_t> parse_number_or_name(std::string_view text, const Bounds& bounds) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  const auto name = std::ranges::find(bounds.names, lower);
  if (name != bounds.names.end()) return bounds.min + (name - bounds.names.begin());
  return parse_number(text);
}

struct Range {
  int64_t first;
  int64_t last;
};

// "*", "5" or "5-7".
Result<Range> parse_range(std::string_view text, std::string_view expression, const Bounds& bounds) {
  const Parts ends = split(text, '-');
  if (ends[0] == "*" || ends[0] == "?") return Range{bounds.min, bounds.max};
  PINTLE_TRY(const int64_t first, parse_number_or_name(ends[0], bounds));
  if (ends.size() == 1) return Range{first, first};
  if (ends.size() > 2) return fault("too many hyphens: " + std::string(expression));
  PINTLE_TRY(const int64_t last, parse_number_or_name(ends[1], bounds));
  return Range{first, last};
}

Result<void> check_range(Range range, int64_t step, std::string_view expression, const Bounds& bounds) {
  const std::string first = std::to_string(range.first);
  const std::string last = std::to_string(range.last);
  const std::string where = ": " + std::string(expression);
  if (range.first < bounds.min)
    return fault("beginning of range (" + first + ") below minimum (" + std::to_string(bounds.min) + ")" + where);
  if (range.last > bounds.max) return fault("end of range (" + last + ") above maximum (" + std::to_string(bounds.max) + ")" + where);
  if (range.first > range.last) return fault("beginning of range (" + first + ") beyond end of range (" + last + ")" + where);
  if (step == 0) return fault("step of range should be a positive number" + where);
  return {};
}

// One of the expressions that commas part: "*", "5-7", "mon", "*/15", "5/10".
Result<void> check_expression(std::string_view expression, const Bounds& bounds) {
  const Parts range_and_step = split(expression, '/');
  PINTLE_TRY(Range range, parse_range(range_and_step[0], expression, bounds));
  if (range_and_step.size() > 2) return fault("too many slashes: " + std::string(expression));
  int64_t step = 1;
  if (range_and_step.size() == 2) {
    PINTLE_TRY(step, parse_number(range_and_step[1]));
    if (range_and_step[0].find('-') == std::string_view::npos) range.last = bounds.max;
  }
  return check_range(range, step, expression, bounds);
}

Result<void> check_fields(std::string_view text) {
  const Parts fields = words_of(text);
  if (fields.size() != kFields.size()) {
    std::string message = "expected exactly 5 fields, found " + std::to_string(fields.size()) + ": [";
    for (size_t i = 0; i < fields.size(); ++i) message.append(i > 0 ? " " : "").append(fields[i]);
    return fault(message + "]");
  }
  for (size_t i = 0; i < fields.size(); ++i)
    for (const std::string_view expression : split(fields[i], ','))
      if (!expression.empty()) PINTLE_TRY_VOID(check_expression(expression, kFields[i]));
  return {};
}

Result<void> check_word(std::string_view word) {
  if (std::ranges::find(kWords, word) != kWords.end()) return {};
  if (!word.starts_with(kEvery)) return fault("unrecognized descriptor: " + std::string(word));
  const auto duration = parse_go_duration(word.substr(kEvery.size()));
  if (!duration) return fault("failed to parse duration " + std::string(word) + ": " + duration.error().message());
  return {};
}

std::string_view trimmed(std::string_view text) {
  const Parts words = words_of(text);
  if (words.empty()) return {};
  return {words.front().data(), static_cast<size_t>(words.back().data() + words.back().size() - words.front().data())};
}

Result<void> check(std::string_view schedule) {
  if (schedule.empty()) return fault("empty spec string");
  if (schedule.starts_with("TZ=") || schedule.starts_with("CRON_TZ=")) {
    const size_t space = schedule.find(' ');
    // The parser that upstream uses panics here.
    if (space == std::string_view::npos) return fault("invalid schedule format: runtime error: slice bounds out of range [:-1]");
    const size_t zone = schedule.find('=') + 1;
    const std::string_view name = schedule.substr(zone, space - zone);
    const std::string zone_fault = time_zone_fault(name);
    if (!zone_fault.empty()) return fault("provided bad location " + std::string(name) + ": " + zone_fault);
    schedule = trimmed(schedule.substr(space));
  }
  return schedule.starts_with('@') ? check_word(schedule) : check_fields(schedule);
}

}  // namespace

std::string cron_schedule_fault(std::string_view schedule) {
  const Result<void> checked = check(schedule);
  return checked ? std::string() : checked.error().message();
}

}  // namespace pintle::batch

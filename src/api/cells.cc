#include "api/cells.h"

#include "object/json.h"
#include "object/time.h"

namespace pintle::api {
namespace {

constexpr int64_t kMinute = 60;
constexpr int64_t kHour = 60 * kMinute;
constexpr int64_t kDay = 24 * kHour;
constexpr int64_t kYear = 365 * kDay;

// A whole number of units: "12h".
std::string whole(int64_t seconds, int64_t unit, char letter) { return std::to_string(seconds / unit) + letter; }

// With the remainder in a smaller unit, when there is one: "3h", "3h20m".
std::string with_rest(int64_t seconds, int64_t unit, char letter, int64_t small_unit, char small_letter) {
  const int64_t rest = seconds % unit / small_unit;
  std::string text = whole(seconds, unit, letter);
  if (rest > 0) text += std::to_string(rest) + small_letter;
  return text;
}

}  // namespace

std::string human_duration(int64_t seconds) {
  if (seconds < -1) return "<invalid>";
  if (seconds < 0) return "0s";
  if (seconds < 2 * kMinute) return whole(seconds, 1, 's');
  if (seconds < 10 * kMinute) return with_rest(seconds, kMinute, 'm', 1, 's');
  if (seconds < 3 * kHour) return whole(seconds, kMinute, 'm');
  if (seconds < 8 * kHour) return with_rest(seconds, kHour, 'h', kMinute, 'm');
  if (seconds < 2 * kDay) return whole(seconds, kHour, 'h');
  if (seconds < 8 * kDay) return with_rest(seconds, kDay, 'd', kHour, 'h');
  if (seconds < 2 * kYear) return whole(seconds, kDay, 'd');
  if (seconds < 8 * kYear) return with_rest(seconds, kYear, 'y', kDay, 'd');
  return whole(seconds, kYear, 'y');
}

std::string age_text(std::string_view rfc3339, int64_t now_seconds) {
  if (rfc3339.empty()) return "<unknown>";
  const Result<object::Timestamp> time = object::parse_time(rfc3339);
  return time ? human_duration(now_seconds - time->seconds) : "<unknown>";
}

std::string& Cells::next() {
  if (count_++ > 0) json_ += ',';
  return json_;
}

void Cells::text(std::string_view text) { object::append_json_string(text, next()); }
void Cells::number(int64_t number) { next() += std::to_string(number); }
void Cells::boolean(bool value) { next() += value ? "true" : "false"; }
void Cells::null() { next() += "null"; }
void Cells::age(std::string_view rfc3339, int64_t now_seconds) { text(age_text(rfc3339, now_seconds)); }

void Cells::completed(std::string_view reason, std::string_view message) {
  conditions_ = R"([{"type":"Completed","status":"True","reason":)";
  object::append_json_string(reason, conditions_);
  conditions_ += R"(,"message":)";
  object::append_json_string(message, conditions_);
  conditions_ += "}]";
}

void Cells::clear() {
  json_.clear();
  conditions_.clear();
  count_ = 0;
}

}  // namespace pintle::api

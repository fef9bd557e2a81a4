#include "object/time.h"

#include <algorithm>
#include <array>

namespace pintle::object {
namespace {

constexpr std::string_view kTimeLayout = "2006-01-02T15:04:05Z07:00";
constexpr std::string_view kMicroTimeLayout = "2006-01-02T15:04:05.000000Z07:00";
constexpr int64_t kSecondsPerDay = 86400;
constexpr int kNanosDigits = 9;

bool is_digit(std::string_view text, size_t at) { return at < text.size() && text[at] >= '0' && text[at] <= '9'; }

// Days since 1970-01-01 of a civil date, and back. Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
int64_t days_of(int64_t year, int month, int day) {
  year -= month <= 2;
  int64_t era = (year >= 0 ? year : year - 399) / 400;
  auto year_of_era = static_cast<unsigned>(year - era * 400);
  unsigned day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  unsigned day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

struct Date {
  int64_t year;
  unsigned month;
  unsigned day;
};

Date date_of(int64_t days) {
  days += 719468;
  int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  auto day_of_era = static_cast<unsigned>(days - era * 146097);
  unsigned year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  unsigned day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  unsigned shifted_month = (5 * day_of_year + 2) / 153;
  unsigned month = shifted_month + (shifted_month < 10 ? 3 : -9);
  return {year_of_era + era * 400 + (month <= 2), month, day_of_year - (153 * shifted_month + 2) / 5 + 1};
}

int days_in(int month, int64_t year) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && leap ? 29 : kDays[month - 1];
}

// The quotation of package time: what is not printable ASCII byte by byte in hexadecimal.
std::string quoted(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out = "\"";
  for (char c : text) {
    auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || byte < ' ') {
      out += "\\x";
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out += '"';
}

// Reads the elements of the two layouts in their order, as time.Parse does; after the first fault it reads nothing more.
class TimeParser {
 public:
  TimeParser(std::string_view text, std::string_view layout) : text_(text), layout_(layout), rest_(text) {}

  Result<Timestamp> parse() {
    date();
    literal("T");
    time_of_day();
    zone();
    if (fault_.empty() && !rest_.empty()) fault_ = ": extra text: " + quoted(rest_);
    if (fault_.empty() && (day_ < 1 || day_ > days_in(month_, year_))) fault_ = ": day out of range";
    if (!fault_.empty()) return fail(Status::bad_request("parsing time " + quoted(text_) + fault_));
    int64_t seconds = days_of(year_, month_, day_) * kSecondsPerDay + hour_ * 3600 + minute_ * 60 + second_ - offset_seconds_;
    Timestamp time = {.seconds = seconds, .nanos = nanos_};
    if (!is_writable(time)) return fail(Status::bad_request("parsing time " + quoted(text_) + ": " + std::string(kUnwritableTime)));
    return time;
  }

 private:
  enum class Width : uint8_t { kTwo, kOneOrTwo };

  void date() {
    year();
    literal("-");
    month_ = number("01", Width::kTwo);
    if (fault_.empty() && (month_ < 1 || month_ > 12)) out_of_range("month");
    literal("-");
    day_ = number("02", Width::kTwo);
  }

  void time_of_day() {
    hour_ = number("15", Width::kOneOrTwo);
    if (hour_ >= 24) out_of_range("hour");
    literal(":");
    minute_ = number("04", Width::kTwo);
    if (minute_ >= 60) out_of_range("minute");
    literal(":");
    second_ = number("05", Width::kTwo);
    if (second_ >= 60) out_of_range("second");
    fraction();
  }

  void year() {
    if (!is_digit(rest_, 0) || !is_digit(rest_, 1) || !is_digit(rest_, 2) || !is_digit(rest_, 3)) return cannot_parse("2006", rest_);
    for (int i = 0; i < 4; ++i) year_ = year_ * 10 + (rest_[i] - '0');
    rest_.remove_prefix(4);
  }

  int number(std::string_view element, Width width) {
    if (!fault_.empty()) return 0;
    if (!is_digit(rest_, 0) || (width == Width::kTwo && !is_digit(rest_, 1))) {
      cannot_parse(element, rest_);
      return 0;
    }
    int value = rest_[0] - '0';
    size_t digits = 1;
    if (is_digit(rest_, 1)) value = value * 10 + (rest_[digits++] - '0');
    rest_.remove_prefix(digits);
    return value;
  }

  void literal(std::string_view text) {
    if (!fault_.empty()) return;
    if (!rest_.starts_with(text)) return cannot_parse(text, rest_);
    rest_.remove_prefix(text.size());
  }

  // Time takes any fraction, or none; MicroTime exactly six digits. A comma is as good as a point.
  void fraction() {
    if (!fault_.empty()) return;
    bool exact = layout_ == kMicroTimeLayout;
    bool point = !rest_.empty() && (rest_[0] == '.' || rest_[0] == ',');
    size_t digits = 0;
    while ((!exact || digits < 6) && is_digit(rest_, digits + 1)) ++digits;
    if (exact && (!point || digits < 6)) return cannot_parse(".000000", rest_);
    if (!point || digits == 0) return;
    for (size_t i = 1; i <= kNanosDigits; ++i) nanos_ = nanos_ * 10 + (i <= digits ? rest_[i] - '0' : 0);
    rest_.remove_prefix(digits + 1);
  }

  void zone() {
    if (!fault_.empty()) return;
    if (rest_.starts_with('Z')) return rest_.remove_prefix(1);
    bool shaped =
        rest_.size() >= 6 && is_digit(rest_, 1) && is_digit(rest_, 2) && rest_[3] == ':' && is_digit(rest_, 4) && is_digit(rest_, 5);
    if (!shaped) return cannot_parse("Z07:00", rest_);
    int hours = (rest_[1] - '0') * 10 + (rest_[2] - '0');
    int minutes = (rest_[4] - '0') * 10 + (rest_[5] - '0');
    if (minutes > 60) return out_of_range("time zone offset minute");
    if (hours > 24) return out_of_range("time zone offset hour");
    if (rest_[0] != '+' && rest_[0] != '-') return cannot_parse("Z07:00", rest_);
    offset_seconds_ = (hours * 60 + minutes) * 60 * (rest_[0] == '-' ? -1 : 1);
    rest_.remove_prefix(6);
  }

  void cannot_parse(std::string_view element, std::string_view value) {
    if (fault_.empty()) fault_ = " as " + quoted(layout_) + ": cannot parse " + quoted(value) + " as " + quoted(element);
  }
  void out_of_range(std::string_view what) {
    if (fault_.empty()) fault_ = ": " + std::string(what) + " out of range";
  }

  std::string_view text_;
  std::string_view layout_;
  std::string_view rest_;
  std::string fault_;
  int64_t year_ = 0;
  int month_ = 0, day_ = 0, hour_ = 0, minute_ = 0, second_ = 0;
  int32_t nanos_ = 0;
  int offset_seconds_ = 0;
};

char* put_digits(int64_t value, int width, char* out) {
  std::array<char, 20> digits;
  size_t at = digits.size();
  for (; value > 0 || width > 0; --width, value /= 10) digits[--at] = static_cast<char>('0' + value % 10);
  return std::copy(digits.begin() + at, digits.end(), out);
}

char* put_two(int64_t value, char* out) {
  out[0] = static_cast<char>('0' + value / 10);
  out[1] = static_cast<char>('0' + value % 10);
  return out + 2;
}

char* put_seconds(int64_t seconds, char* out) {
  int64_t days = seconds / kSecondsPerDay;
  int64_t rest = seconds % kSecondsPerDay;
  if (rest < 0) {
    rest += kSecondsPerDay;
    --days;
  }
  Date date = date_of(days);
  if (date.year < 0) *out++ = '-';
  out = put_digits(date.year < 0 ? -date.year : date.year, 4, out);
  *out++ = '-';
  out = put_two(date.month, out);
  *out++ = '-';
  out = put_two(date.day, out);
  *out++ = 'T';
  out = put_two(rest / 3600, out);
  *out++ = ':';
  out = put_two(rest / 60 % 60, out);
  *out++ = ':';
  return put_two(rest % 60, out);
}

}  // namespace

Timestamp Timestamp::from(std::chrono::system_clock::time_point time) {
  constexpr int64_t kNanosPerSecond = 1'000'000'000;
  int64_t count = std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count();
  int64_t nanos = count % kNanosPerSecond;
  bool before = nanos < 0;
  return {.seconds = count / kNanosPerSecond - (before ? 1 : 0), .nanos = static_cast<int32_t>(nanos + (before ? kNanosPerSecond : 0))};
}

std::chrono::system_clock::time_point Timestamp::to_time_point() const {
  using Point = std::chrono::system_clock::time_point;
  constexpr auto kFirst = std::chrono::ceil<std::chrono::seconds>(Point::min().time_since_epoch()).count();
  constexpr auto kLast = std::chrono::floor<std::chrono::seconds>(Point::max().time_since_epoch()).count();
  if (seconds < kFirst) return Point::min();
  if (seconds >= kLast) return Point::max();
  return Point(std::chrono::seconds(seconds)) + std::chrono::duration_cast<Point::duration>(std::chrono::nanoseconds(nanos));
}

bool is_writable(Timestamp time) {
  constexpr int64_t kFirst = -62167219200;  // 0000-01-01T00:00:00Z
  constexpr int64_t kLast = 253402300799;   // 9999-12-31T23:59:59Z
  return time.seconds >= kFirst && time.seconds <= kLast;
}

Result<Timestamp> parse_time(std::string_view text) { return TimeParser(text, kTimeLayout).parse(); }

Result<Timestamp> parse_micro_time(std::string_view text) { return TimeParser(text, kMicroTimeLayout).parse(); }

size_t put_time(Timestamp time, char* out) {
  char* end = put_seconds(time.seconds, out);
  *end++ = 'Z';
  return static_cast<size_t>(end - out);
}

size_t put_micro_time(Timestamp time, char* out) {
  char* end = put_seconds(time.seconds, out);
  *end++ = '.';
  end = put_digits(time.nanos / 1000, 6, end);
  *end++ = 'Z';
  return static_cast<size_t>(end - out);
}

std::string format_time(Timestamp time) {
  std::array<char, kTimeBytesMax> buffer;
  return {buffer.data(), put_time(time, buffer.data())};
}

std::string format_micro_time(Timestamp time) {
  std::array<char, kTimeBytesMax> buffer;
  return {buffer.data(), put_micro_time(time, buffer.data())};
}

}  // namespace pintle::object

#include "object/yaml_scalar.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <vector>

#include "object/utf8.h"

namespace pintle::object {
namespace {

constexpr std::string_view kLongTag = "tag:yaml.org,2002:";

struct Word {
  std::string_view text;
  YamlTag tag;
  double number;  // of kFloat; 1 and 0 of kBool
};
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr Word kWords[] = {
    {"y", YamlTag::kBool, 1},
    {"Y", YamlTag::kBool, 1},
    {"yes", YamlTag::kBool, 1},
    {"Yes", YamlTag::kBool, 1},
    {"YES", YamlTag::kBool, 1},
    {"true", YamlTag::kBool, 1},
    {"True", YamlTag::kBool, 1},
    {"TRUE", YamlTag::kBool, 1},
    {"on", YamlTag::kBool, 1},
    {"On", YamlTag::kBool, 1},
    {"ON", YamlTag::kBool, 1},
    {"n", YamlTag::kBool, 0},
    {"N", YamlTag::kBool, 0},
    {"no", YamlTag::kBool, 0},
    {"No", YamlTag::kBool, 0},
    {"NO", YamlTag::kBool, 0},
    {"false", YamlTag::kBool, 0},
    {"False", YamlTag::kBool, 0},
    {"FALSE", YamlTag::kBool, 0},
    {"off", YamlTag::kBool, 0},
    {"Off", YamlTag::kBool, 0},
    {"OFF", YamlTag::kBool, 0},
    {"", YamlTag::kNull, 0},
    {"~", YamlTag::kNull, 0},
    {"null", YamlTag::kNull, 0},
    {"Null", YamlTag::kNull, 0},
    {"NULL", YamlTag::kNull, 0},
    {".nan", YamlTag::kFloat, NAN},
    {".NaN", YamlTag::kFloat, NAN},
    {".NAN", YamlTag::kFloat, NAN},
    {".inf", YamlTag::kFloat, kInfinity},
    {".Inf", YamlTag::kFloat, kInfinity},
    {".INF", YamlTag::kFloat, kInfinity},
    {"+.inf", YamlTag::kFloat, kInfinity},
    {"+.Inf", YamlTag::kFloat, kInfinity},
    {"+.INF", YamlTag::kFloat, kInfinity},
    {"-.inf", YamlTag::kFloat, -kInfinity},
    {"-.Inf", YamlTag::kFloat, -kInfinity},
    {"-.INF", YamlTag::kFloat, -kInfinity},
};

std::optional<YamlScalar> resolve_word(std::string_view text) {
  constexpr size_t kLongest = 5;
  if (text.size() > kLongest) return std::nullopt;
  const auto* word = std::ranges::find(kWords, text, &Word::text);
  if (word == std::end(kWords)) return std::nullopt;
  switch (word->tag) {
    case YamlTag::kBool:
      return YamlScalar{word->tag, Value::boolean(word->number != 0)};
    case YamlTag::kFloat:
      return YamlScalar{word->tag, Value::real(word->number)};
    default:
      return YamlScalar{YamlTag::kNull, Value()};
  }
}

// --- numbers

std::optional<YamlScalar> parse_float(std::string_view text) {
  std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
  double number = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (end != digits.data() + digits.size()) return std::nullopt;
  if (error == std::errc::result_out_of_range) number = std::strtod(std::string(digits).c_str(), nullptr);
  if (error == std::errc::invalid_argument || std::isinf(number)) return std::nullopt;
  return YamlScalar{YamlTag::kFloat, Value::real(number)};
}

bool is_float_form(std::string_view text) {
  static const RE2 kFloat(R"([-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?)");
  return RE2::FullMatch(text, kFloat);
}

// strconv.ParseInt and ParseUint with base 0 of a text without underscores: 0x1F, 0o17, 017, 0b11.
std::optional<YamlScalar> parse_int(std::string_view text) {
  bool negative = text.starts_with('-');
  bool sign = negative || text.starts_with('+');
  std::string_view digits = text.substr(sign ? 1 : 0);
  int base = 10;
  if (digits.size() > 1 && digits[0] == '0') {
    char letter = static_cast<char>(digits[1] | 0x20);
    base = letter == 'x' ? 16 : letter == 'b' ? 2 : 8;
    digits.remove_prefix(letter == 'x' || letter == 'b' || letter == 'o' ? 2 : 1);
  }
  uint64_t magnitude = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), magnitude, base);
  if (digits.empty() || error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  constexpr auto kMax = static_cast<uint64_t>(std::numeric_limits<int64_t>::max());
  if (magnitude <= kMax + (negative ? 1 : 0)) {
    return YamlScalar{YamlTag::kInt, Value::integer(static_cast<int64_t>(negative ? 0 - magnitude : magnitude))};
  }
  // An uint64: JSON shows it as a number, and as such only a float64 holds it.
  if (sign) return std::nullopt;
  return YamlScalar{YamlTag::kInt, Value::real(static_cast<double>(magnitude))};
}

std::optional<YamlScalar> resolve_number(std::string_view text) {
  std::string plain(text);
  std::erase(plain, '_');
  if (std::optional<YamlScalar> number = parse_int(plain)) return number;
  return is_float_form(plain) ? parse_float(plain) : std::nullopt;
}

// ".5", for which go-yaml asks strconv alone: underscores have to stand between digits.
std::optional<YamlScalar> resolve_fraction(std::string_view text) {
  static const RE2 kFraction(R"(\.[0-9](_?[0-9])*([eE][-+]?[0-9](_?[0-9])*)?)");
  if (!RE2::FullMatch(text, kFraction)) return std::nullopt;
  std::string plain(text);
  std::erase(plain, '_');
  return parse_float(plain);
}

// --- timestamps

class TimestampForm {
 public:
  explicit TimestampForm(std::string_view text) : rest_(text) {}

  // YYYY-M-D, YYYY-M-DTh:m:s.fZ (or an offset, or a small t), YYYY-M-D h:m:s.f
  bool matches() {
    int year = take_number(4, 4);
    if (year < 0 || !take('-')) return false;
    int month = take_number(1, 2);
    if (month < 1 || month > 12 || !take('-')) return false;
    int day = take_number(1, 2);
    if (day < 1 || day > days_in(month, year)) return false;
    if (rest_.empty()) return true;
    if (take('T') || take('t')) return time_of_day() && zone() && rest_.empty();
    if (!take(' ')) return false;
    while (take(' ')) continue;
    return time_of_day() && rest_.empty();
  }

 private:
  static int days_in(int month, int year) {
    constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : kDays[month - 1];
  }
  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  size_t digits(size_t at) const {
    size_t end = at;
    while (end < rest_.size() && rest_[end] >= '0' && rest_[end] <= '9') ++end;
    return end - at;
  }
  int take_number(size_t digits_min, size_t digits_max) {
    size_t count = std::min(digits(0), digits_max);
    if (count < digits_min) return -1;
    int value = 0;
    for (size_t i = 0; i < count; ++i) value = value * 10 + (rest_[i] - '0');
    rest_.remove_prefix(count);
    return value;
  }
  bool in_range(int value, int max) const { return value >= 0 && value <= max; }
  bool time_of_day() {
    if (!in_range(take_number(1, 2), 23) || !take(':') || !in_range(take_number(1, 2), 59) || !take(':')) return false;
    if (!in_range(take_number(1, 2), 59)) return false;
    bool fraction = !rest_.empty() && (rest_[0] == '.' || rest_[0] == ',') && digits(1) > 0;
    if (fraction) rest_.remove_prefix(1 + digits(1));
    return true;
  }
  bool zone() {
    if (take('Z')) return true;
    if (!take('+') && !take('-')) return false;
    return in_range(take_number(2, 2), 24) && take(':') && in_range(take_number(2, 2), 60);
  }
  std::string_view rest_;
};

bool is_timestamp(std::string_view text) { return text.size() > 4 && text[4] == '-' && TimestampForm(text).matches(); }

std::optional<YamlTag> known_tag(std::string_view tag) {
  if (!tag.starts_with(kLongTag)) return std::nullopt;
  constexpr std::pair<std::string_view, YamlTag> kTags[] = {
      {"str", YamlTag::kString}, {"bool", YamlTag::kBool},           {"int", YamlTag::kInt},      {"float", YamlTag::kFloat},
      {"null", YamlTag::kNull},  {"timestamp", YamlTag::kTimestamp}, {"binary", YamlTag::kBinary}};
  for (auto [name, known] : kTags) {
    if (tag.substr(kLongTag.size()) == name) return known;
  }
  return std::nullopt;
}

std::string_view short_name(YamlTag tag) {
  switch (tag) {
    case YamlTag::kInt:
      return "!!int";
    case YamlTag::kFloat:
      return "!!float";
    case YamlTag::kBool:
      return "!!bool";
    case YamlTag::kNull:
      return "!!null";
    case YamlTag::kTimestamp:
      return "!!timestamp";
    default:
      return "!!str";
  }
}

}  // namespace

YamlScalar resolve_yaml_scalar(std::string_view text) {
  YamlScalar string = {YamlTag::kString, Value::string(text)};
  if (std::optional<YamlScalar> word = resolve_word(text)) return *word;
  char hint = text[0];
  if (hint == '.') return resolve_fraction(text).value_or(string);
  if (hint != '+' && hint != '-' && (hint < '0' || hint > '9')) return string;
  if (is_timestamp(text)) return {YamlTag::kTimestamp, Value::string(text)};
  return resolve_number(text).value_or(string);
}

std::optional<YamlScalar> resolve_yaml_scalar(std::string_view tag, std::string_view text, std::string& fault) {
  if (tag.empty()) return resolve_yaml_scalar(text);
  YamlScalar string = {YamlTag::kString, Value::string(text)};
  std::optional<YamlTag> wanted = known_tag(tag);
  if (!wanted) return YamlScalar{YamlTag::kOther, string.value};
  if (*wanted == YamlTag::kString || *wanted == YamlTag::kBinary) return YamlScalar{*wanted, string.value};
  YamlScalar found = resolve_yaml_scalar(text);
  bool is_time = found.tag == YamlTag::kTimestamp;
  if (is_time && *wanted != YamlTag::kTimestamp) found = resolve_number(text).value_or(string);
  if (found.tag == *wanted) return found;
  if (*wanted == YamlTag::kFloat && found.tag == YamlTag::kInt) return YamlScalar{YamlTag::kFloat, Value::real(found.value.as_double())};
  fault =
      "yaml: cannot decode " + std::string(short_name(found.tag)) + " `" + std::string(text) + "` as a " + std::string(short_name(*wanted));
  return std::nullopt;
}

bool is_base_60(std::string_view text) {
  if (text.find(':') == std::string_view::npos) return false;
  static const RE2 kBase60(R"([-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?)");
  return RE2::FullMatch(text, kBase60);
}

namespace {

// The shortest digits; with an exponent of at least two digits below 1e-4 and from 1e6 on.
template <class Float>
std::string format_shortest(Float value) {
  if (std::isnan(value)) return ".nan";
  if (std::isinf(value)) return value > 0 ? ".inf" : "-.inf";
  std::array<char, 64> buffer;
  char* end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific).ptr;
  std::string_view text(buffer.data(), static_cast<size_t>(end - buffer.data()));
  size_t e = text.find('e');
  int exponent = 0;
  std::from_chars(text.data() + e + (text[e + 1] == '+' ? 2 : 1), end, exponent);
  if (value != 0 && (exponent < -4 || exponent >= 6)) return std::string(text);
  char* fixed_end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed).ptr;
  return {buffer.data(), fixed_end};
}

}  // namespace

std::string format_yaml_float(double value) { return format_shortest(value); }
std::string format_yaml_float(float value) { return format_shortest(value); }

namespace {

std::u32string characters(std::string_view text) {
  std::u32string out;
  while (!text.empty()) {
    size_t bytes = std::max<size_t>(utf8_length(text), 1);
    auto byte = [text](size_t i) { return static_cast<uint8_t>(text[i]); };
    char32_t code = bytes == 1 ? byte(0) : byte(0) & (0x7Fu >> bytes);
    for (size_t i = 1; i < bytes; ++i) code = code << 6 | (byte(i) & 0x3Fu);
    out += bytes == 1 && code >= 0x80 ? char32_t{0xFFFD} : code;
    text.remove_prefix(bytes);
  }
  return out;
}

bool is_letter(char32_t code) {
  if (code < 0x80) return (code | 0x20) >= 'a' && (code | 0x20) <= 'z';
  static const RE2 kLetter(R"(\pL)");
  char text[4];
  return RE2::FullMatch(std::string_view(text, put_utf8(code, text)), kLetter);
}

bool is_digit(char32_t code) {
  if (code < 0x80) return code >= '0' && code <= '9';
  static const RE2 kDigit(R"(\p{Nd})");
  char text[4];
  return RE2::FullMatch(std::string_view(text, put_utf8(code, text)), kDigit);
}

// The number that begins at `from`, as go-yaml adds it up (wrapping), and where it ends.
std::pair<uint64_t, size_t> number_at(const std::u32string& text, size_t from, uint64_t value) {
  size_t end = from;
  for (; end < text.size() && is_digit(text[end]); ++end) value = value * 10 + (text[end] - '0');
  return {value, end};
}

bool follows_other_digits_than_zero(const std::u32string& text, size_t at) {
  for (; at > 0 && is_digit(text[at - 1]); --at) {
    if (text[at - 1] != '0') return true;
  }
  return false;
}

}  // namespace

bool yaml_key_less(std::string_view a, std::string_view b) {
  const std::u32string left = characters(a);
  const std::u32string right = characters(b);
  auto [l, r] = std::ranges::mismatch(left, right);
  if (l == left.end() || r == right.end()) return left.size() < right.size();
  if (is_letter(*l) && is_letter(*r)) return *l < *r;
  if (is_letter(*l) || is_letter(*r)) return is_letter(*r);
  auto at = static_cast<size_t>(l - left.begin());
  bool inside = (*l == '0' || *r == '0') && follows_other_digits_than_zero(left, at);
  auto [left_number, left_end] = number_at(left, at, inside ? 1 : 0);
  auto [right_number, right_end] = number_at(right, at, inside ? 1 : 0);
  if (left_number != right_number) return static_cast<int64_t>(left_number) < static_cast<int64_t>(right_number);
  return left_end != right_end ? left_end < right_end : *l < *r;
}

}  // namespace pintle::object

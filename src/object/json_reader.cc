#include "object/json_reader.h"

#include <cstring>

#include "object/byte_scan.h"
#include "object/document.h"
#include "object/json_skip.h"
#include "object/utf8.h"

namespace pintle::object {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
// A byte that is not UTF-8 becomes three.
constexpr size_t kGrowthMax = 3;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The four hexadecimal digits after \u, or -1.
int32_t hex4(const char* at, const char* end) {
  if (end - at < 4) return -1;
  int32_t code = 0;
  for (int i = 0; i < 4; ++i) {
    int digit = hex_digit(at[i]);
    if (digit < 0) return -1;
    code = code << 4 | digit;
  }
  return code;
}

char unescaped(char letter) {
  switch (letter) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case '"':
    case '\\':
    case '/':
      return letter;
    default:
      return 0;
  }
}

// Reads the escape at `at` (behind the backslash), writes its character to `out`; false when it is none.
bool put_escape(const char*& at, const char* end, char*& out) {
  if (at == end) return false;
  if (*at != 'u') {
    char c = unescaped(*at++);
    if (c == 0) return false;
    *out++ = c;
    return true;
  }
  int32_t code = hex4(at + 1, end);
  if (code < 0) return false;
  at += 5;
  char32_t character = static_cast<char32_t>(code);
  bool high = character >= 0xD800 && character < 0xDC00;
  if (high && end - at >= 6 && at[0] == '\\' && at[1] == 'u') {
    int32_t low = hex4(at + 2, end);
    if (low >= 0xDC00 && low < 0xE000) {
      character = 0x10000 + ((character - 0xD800) << 10) + static_cast<char32_t>(low - 0xDC00);
      at += 6;
    }
  }
  out += put_utf8(character, out);
  return true;
}

}  // namespace

std::optional<std::string_view> JsonReader::string() {
  const char* begin = at_ + 1;
  const char* special = find_string_special(begin, end_);
  if (special < end_ && *special == '"') [[likely]] {
    at_ = special + 1;
    return std::string_view(begin, special - begin);
  }
  return string_with_care(begin, special);
}

// Valid characters outside ASCII leave the string a view; the first escape or invalid byte makes a copy.
std::optional<std::string_view> JsonReader::string_with_care(const char* begin, const char* special) {
  const char* at = special;
  for (; at < end_; at = find_string_special(at, end_)) {
    if (*at == '"') {
      at_ = at + 1;
      return std::string_view(begin, at - begin);
    }
    if (static_cast<unsigned char>(*at) < 0x80) break;
    size_t bytes = utf8_length({at, static_cast<size_t>(end_ - at)});
    if (bytes == 0) break;
    at += bytes;
  }
  const char* close = find_string_end(at, end_);
  if (!close) return std::nullopt;
  char* copy = static_cast<char*>(arena_.allocate((at - begin) + kGrowthMax * (close - at)));
  std::memcpy(copy, begin, at - begin);
  char* out = copy + (at - begin);
  while (at < close) {
    const char* plain = find_string_special(at, close);
    std::memcpy(out, at, plain - at);
    out += plain - at;
    at = plain;
    if (at == close) break;
    if (*at == '\\') {
      if (!put_escape(++at, close, out)) return std::nullopt;
      continue;
    }
    size_t bytes = utf8_length({at, static_cast<size_t>(close - at)});
    std::string_view character = bytes == 0 ? kReplacement : std::string_view(at, bytes);
    std::memcpy(out, character.data(), character.size());
    out += character.size();
    at += bytes == 0 ? 1 : bytes;
  }
  at_ = close + 1;
  return std::string_view(copy, out - copy);
}

std::optional<std::string_view> JsonReader::number() {
  const char* begin = at_;
  const char* after = skip_number(at_, end_);
  if (!after) return std::nullopt;
  at_ = after;
  return std::string_view(begin, after - begin);
}

bool JsonReader::word(std::string_view word) {
  if (static_cast<size_t>(end_ - at_) < word.size() || std::memcmp(at_, word.data(), word.size()) != 0) return false;
  at_ += word.size();
  return true;
}

std::optional<std::string_view> JsonReader::raw_value(size_t depth) {
  const char* begin = at_;
  const char* after = skip_value(at_, end_, depth);
  if (!after) return std::nullopt;
  at_ = after;
  return std::string_view(begin, after - begin);
}

}  // namespace pintle::object

#include "object/json_skip.h"

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "object/byte_scan.h"
#include "object/json.h"

namespace pintle::object {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'); }

// '"', '\\' and controls; other than find_string_special it runs over what is not ASCII.
const char* find_string_mark(const char* at, const char* end) {
#if defined(__SSE2__)
  return find_marked(at, end, [](__m128i bytes) {
    const __m128i marks = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
    return _mm_or_si128(marks, _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes));
  });
#else
  while (at < end && *at != '"' && *at != '\\' && static_cast<unsigned char>(*at) >= 0x20) ++at;
  return at;
#endif
}

// Behind the backslash; returns behind the escape.
const char* skip_escape(const char* at, const char* end) {
  if (at == end) return nullptr;
  if (*at != 'u') return std::strchr("\"\\/bfnrt", *at) && *at ? at + 1 : nullptr;
  if (end - at < 5) return nullptr;
  for (int i = 1; i <= 4; ++i) {
    if (!is_hex(at[i])) return nullptr;
  }
  return at + 5;
}

const char* skip_word(const char* at, const char* end, std::string_view word) {
  bool same = static_cast<size_t>(end - at) >= word.size() && std::memcmp(at, word.data(), word.size()) == 0;
  return same ? at + word.size() : nullptr;
}

const char* skip_digits(const char* at, const char* end) {
  const char* begin = at;
  while (at < end && is_digit(*at)) ++at;
  return at == begin ? nullptr : at;
}

const char* skip_scalar(const char* at, const char* end) {
  switch (*at) {
    case '"': {
      const char* close = find_string_end(at + 1, end);
      return close ? close + 1 : nullptr;
    }
    case 't':
      return skip_word(at, end, "true");
    case 'f':
      return skip_word(at, end, "false");
    case 'n':
      return skip_word(at, end, "null");
    default:
      return skip_number(at, end);
  }
}

// Behind an opening brace or a comma in an object: a key and its colon; returns where the value begins.
const char* skip_key(const char* at, const char* end) {
  if (at == end || *at != '"') return nullptr;
  at = find_string_end(at + 1, end);
  if (!at) return nullptr;
  at = skip_blanks(at + 1, end);
  if (at == end || *at != ':') return nullptr;
  return skip_blanks(at + 1, end);
}

// Which of the open brackets are objects: one bit each, the first 64 without an allocation.
class Brackets {
 public:
  size_t depth() const { return depth_; }
  bool in_object() const { return word(depth_ - 1) >> ((depth_ - 1) % 64) & 1; }
  void push(bool object) {
    size_t index = depth_++ / 64;
    if (index > more_.size()) more_.push_back(0);
    uint64_t& bits = index == 0 ? first_ : more_[index - 1];
    uint64_t bit = uint64_t{1} << ((depth_ - 1) % 64);
    bits = object ? bits | bit : bits & ~bit;
  }
  void pop() { --depth_; }

 private:
  uint64_t word(size_t position) const { return position < 64 ? first_ : more_[position / 64 - 1]; }
  size_t depth_ = 0;
  uint64_t first_ = 0;
  std::vector<uint64_t> more_;
};

}  // namespace

const char* find_string_end(const char* at, const char* end) {
  while (true) {
    at = find_string_mark(at, end);
    if (at == end) return nullptr;
    if (*at == '"') return at;
    if (*at != '\\') return nullptr;
    at = skip_escape(at + 1, end);
    if (!at) return nullptr;
  }
}

const char* skip_blanks(const char* at, const char* end) {
  if (at < end && *at > ' ') return at;
  while (at < end && (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r')) ++at;
  return at;
}

const char* skip_number(const char* at, const char* end) {
  if (at < end && *at == '-') ++at;
  if (at == end || !is_digit(*at)) return nullptr;
  at = *at == '0' ? at + 1 : skip_digits(at, end);
  if (at < end && *at == '.') {
    at = skip_digits(at + 1, end);
    if (!at) return nullptr;
  }
  if (at < end && (*at == 'e' || *at == 'E')) {
    ++at;
    if (at < end && (*at == '+' || *at == '-')) ++at;
    at = skip_digits(at, end);
  }
  return at;
}

const char* skip_value(const char* at, const char* end, size_t depth) {
  Brackets open;
  while (true) {
    // `at` is where a value begins.
    if (at == end) return nullptr;
    if (end - at >= 2 && at[0] == '{' && at[1] == '}' && depth + open.depth() < kJsonDepthMax) {
      at += 2;  // most values of managedFields
    } else if (*at == '{' || *at == '[') {
      bool object = *at == '{';
      if (depth + open.depth() >= kJsonDepthMax) return nullptr;
      open.push(object);
      at = skip_blanks(at + 1, end);
      if (at == end) return nullptr;
      if (*at != (object ? '}' : ']')) {
        if (object && !(at = skip_key(at, end))) return nullptr;
        continue;
      }
      ++at;
      open.pop();
    } else if (!(at = skip_scalar(at, end))) {
      return nullptr;
    }
    // Behind a value: close what ends here, then go to the next value.
    while (true) {
      if (open.depth() == 0) return at;
      at = skip_blanks(at, end);
      if (at == end) return nullptr;
      bool object = open.in_object();
      if (*at == ',') break;
      if (*at != (object ? '}' : ']')) return nullptr;
      ++at;
      open.pop();
    }
    at = skip_blanks(at + 1, end);
    if (open.in_object() && !(at = skip_key(at, end))) return nullptr;
  }
}

}  // namespace pintle::object

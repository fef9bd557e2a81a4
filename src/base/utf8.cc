#include "base/utf8.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>

namespace pintle {
namespace {

bool is_continuation(std::string_view text, size_t at) { return at < text.size() && (static_cast<uint8_t>(text[at]) & 0xC0) == 0x80; }

// unicode.IsSpace.
bool is_space(char32_t code) {
  if (code < 0x80) return code == ' ' || (code >= '\t' && code <= '\r');
  return code == 0x85 || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029 ||
         code == 0x202F || code == 0x205F || code == 0x3000;
}

}  // namespace

Rune first_rune(std::string_view text) {
  const uint8_t lead = static_cast<uint8_t>(text[0]);
  if (lead < 0x80) return {lead, 1};
  const int extra = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  if (lead < 0xC2 || lead > 0xF4) return {kRuneError, 1};
  char32_t code = lead & (0x3F >> extra);
  for (int i = 1; i <= extra; ++i) {
    if (!is_continuation(text, i)) return {kRuneError, 1};
    code = (code << 6) | (static_cast<uint8_t>(text[i]) & 0x3F);
  }
  constexpr std::array<char32_t, 4> kSmallest = {0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xD800 && code < 0xE000;
  if (code < kSmallest[extra] || code > 0x10FFFF || surrogate) return {kRuneError, 1};
  return {code, static_cast<uint8_t>(extra + 1)};
}

void append_utf8(char32_t code, std::string& out) {
  if (code < 0x80) {
    out += static_cast<char>(code);
    return;
  }
  const int extra = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  constexpr std::array<uint8_t, 4> kLead = {0, 0xC0, 0xE0, 0xF0};
  out += static_cast<char>(kLead[extra] | (code >> (6 * extra)));
  for (int i = extra - 1; i >= 0; --i) out += static_cast<char>(0x80 | ((code >> (6 * i)) & 0x3F));
}

bool is_printable(char32_t code) {
  if (code < 0x7F) return code >= ' ';
  static const RE2 kPrintable("[\\pL\\pM\\pN\\pP\\pS]");
  std::string text;
  append_utf8(code, text);
  return RE2::FullMatch(text, kPrintable);
}

std::string_view trim_space(std::string_view text) {
  size_t begin = text.size();
  size_t end = 0;
  for (size_t at = 0; at < text.size();) {
    const Rune rune = first_rune(text.substr(at));
    if (!is_space(rune.code)) {
      begin = std::min(begin, at);
      end = at + rune.size;
    }
    at += rune.size;
  }
  return end == 0 ? std::string_view() : text.substr(begin, end - begin);
}

}  // namespace pintle

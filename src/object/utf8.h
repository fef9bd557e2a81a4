// UTF-8 as Go reads it: what is not a shortest form of a character up to U+10FFFF, or is a surrogate, is not UTF-8.
//
// Thread: pure functions, any thread. Source: Go's unicode/utf8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace pintle::object {

// The bytes of the character at the front of `text`: 1 to 4, or 0 where there is none (Go: RuneError of width 1).
inline size_t utf8_length(std::string_view text) {
  auto byte = [text](size_t i) { return i < text.size() ? static_cast<uint8_t>(text[i]) : uint8_t{0}; };
  auto continues = [byte](size_t i) { return (byte(i) & 0xC0) == 0x80; };
  uint8_t lead = byte(0);
  if (lead < 0x80) return text.empty() ? 0 : 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  if (lead < 0xE0) return continues(1) ? 2 : 0;
  if (lead < 0xF0) {
    bool shortest = lead != 0xE0 || byte(1) >= 0xA0;
    bool surrogate = lead == 0xED && byte(1) >= 0xA0;
    return continues(1) && continues(2) && shortest && !surrogate ? 3 : 0;
  }
  bool in_range = (lead != 0xF0 || byte(1) >= 0x90) && (lead != 0xF4 || byte(1) < 0x90);
  return continues(1) && continues(2) && continues(3) && in_range ? 4 : 0;
}

// Writes the character's bytes (at most 4) and returns how many; a surrogate or what is above U+10FFFF is written as U+FFFD.
inline size_t put_utf8(char32_t code, char* out) {
  if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) code = 0xFFFD;
  if (code < 0x80) {
    out[0] = static_cast<char>(code);
    return 1;
  }
  size_t bytes = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  constexpr uint8_t kLead[] = {0, 0, 0xC0, 0xE0, 0xF0};
  for (size_t i = bytes - 1; i > 0; --i, code >>= 6) out[i] = static_cast<char>(0x80 | (code & 0x3F));
  out[0] = static_cast<char>(kLead[bytes] | code);
  return bytes;
}

}  // namespace pintle::object

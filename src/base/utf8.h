// UTF-8 read and written one character at a time.
//
//   for (std::string_view rest = text; !rest.empty();) {
//     const Rune rune = first_rune(rest);
//     rest.remove_prefix(rune.size);
//   }
//
// Source: Go's unicode/utf8 and unicode.IsPrint.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pintle {

// A decoded character. What is not UTF-8 gives kRuneError with size 1 (U+FFFD itself has size 3).
struct Rune {
  char32_t code;
  uint8_t size;  // bytes
};
inline constexpr char32_t kRuneError = 0xFFFD;

// The first character of `text`, which must not be empty.
Rune first_rune(std::string_view text);

// `code` must be a Unicode scalar value.
void append_utf8(char32_t code, std::string& out);

// Letters, marks, numbers, punctuation, symbols and the ASCII space.
bool is_printable(char32_t code);

// Go's strings.TrimSpace: without the white space at both ends.
std::string_view trim_space(std::string_view text);

}  // namespace pintle

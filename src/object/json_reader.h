// JsonReader: the tokens of a JSON text, as encoding/json takes them: any depth up to kJsonDepthMax, invalid UTF-8 in strings becomes
// U+FFFD, lone surrogates too. The decoder (json_decode.cc) asks for what it expects next.
//
//   JsonReader reader(text, arena);
//   if (reader.take('{')) ... reader.string() ... reader.take(':') ...
//
// A function that meets a fault returns null or false and the reader is of no further use; json_fault(text) then says what is wrong, in
// Go's words. Ownership: the views point into the text, or into the arena for strings with escapes. Thread: one. Source: encoding/json
// scanner.go, decode.go (unquote).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pintle::object {

class Arena;

class JsonReader {
 public:
  JsonReader(std::string_view text, Arena& arena) : at_(text.data()), end_(text.data() + text.size()), arena_(arena) {}

  // The next byte that is not blank, not taken; NUL at the end.
  char peek() {
    while (at_ < end_ && static_cast<unsigned char>(*at_) <= ' ') {
      if (!is_blank(*at_)) return kFault;
      ++at_;
    }
    return at_ < end_ ? *at_ : '\0';
  }
  // Takes the byte when it is next.
  bool take(char wanted) {
    if (peek() != wanted) return false;
    ++at_;
    return true;
  }
  bool at_end() { return peek() == '\0' && at_ == end_; }

  // A string at the reader's place (a '"'), without escapes.
  std::optional<std::string_view> string();
  // The text of a number at the reader's place.
  std::optional<std::string_view> number();
  // true, false or null; `word` is what its first letter promises.
  bool word(std::string_view word);
  // The text of any one value at the reader's place; `depth` lists and objects are open around it.
  std::optional<std::string_view> raw_value(size_t depth);

 private:
  static constexpr char kFault = '\x01';
  static bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
  std::optional<std::string_view> string_with_care(const char* begin, const char* special);

  const char* at_;
  const char* end_;
  Arena& arena_;
};

// What is wrong with the syntax of `text`, in encoding/json's words; "" when nothing is.
std::string json_fault(std::string_view text);

}  // namespace pintle::object

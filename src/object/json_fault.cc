#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/go_text.h"
#include "object/json.h"
#include "object/json_reader.h"
#include "object/utf8.h"

namespace pintle::object {
namespace {

constexpr std::string_view kUnexpectedEnd = "unexpected end of JSON input";

// The name of one byte: as a character of Latin 1, in single quotes.
std::string quoted_byte(char c) {
  if (c == '\'') return R"('\'')";
  if (c == '"') return R"('"')";
  char utf8[4];
  size_t bytes = put_utf8(static_cast<unsigned char>(c), utf8);
  std::string quoted = go_quoted({utf8, bytes});
  return "'" + quoted.substr(1, quoted.size() - 2) + "'";
}

// Walks the text as encoding/json's scanner does and stops at the first byte that it would refuse. Made to word an error, not to be fast.
class FaultFinder {
 public:
  explicit FaultFinder(std::string_view text) : text_(text) {}

  std::string find() {
    while (fault_.empty() && (wants_value_ || !open_.empty())) {
      if (std::exchange(wants_value_, false)) {
        begin_value();
      } else {
        after_value();
      }
    }
    blanks();
    if (fault_.empty() && at_ < text_.size()) refuse("after top-level value");
    return fault_;
  }

 private:
  bool ended() {
    if (at_ < text_.size()) return false;
    if (fault_.empty()) fault_ = kUnexpectedEnd;
    return true;
  }
  // The end counts as a blank, as Go has it: in a word, a number or an escape that is a wrong character.
  void refuse(std::string_view context) {
    char c = at_ < text_.size() ? text_[at_] : ' ';
    if (fault_.empty()) fault_ = "invalid character " + quoted_byte(c) + " " + std::string(context);
  }
  void blanks() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) ++at_;
  }
  bool digit() const { return at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9'; }

  void want_value() { wants_value_ = true; }

  void begin_value() {
    blanks();
    if (ended()) return;
    switch (text_[at_]) {
      case '{':
      case '[':
        return open(text_[at_]);
      case '"':
        return string();
      case 't':
        return word("true");
      case 'f':
        return word("false");
      case 'n':
        return word("null");
      default:
        return number();
    }
  }

  void open(char bracket) {
    if (open_.size() >= kJsonDepthMax) return refuse("exceeded max depth");
    open_.push_back(bracket);
    ++at_;
    blanks();
    if (ended()) return;
    if (text_[at_] == (bracket == '{' ? '}' : ']')) return close();
    bracket == '{' ? key() : want_value();
  }

  void close() {
    ++at_;
    open_.pop_back();
  }

  void key() {
    blanks();
    if (ended()) return;
    if (text_[at_] != '"') return refuse("looking for beginning of object key string");
    string();
    blanks();
    if (!fault_.empty() || ended()) return;
    if (text_[at_] != ':') return refuse("after object key");
    ++at_;
    want_value();
  }

  void after_value() {
    blanks();
    if (ended()) return;
    bool object = open_.back() == '{';
    if (text_[at_] == (object ? '}' : ']')) return close();
    if (text_[at_] != ',') return refuse(object ? "after object key:value pair" : "after array element");
    ++at_;
    object ? key() : want_value();
  }

  void string() {
    ++at_;
    while (!ended()) {
      char c = text_[at_];
      if (static_cast<unsigned char>(c) < 0x20) return refuse("in string literal");
      ++at_;
      if (c == '"') return;
      if (c == '\\') escape();
      if (!fault_.empty()) return;
    }
  }

  void escape() {
    char c = at_ < text_.size() ? text_[at_] : ' ';
    if (std::string_view("\"\\/bfnrtu").find(c) == std::string_view::npos) return refuse("in string escape code");
    ++at_;
    for (int i = 0; c == 'u' && i < 4; ++i, ++at_) {
      bool hex = digit() || (at_ < text_.size() && (text_[at_] | 0x20) >= 'a' && (text_[at_] | 0x20) <= 'f');
      if (!hex) return refuse("in \\u hexadecimal character escape");
    }
  }

  void word(std::string_view word) {
    for (char expected : word) {
      if (at_ == text_.size() || text_[at_] != expected)
        return refuse("in literal " + std::string(word) + " (expecting '" + expected + "')");
      ++at_;
    }
  }

  void number() {
    bool negative = text_[at_] == '-';
    if (!negative && !digit()) return refuse("looking for beginning of value");
    if (negative) ++at_;
    if (!digit()) return refuse("in numeric literal");
    if (text_[at_] == '0') {
      ++at_;
    } else {
      digits();
    }
    if (at_ < text_.size() && text_[at_] == '.') {
      ++at_;
      if (!digit()) return refuse("after decimal point in numeric literal");
      digits();
    }
    if (at_ < text_.size() && (text_[at_] | 0x20) == 'e') exponent();
  }

  void digits() {
    while (digit()) ++at_;
  }

  void exponent() {
    ++at_;
    if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
    if (!digit()) return refuse("in exponent of numeric literal");
    digits();
  }

  std::string_view text_;
  size_t at_ = 0;
  std::vector<char> open_;
  bool wants_value_ = true;
  std::string fault_;
};

}  // namespace

std::string json_fault(std::string_view text) { return FaultFinder(text).find(); }

}  // namespace pintle::object

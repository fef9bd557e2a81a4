#include "object/base64.h"

#include <array>
#include <cstdint>

namespace pintle::object {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr uint8_t kNone = 0xFF;

constexpr std::array<uint8_t, 256> kValues = [] {
  std::array<uint8_t, 256> values{};
  values.fill(kNone);
  for (size_t i = 0; i < kAlphabet.size(); ++i) values[static_cast<uint8_t>(kAlphabet[i])] = static_cast<uint8_t>(i);
  return values;
}();

uint8_t value_of(char c) { return kValues[static_cast<uint8_t>(c)]; }
bool is_line_break(char c) { return c == '\n' || c == '\r'; }

// The last group, or one with line breaks or padding in it: byte by byte.
class CarefulDecoder {
 public:
  CarefulDecoder(std::string_view text, size_t at, char* out) : text_(text), at_(at), out_(out) {}

  // Decodes one group of four; false at the end or at a fault.
  bool group() {
    uint32_t bits = 0;
    int digits = 0;
    while (digits < 4) {
      if (at_ == text_.size()) {
        if (digits > 0) fault_ = static_cast<ptrdiff_t>(at_) - digits;
        return false;
      }
      char c = text_[at_++];
      if (is_line_break(c)) continue;
      if (c == '=') return padding(bits, digits);
      if (value_of(c) == kNone) return refuse(at_ - 1);
      bits = bits << 6 | value_of(c);
      ++digits;
    }
    write(bits, 3);
    return true;
  }

  size_t at() const { return at_; }
  char* out() const { return out_; }
  ptrdiff_t fault() const { return fault_; }

 private:
  bool padding(uint32_t bits, int digits) {
    if (digits < 2) return refuse(at_ - 1);
    if (digits == 2) {
      skip_line_breaks();
      if (at_ == text_.size()) return refuse(at_);
      if (text_[at_] != '=') return refuse(at_ - 1);
      ++at_;
    }
    skip_line_breaks();
    write(bits << (6 * (4 - digits)), digits - 1);
    if (at_ < text_.size()) fault_ = static_cast<ptrdiff_t>(at_);
    return false;
  }
  bool refuse(size_t position) {
    fault_ = static_cast<ptrdiff_t>(position);
    return false;
  }
  void skip_line_breaks() {
    while (at_ < text_.size() && is_line_break(text_[at_])) ++at_;
  }
  void write(uint32_t bits, int bytes) {
    for (int i = 0; i < bytes; ++i) *out_++ = static_cast<char>(bits >> (16 - 8 * i));
  }

  std::string_view text_;
  size_t at_;
  char* out_;
  ptrdiff_t fault_ = -1;
};

}  // namespace

void put_base64(std::string_view bytes, char* out) {
  size_t at = 0;
  auto byte = [&](size_t i) { return static_cast<uint32_t>(static_cast<uint8_t>(bytes[i])); };
  for (; at + 3 <= bytes.size(); at += 3) {
    uint32_t bits = byte(at) << 16 | byte(at + 1) << 8 | byte(at + 2);
    *out++ = kAlphabet[bits >> 18];
    *out++ = kAlphabet[bits >> 12 & 63];
    *out++ = kAlphabet[bits >> 6 & 63];
    *out++ = kAlphabet[bits & 63];
  }
  size_t rest = bytes.size() - at;
  if (rest == 0) return;
  uint32_t bits = byte(at) << 16 | (rest == 2 ? byte(at + 1) << 8 : 0);
  *out++ = kAlphabet[bits >> 18];
  *out++ = kAlphabet[bits >> 12 & 63];
  *out++ = rest == 2 ? kAlphabet[bits >> 6 & 63] : '=';
  *out++ = '=';
}

Base64Decoded decode_base64(std::string_view text, char* out) {
  char* begin = out;
  size_t at = 0;
  while (true) {
    for (; text.size() - at >= 4; at += 4) {
      uint8_t a = value_of(text[at]), b = value_of(text[at + 1]), c = value_of(text[at + 2]), d = value_of(text[at + 3]);
      if ((a | b | c | d) > 63) break;
      *out++ = static_cast<char>(a << 2 | b >> 4);
      *out++ = static_cast<char>(b << 4 | c >> 2);
      *out++ = static_cast<char>(c << 6 | d);
    }
    CarefulDecoder careful(text, at, out);
    bool more = careful.group();
    at = careful.at();
    out = careful.out();
    if (!more) return {.bytes = static_cast<size_t>(out - begin), .fault = careful.fault()};
  }
}

}  // namespace pintle::object

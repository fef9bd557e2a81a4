#include "object/json_text.h"

#include <array>
#include <charconv>
#include <cmath>

#include "object/base64.h"
#include "object/byte_scan.h"
#include "object/json.h"
#include "object/utf8.h"

namespace pintle::object {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";
// The longest that one byte becomes: \u0000.
constexpr size_t kEscapeBytes = 6;
// The quotes, and what copy_until_escaped may write behind.
constexpr size_t kCopySlack = 2 + kCopyOverrun;

bool is_line_separator(std::string_view text) { return text.starts_with("\xE2\x80\xA8") || text.starts_with("\xE2\x80\xA9"); }

void put_line_separator(std::string_view text, ByteWriter& out) {
  out.put_unchecked("\\u202");
  out.put_unchecked(text[2] == '\xA8' ? '8' : '9');
}

char short_escape(char c) {
  switch (c) {
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    case '"':
    case '\\':
      return c;
    default:
      return 0;
  }
}

void put_escape(char c, ByteWriter& out) {
  out.put_unchecked('\\');
  if (char letter = short_escape(c)) return out.put_unchecked(letter);
  auto byte = static_cast<unsigned char>(c);
  out.put_unchecked("u00");
  out.put_unchecked(kHex[byte >> 4]);
  out.put_unchecked(kHex[byte & 15]);
}

// One character that needs care, at the front of `text`; returns its bytes.
size_t put_special(std::string_view text, ByteWriter& out) {
  if (static_cast<unsigned char>(text[0]) < 0x80) {
    put_escape(text[0], out);
    return 1;
  }
  size_t bytes = utf8_length(text);
  if (bytes == 0) {
    out.put_unchecked("\\ufffd");
    return 1;
  }
  if (is_line_separator(text)) {
    put_line_separator(text, out);
  } else {
    out.put_unchecked(text.substr(0, bytes));
  }
  return bytes;
}

// Copies up to the end of the string that begins behind a quote; returns where it ends. Escapes pass as they are.
const char* compact_string(const char* at, const char* end, ByteWriter& out) {
  while (at < end && *at != '"') {
    out.reserve(kEscapeBytes);
    std::string_view rest(at, static_cast<size_t>(end - at));
    if (*at == '\\' && rest.size() > 1) {
      out.put_unchecked(rest.substr(0, 2));
      at += 2;
    } else if (*at == '<' || *at == '>' || *at == '&') {
      put_escape(*at++, out);
    } else if (is_line_separator(rest)) {
      put_line_separator(rest, out);
      at += 3;
    } else {
      out.put_unchecked(*at++);
    }
  }
  return at;
}

void compact(const char* at, const char* end, ByteWriter& out) {
  while (at < end) {
    out.reserve(2);
    if (*at == '"') {
      out.put_unchecked('"');
      at = compact_string(at + 1, end, out);
      if (at < end) out.put('"');
    } else if (static_cast<unsigned char>(*at) > ' ') {
      out.put_unchecked(*at);
    }
    ++at;
  }
}

}  // namespace

void write_json_string(std::string_view text, ByteWriter& out) {
  out.reserve(text.size() + kCopySlack);
  out.put_unchecked('"');
  const char* at = text.data();
  const char* end = at + text.size();
  while (true) {
    const char* special = copy_until_escaped(at, end, out.at());
    out.advance(static_cast<size_t>(special - at));
    if (special == end) break;
    std::string_view rest(special, static_cast<size_t>(end - special));
    out.reserve(kEscapeBytes + rest.size() + kCopySlack);
    at = special + put_special(rest, out);
  }
  out.put_unchecked('"');
}

void write_json_integer(int64_t value, ByteWriter& out) {
  constexpr size_t kDigitsMax = 20;
  out.reserve(kDigitsMax);
  out.advance(static_cast<size_t>(std::to_chars(out.at(), out.at() + kDigitsMax, value).ptr - out.at()));
}

// The shortest digits that read back the same, with an exponent below 1e-6 and from 1e21 on.
void write_json_double(double value, ByteWriter& out) {
  constexpr size_t kBytesMax = 32;
  std::array<char, kBytesMax> buffer;
  char* end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::abs(value), std::chars_format::scientific).ptr;
  std::string_view text(buffer.data(), static_cast<size_t>(end - buffer.data()));
  size_t e = text.find('e');
  std::string digits(text.substr(0, 1));
  if (e > 1) digits += text.substr(2, e - 2);
  int exponent = 0;
  std::from_chars(text.data() + e + (text[e + 1] == '+' ? 2 : 1), end, exponent);
  out.reserve(2 * kBytesMax);
  if (std::signbit(value)) out.put_unchecked('-');
  auto point = static_cast<size_t>(exponent + 1);
  if (value != 0 && (exponent < -6 || exponent >= 21)) {
    out.put_unchecked(digits[0]);
    if (digits.size() > 1) out.put_unchecked('.');
    out.put_unchecked(std::string_view(digits).substr(1));
    out.put_unchecked(exponent < 0 ? "e-" : "e+");
    return write_json_integer(std::abs(exponent), out);
  }
  if (exponent < 0) {
    out.put_unchecked("0.");
    for (int i = exponent + 1; i < 0; ++i) out.put_unchecked('0');
    return out.put_unchecked(digits);
  }
  if (digits.size() < point) digits.append(point - digits.size(), '0');
  out.put_unchecked(std::string_view(digits).substr(0, point));
  if (digits.size() == point) return;
  out.put_unchecked('.');
  out.put_unchecked(std::string_view(digits).substr(point));
}

void write_json_bytes(std::string_view bytes, ByteWriter& out) {
  out.reserve(base64_bytes(bytes.size()) + 2);
  out.put_unchecked('"');
  put_base64(bytes, out.at());
  out.advance(base64_bytes(bytes.size()));
  out.put_unchecked('"');
}

void write_raw_json(std::string_view json, ByteWriter& out) {
  if (json.empty()) return out.put("null");
  const char* end = json.data() + json.size();
  if (find_compacted(json.data(), end) == end) return out.put(json);
  compact(json.data(), end, out);
}

void append_json_string(std::string_view text, std::string& out) {
  ByteWriter writer(out);
  write_json_string(text, writer);
}

void append_json_double(double value, std::string& out) {
  ByteWriter writer(out);
  write_json_double(value, writer);
}

}  // namespace pintle::object

#include "object/go_format.h"

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "base/utf8.h"

namespace pintle::object {

std::string unicode_name(char32_t code) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  int digits = 4;
  while (digits < 8 && (code >> (4 * digits)) != 0) ++digits;
  std::string name = "U+";
  while (digits-- > 0) name += kDigits[(code >> (4 * digits)) & 0xF];
  if (!is_printable(code)) return name;
  append_utf8(code, name.append(" '"));
  return name + "'";
}

void append_double(double value, std::string& out) {
  if (std::isinf(value)) {
    out += value > 0 ? "+Inf" : "-Inf";
    return;
  }
  if (std::isnan(value)) {
    out += "NaN";
    return;
  }
  // %v is %g with the shortest digits: an exponent from 6 digits on, and for less than 0.0001.
  const double size = std::fabs(value);
  const bool exponent = size != 0 && (size < 1e-4 || size >= 1e6);
  std::array<char, 400> buffer;
  auto end = std::to_chars(buffer.begin(), buffer.end(), value, exponent ? std::chars_format::scientific : std::chars_format::fixed).ptr;
  out.append(buffer.begin(), end);
}

void append_value(const Value& plain, std::string& out) {
  switch (plain.tag()) {
    case Tag::kNull:
      out += "<nil>";
      return;
    case Tag::kBool:
      out += plain.as_bool() ? "true" : "false";
      return;
    case Tag::kInt:
      out += std::to_string(plain.as_int());
      return;
    case Tag::kDouble:
      append_double(plain.as_double(), out);
      return;
    case Tag::kString:
      out += plain.as_string();
      return;
    case Tag::kList: {
      out += '[';
      const char* separator = "";
      for (const Value& item : plain.items()) {
        out += std::exchange(separator, " ");
        append_value(item, out);
      }
      out += ']';
      return;
    }
    case Tag::kMap: {
      out += "map[";
      const char* separator = "";
      for (const Entry& entry : plain.entries()) {
        out.append(std::exchange(separator, " ")).append(entry.key).append(":");
        append_value(entry.value, out);
      }
      out += ']';
      return;
    }
    case Tag::kStruct:
      return;  // a plain tree has none
  }
}

std::string go_syntax(const Value& plain) {
  std::string text;
  switch (plain.tag()) {
    case Tag::kNull:
      return "interface {}(nil)";
    case Tag::kString:
      return quoted(plain.as_string());
    case Tag::kList:
      for (const Value& item : plain.items()) text.append(text.empty() ? "" : ", ").append(go_syntax(item));
      return "[]interface {}{" + text + "}";
    case Tag::kMap:
      for (const Entry& entry : plain.entries()) {
        text.append(text.empty() ? "" : ", ").append(quoted(entry.key)).append(":").append(go_syntax(entry.value));
      }
      return "map[string]interface {}{" + text + "}";
    default:
      return format_value(plain);
  }
}

std::string format_value(const Value& plain) {
  std::string out;
  append_value(plain, out);
  return out;
}

}  // namespace pintle::object

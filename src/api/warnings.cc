#include "api/warnings.h"

#include <algorithm>
#include <span>

#include "api/limits.h"

namespace pintle::api {
namespace {

// A quoted-string; control characters cannot stand in a header.
std::string header_value(std::string_view text) {
  std::string value = "299 - \"";
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) continue;
    if (c == '"' || c == '\\') value += '\\';
    value += c;
  }
  return value + "\"";
}

}  // namespace

void add_warnings(const std::vector<std::string>& warnings, net::Headers& headers) {
  size_t bytes = 0;
  for (size_t i = 0; i < warnings.size(); ++i) {
    const std::span<const std::string> before(warnings.data(), i);
    if (std::ranges::find(before, warnings[i]) != before.end()) continue;
    bytes += warnings[i].size();
    if (bytes > kWarningBytesMax) return;
    headers.add("warning", header_value(warnings[i]));
  }
}

}  // namespace pintle::api

// A server that answers anything, in parts of any size (the first byte says which; its highest bit that it is to a HEAD request).
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "net/http1_response_parser.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  pintle::net::Http1ResponseParser parser((data[0] & 0x80) != 0);
  const size_t piece = (data[0] & 0x7f) == 0 ? size : data[0] & 0x7f;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  std::string input;
  for (size_t at = 0; at < bytes.size(); at += piece) {
    input += bytes.substr(at, piece);
    while (parser.fault().empty() && !parser.done()) {
      const size_t used = parser.parse(input);
      if (used > input.size()) __builtin_trap();
      input.erase(0, used);
      if (parser.take_body().size() > bytes.size()) __builtin_trap();
      if (used == 0) break;
    }
  }
  parser.end();
  if (parser.fault().empty() && !parser.done()) __builtin_trap();
  return 0;
}

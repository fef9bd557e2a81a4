// pintle-load's reader of HTTP/1.1 answers: bytes in pieces of the size that the first byte says, one answer after the other. However
// they are cut, the same is read.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "load/http1_response.h"

namespace {

std::string read_all(std::string_view bytes, size_t piece) {
  pintle::load::Http1Response response;
  std::string seen;
  while (!bytes.empty()) {
    const std::string_view part = bytes.substr(0, piece);
    const size_t taken = response.take(part, [&](std::string_view body) { seen += body; });
    if (taken > part.size()) __builtin_trap();
    if (taken == 0) return seen + "!";
    bytes.remove_prefix(taken);
    if (!response.done()) continue;
    if (response.status() < 200 || response.status() > 599) __builtin_trap();
    seen += "|" + std::to_string(response.status()) + response.etag() + "|";
    response.reset();
  }
  return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const size_t piece = data[0] == 0 ? 1 : data[0];
  if (read_all(bytes, piece) != read_all(bytes, size)) __builtin_trap();
  return 0;
}

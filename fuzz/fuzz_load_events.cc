// pintle-load's finder of watch events: however the bytes are cut, and whether events are gathered or only counted, they are as many.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "load/event_counter.h"

namespace {

using pintle::load::EventCounter;
using pintle::load::Framing;

void check(Framing framing, std::string_view bytes, size_t piece) {
  uint64_t gathered_count = 0;
  EventCounter whole(framing);
  EventCounter gathering(framing, [&](std::string_view) { ++gathered_count; });
  whole.take(bytes);
  for (size_t at = 0; at < bytes.size(); at += piece) gathering.take(bytes.substr(at, piece));
  if (whole.count() != gathering.count() || gathered_count != whole.count()) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const size_t piece = data[0] == 0 ? 1 : data[0];
  check(Framing::kNewline, bytes, piece);
  check(Framing::kLength, bytes, piece);
  return 0;
}

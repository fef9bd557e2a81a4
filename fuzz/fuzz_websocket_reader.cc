// Frames of a WebSocket client: whatever the pieces in which they come, the same control frames are found, and the same end.
#include <string>

#include "base/check.h"
#include "net/websocket.h"

namespace pintle::net {
namespace {

struct Recorder final : WebSocketReader::Sink {
  void control_frame(WebSocketOpcode opcode, std::string_view payload) override {
    PINTLE_CHECK(payload.size() <= 125);
    said += std::to_string(static_cast<int>(opcode)) + ":" + std::string(payload) + "\n";
  }
  std::string said;
};

std::string read(std::string_view bytes, size_t part) {
  WebSocketReader reader;
  Recorder recorder;
  while (!bytes.empty()) {
    size_t size = std::min(part, bytes.size());
    if (!reader.read(bytes.substr(0, size), recorder)) return recorder.said + "refused";
    bytes.remove_prefix(size);
  }
  return recorder.said;
}

}  // namespace
}  // namespace pintle::net

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  std::string whole = pintle::net::read(bytes, size);
  PINTLE_CHECK(pintle::net::read(bytes, 1) == whole);
  PINTLE_CHECK(pintle::net::read(bytes, 7) == whole);
  return 0;
}

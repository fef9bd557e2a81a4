// The Authorization header and the subprotocols of a WebSocket handshake, as any client may send them.
#include <cstdint>
#include <string_view>

#include "auth/bearer_token.h"
#include "base/check.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  auto header = pintle::auth::parse_bearer_header(text);
  PINTLE_CHECK(header.token.empty() || text.contains(header.token));
  (void)pintle::auth::token_of_websocket_protocols(text);
  return 0;
}

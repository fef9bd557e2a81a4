// A listening socket.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "net/server_options.h"

namespace pintle::net {

struct ListeningSocket {
  int descriptor;
  uint16_t port;
};

// Non-blocking; the caller closes it.
Result<ListeningSocket> listen_on(const ServerOptions& options);

}  // namespace pintle::net

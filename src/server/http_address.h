// The host and port of an address such as "http://127.0.0.1:2379". Brackets of IPv6 are taken off.
//
// Errors: 400 for another scheme, a missing port, a path, or what is no address.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace pintle::server {

struct HttpAddress {
  std::string host;
  uint16_t port = 0;
};

Result<HttpAddress> parse_http_address(std::string_view url);

}  // namespace pintle::server

// A URL of a configuration file or an object: what is taken apart can be put together again.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "net/client_url.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto url = pintle::net::ClientUrl::parse({reinterpret_cast<const char*>(data), size});
  if (!url) return 0;
  if (url->host.empty() || !url->target.starts_with('/')) __builtin_trap();
  auto place = pintle::net::HostPort::parse(pintle::net::join_host_port(url->host, url->port), 1);
  if (!place || place->host != url->host || place->port != url->port) __builtin_trap();
  return 0;
}

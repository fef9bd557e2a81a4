// A kubeconfig file: read or refused, and what is read names a server.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "webhook/kubeconfig.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto config = pintle::webhook::parse_kubeconfig({reinterpret_cast<const char*>(data), size}, "/nowhere");
  if (config && config->server.empty()) __builtin_trap();
  return 0;
}

// The files that pintle-load reads: results, which must be written again as they were read, and a kubeconfig that names no file.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "load/kubeconfig.h"
#include "load/results.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto results = pintle::load::parse_results(text)) {
    const auto again = pintle::load::parse_results(pintle::load::to_json(*results));
    if (!again || again->rows.size() != results->rows.size()) __builtin_trap();
  }
  const auto target = pintle::load::parse_kubeconfig(text, "/nowhere/config");
  if (target && (target->host.empty() || target->port.empty())) __builtin_trap();
  return 0;
}

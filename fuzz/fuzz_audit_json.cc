// The JSON texts of audit events, from what clients send: compacting twice is compacting once, and what is left out of managedFields
// leaves JSON.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "audit/json_text.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto compact = pintle::audit::compact_json({reinterpret_cast<const char*>(data), size});
  if (!compact) return 0;
  if (pintle::audit::compact_json(*compact) != compact) __builtin_trap();
  const std::string without = pintle::audit::without_managed_fields(*compact);
  if (pintle::audit::compact_json(without) != without || without.size() > compact->size()) __builtin_trap();
  return 0;
}

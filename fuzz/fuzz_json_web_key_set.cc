// The keys that an OpenID provider publishes: read or refused, and no key verifies what it has not signed.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "auth/json_web_key_set.h"
#include "base/check.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace pintle::auth;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto keys = parse_json_web_key_set(text);
  if (!keys) return 0;
  for (const PublishedKey& key : *keys) PINTLE_CHECK(!key.key.verify(key.key.algorithm(), "text", ""));
  return 0;
}

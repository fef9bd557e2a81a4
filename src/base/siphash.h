// SipHash-2-4 with 128 bits of result: a keyed hash. Who does not know the key cannot find two texts with the same hash, and by chance
// there are none: a table may hold the hash in place of the text.
//
// Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF".
#pragma once

#include <cstdint>
#include <string_view>

namespace pintle {

struct SipHashKey {
  uint64_t first = 0;
  uint64_t second = 0;
  static SipHashKey random();
};

struct Hash128 {
  uint64_t first = 0;
  uint64_t second = 0;
  bool operator==(const Hash128&) const = default;
};

Hash128 siphash(SipHashKey key, std::string_view text);

}  // namespace pintle

#include "store/expiry.h"

#include <algorithm>

namespace pintle::store {

UnixMs expiry_of(UnixMs now, int64_t ttl_seconds) {
  constexpr int64_t kTtlSecondsMax = int64_t{100} * 366 * 24 * 3600;  // no overflow below
  int64_t ttl_ms = std::min(ttl_seconds, kTtlSecondsMax) * 1000;
  int64_t slack_ms = std::min(ttl_ms * kExpirySlackPercent / 100, kExpirySlackMsMax);
  return (now + ttl_ms + slack_ms - 1) / slack_ms * slack_ms;
}

}  // namespace pintle::store

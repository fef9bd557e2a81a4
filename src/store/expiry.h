// When a key with a TTL expires. Expiries are rounded up to a slack of 5 % of the TTL, at most a minute, so that keys written at about
// the same time go together and an idle server seldom wakes.
//
// Source: k8s.io/apiserver/pkg/storage/etcd3/lease_manager.go, which shares leases within the same slack.
#pragma once

#include <chrono>
#include <cstdint>

namespace pintle::store {

inline constexpr int64_t kExpirySlackPercent = 5;
inline constexpr int64_t kExpirySlackMsMax = 60'000;
// An expiry is on wall time and a sleep is not: the longest sleep is the most that a changed clock can delay an expiry.
inline constexpr int64_t kExpirySleepMsMax = 600'000;

using UnixMs = int64_t;  // milliseconds since 1970, wall time

inline UnixMs unix_ms(std::chrono::system_clock::time_point time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

// ttl_seconds > 0.
UnixMs expiry_of(UnixMs now, int64_t ttl_seconds);

}  // namespace pintle::store

// RateLimit: a bucket of tokens against floods: `burst` at once, refilled by `per_second`.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace pintle::net {

class RateLimit {
 public:
  using Time = std::chrono::steady_clock::time_point;
  RateLimit(uint32_t burst, uint32_t per_second) : burst_(burst), per_second_(per_second), tokens_(burst) {}

  // False when the bucket is empty. The clock is read only when it seems so.
  template <class Now>
  bool take(Now&& now) {
    if (tokens_ == 0) refill(now());
    if (tokens_ == 0) return false;
    --tokens_;
    return true;
  }

 private:
  void refill(Time now) {
    auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now - filled_);
    if (seconds.count() <= 0) return;
    tokens_ = static_cast<uint32_t>(std::min<int64_t>(burst_, seconds.count() * per_second_));
    filled_ += seconds;
  }

  uint32_t burst_;
  uint32_t per_second_;
  uint32_t tokens_;
  Time filled_ = std::chrono::steady_clock::now();
};

}  // namespace pintle::net

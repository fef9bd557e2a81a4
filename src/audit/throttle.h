// Throttle: so many batches a second, and a burst of them after a pause.
//
//   Throttle throttle(10, 15, now);
//   const auto wait = throttle.take(now);      // how long the batch that is sent next has to wait
//
// One thread. Source: k8s.io/client-go/util/flowcontrol NewTokenBucketRateLimiter.
#pragma once

#include <algorithm>
#include <chrono>

namespace pintle::audit {

class Throttle {
 public:
  using Time = std::chrono::steady_clock::time_point;
  // Both above 0.
  Throttle(double per_second, size_t burst, Time now)
      : per_second_(per_second), burst_(static_cast<double>(burst)), tokens_(burst_), at_(now) {}

  std::chrono::milliseconds take(Time now) {
    tokens_ = std::min(burst_, tokens_ + std::chrono::duration<double>(now - at_).count() * per_second_);
    at_ = now;
    tokens_ -= 1;
    if (tokens_ >= 0) return std::chrono::milliseconds(0);
    return std::chrono::ceil<std::chrono::milliseconds>(std::chrono::duration<double>(-tokens_ / per_second_));
  }

 private:
  double per_second_;
  double burst_;
  double tokens_;
  Time at_;
};

}  // namespace pintle::audit

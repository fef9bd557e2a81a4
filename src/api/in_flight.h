// InFlightLimits: how many requests may be under way at once, those that read and those that write apart. More are answered 429 at once,
// but for those of system:masters, who must always get through. Long-running requests are not counted.
//
//   const InFlightLimits::Seat seat = limits.take(info, user);
//   if (!seat.granted()) co_return InFlightLimits::refusal();     // else it is held until the seat is gone
//
// Thread: any. Source: apiserver/pkg/server/filters/maxinflight.go.
#pragma once

#include <atomic>
#include <utility>

#include "api/request_info.h"
#include "auth/user.h"
#include "net/http.h"

namespace pintle::api {

class InFlightLimits {
 public:
  class Seat {
   public:
    explicit Seat(bool granted, std::atomic<int>* taken = nullptr) : granted_(granted), taken_(taken) {}
    Seat(Seat&& other) noexcept : granted_(other.granted_), taken_(std::exchange(other.taken_, nullptr)) {}
    Seat& operator=(Seat&&) = delete;
    ~Seat() {
      if (taken_) taken_->fetch_sub(1, std::memory_order_relaxed);
    }
    bool granted() const { return granted_; }

   private:
    bool granted_;
    std::atomic<int>* taken_;  // counts this one; null: not counted
  };

  enum class Counting { kLimited, kAll };
  // 0: no limit, and counted only by kAll.
  InFlightLimits(int reads_max, int writes_max, Counting counting = Counting::kLimited)
      : reads_max_(reads_max), writes_max_(writes_max), counting_(counting) {}
  Seat take(const RequestInfo& info, const auth::User& user);
  static net::Response refusal();
  // Seats that are taken.
  int under_way() const { return reads_.load(std::memory_order_relaxed) + writes_.load(std::memory_order_relaxed); }

 private:
  const int reads_max_;
  const int writes_max_;
  const Counting counting_;
  std::atomic<int> reads_ = 0;
  std::atomic<int> writes_ = 0;
};

}  // namespace pintle::api

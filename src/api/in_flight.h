// InFlightLimits: how many requests may be under way at once, those that read and those that write apart, or all together. More are
// answered 429 at once, but for those of system:masters, who must always get through. Long-running requests are not counted.
//
// Together is what priority and fairness does with the sum of both limits, as long as requests are not queued and shared out: DIFFERS, as
// upstream lets a request wait for a seat, and divides the seats among flows. Probes are exempt then, as by its flow schema "probes".
//
//   const InFlightLimits::Seat seat = limits.take(info, user);
//   if (!seat.granted()) co_return InFlightLimits::refusal();     // else it is held until the seat is gone
//
// Thread: any. Source: apiserver/pkg/server/filters/maxinflight.go; priority-and-fairness.go.
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
  enum class Kinds { kApart, kTogether };
  struct Limits {
    int reads_max = 0;  // 0: no limit, and counted only by kAll; together, when both are
    int writes_max = 0;
    Kinds kinds = Kinds::kApart;
  };
  explicit InFlightLimits(Limits limits, Counting counting = Counting::kLimited) : limits_(limits), counting_(counting) {}
  Seat take(const RequestInfo& info, const auth::User& user);
  static net::Response refusal();
  // Seats that are taken.
  int under_way() const { return reads_.load(std::memory_order_relaxed) + writes_.load(std::memory_order_relaxed); }

 private:
  Seat take(std::atomic<int>& taken, int most, const auth::User& user) const;

  const Limits limits_;
  const Counting counting_;
  std::atomic<int> reads_ = 0;
  std::atomic<int> writes_ = 0;
};

}  // namespace pintle::api

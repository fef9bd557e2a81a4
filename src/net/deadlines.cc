#include "net/deadlines.h"

#include <algorithm>
#include <utility>

namespace pintle::net {

using Steady = std::chrono::steady_clock;

Deadlines::Place Deadlines::add(std::chrono::milliseconds delay, Job job) {
  const Time time = Steady::now() + delay;
  const Place place = jobs_.emplace(time, std::move(job));
  if (!timer_ || time < timer_at_) arm(time);
  return place;
}

void Deadlines::arm(Time time) {
  timer_at_ = time;
  const auto delay = std::max(std::chrono::ceil<std::chrono::milliseconds>(time - Steady::now()), std::chrono::milliseconds(0));
  timer_ = loop_.after(delay, [this] {
    auto fired = std::move(timer_);
    run_due();
  });
}

void Deadlines::run_due() {
  while (!jobs_.empty() && jobs_.begin()->first <= Steady::now()) {
    Job job = std::move(jobs_.begin()->second);
    jobs_.erase(jobs_.begin());
    job();
  }
  if (!jobs_.empty() && !timer_) arm(jobs_.begin()->first);
}

void Deadlines::stop() {
  timer_.reset();
  jobs_.clear();
}

}  // namespace pintle::net

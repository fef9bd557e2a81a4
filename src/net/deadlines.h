// Deadlines: what is to be done at some later time unless it is taken back, which it nearly always is. Adding and removing one is a step
// in a map; the loop's timer is set anew only when it fires, so that a request pays for no timer of its own.
//
// Thread: its loop. stop() on it, before the loop ends.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>

#include "base/loop.h"

namespace pintle::net {

class Deadlines {
 public:
  using Job = std::move_only_function<void()>;
  using Time = std::chrono::steady_clock::time_point;
  using Place = std::multimap<Time, Job>::iterator;

  explicit Deadlines(Loop& loop) : loop_(loop) {}
  Place add(std::chrono::milliseconds delay, Job job);
  // Not after it has run.
  void remove(Place place) { jobs_.erase(place); }
  // Nothing runs any more.
  void stop();

 private:
  void arm(Time time);
  void run_due();

  Loop& loop_;
  std::multimap<Time, Job> jobs_;
  std::unique_ptr<Loop::Timer> timer_;
  Time timer_at_;
};

}  // namespace pintle::net

// TestLoop: a Loop that the test itself turns, with a time of its own. For unit tests of what runs on a loop.
//
//   TestLoop loop;
//   spawn(renew(loop));                       // co_await sleep_for(loop, 1h) inside
//   loop.run_until_idle();                    // nothing is left to run but the timer
//   loop.advance(1h);                         // runs the timer, and what it posts
//   auto pod = loop.run(get(request));        // a whole task, also when other threads call back
//
// Timers are destroyed before the loop. Thread: all on the test's thread, but for post(). Loop::current() is this loop while it runs.
#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/loop.h"
#include "base/task.h"

namespace pintle {

class TestLoop final : public Loop {
 public:
  TestLoop();
  ~TestLoop() override;

  void post(Job job) override;
  std::unique_ptr<Timer> after(std::chrono::milliseconds delay, Job job) override;

  // Runs what is posted and what is due, and what that posts, until nothing is left. Returns how many jobs ran.
  size_t run_until_idle();
  // Moves the time by `duration`; timers run in their order, each at its own time.
  void advance(std::chrono::milliseconds duration);
  // Timers that have not fired.
  size_t timers() const { return timers_.size(); }
  // The loop's time: starts at 2026-01-01T00:00:00Z and moves with advance() only.
  const Clock& clock() const { return clock_; }

  // Runs the task to its end. It may wait for other threads, which call back through post(), but not for time, which stands still:
  // a task that does not end in kPatience ends the process.
  template <class T>
  T run(Task<T> task) {
    std::optional<T> result;
    bool done = false;
    enter([&] { spawn(store(std::move(task), result, done)); });
    run_until(done);
    return std::move(*result);
  }
  void run(Task<void> task);

 private:
  using Steady = std::chrono::steady_clock;
  static constexpr std::chrono::seconds kPatience{30};

  struct VirtualClock final : Clock {
    std::chrono::system_clock::time_point now() const override { return wall; }
    Steady::time_point steady() const override { return monotonic; }
    std::chrono::system_clock::time_point wall;
    Steady::time_point monotonic;
  };
  class PendingTimer;
  using Timers = std::multimap<Steady::time_point, PendingTimer*>;

  template <class T>
  static Task<void> store(Task<T> task, std::optional<T>& result, bool& done) {
    result.emplace(co_await std::move(task));
    done = true;
  }
  static Task<void> note(Task<void> task, bool& done);
  // Runs `work` with this loop as the current one.
  template <class Work>
  void enter(Work work) {
    Loop* outer = current();
    set_current(this);
    work();
    set_current(outer);
  }
  bool run_one();
  bool fire_due();
  void run_until(const bool& done);

  VirtualClock clock_;
  Timers timers_;
  std::mutex mutex_;
  std::condition_variable posted_;
  std::vector<Job> jobs_;  // guarded by mutex_
};

}  // namespace pintle

#include "base/test_loop.h"

#include <algorithm>

#include "base/check.h"

namespace pintle {

class TestLoop::PendingTimer final : public Loop::Timer {
 public:
  PendingTimer(Timers& timers, Steady::time_point at, Job job) : timers_(timers), job_(std::move(job)) {
    place_ = timers.emplace(at, this);
  }
  ~PendingTimer() override {
    if (job_) timers_.erase(place_);
  }
  // The timer may be destroyed by its own job.
  void fire() {
    timers_.erase(place_);
    Job job = std::exchange(job_, nullptr);
    job();
  }

 private:
  Timers& timers_;
  Job job_;  // null once fired
  Timers::iterator place_;
};

TestLoop::TestLoop() {
  using namespace std::chrono;
  clock_.wall = sys_days(year(2026) / 1 / 1);
}

TestLoop::~TestLoop() = default;

void TestLoop::post(Job job) {
  std::lock_guard lock(mutex_);
  jobs_.push_back(std::move(job));
  posted_.notify_all();
}

std::unique_ptr<Loop::Timer> TestLoop::after(std::chrono::milliseconds delay, Job job) {
  return std::make_unique<PendingTimer>(timers_, clock_.monotonic + delay, std::move(job));
}

bool TestLoop::run_one() {
  Job job;
  {
    std::lock_guard lock(mutex_);
    if (jobs_.empty()) return false;
    job = std::move(jobs_.front());
    jobs_.erase(jobs_.begin());
  }
  job();
  return true;
}

bool TestLoop::fire_due() {
  if (timers_.empty() || timers_.begin()->first > clock_.monotonic) return false;
  timers_.begin()->second->fire();
  return true;
}

size_t TestLoop::run_until_idle() {
  size_t count = 0;
  enter([&] {
    while (run_one() || fire_due()) ++count;
  });
  return count;
}

void TestLoop::advance(std::chrono::milliseconds duration) {
  run_until_idle();
  Steady::time_point end = clock_.monotonic + duration;
  while (clock_.monotonic < end) {
    Steady::time_point next = timers_.empty() ? end : std::min(end, timers_.begin()->first);
    clock_.wall += std::chrono::duration_cast<std::chrono::system_clock::duration>(next - clock_.monotonic);
    clock_.monotonic = next;
    run_until_idle();
  }
}

void TestLoop::run(Task<void> task) {
  bool done = false;
  enter([&] { spawn(note(std::move(task), done)); });
  run_until(done);
}

Task<void> TestLoop::note(Task<void> task, bool& done) {
  co_await std::move(task);
  done = true;
}

void TestLoop::run_until(const bool& done) {
  while (true) {
    run_until_idle();
    if (done) return;
    std::unique_lock lock(mutex_);
    bool woken = posted_.wait_for(lock, kPatience, [this] { return !jobs_.empty(); });
    PINTLE_CHECK(woken && "the task ends");
  }
}

}  // namespace pintle

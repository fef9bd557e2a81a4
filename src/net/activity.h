// Activity: what one coroutine of an I/O loop waits with when any of several things may go on next: its socket, a timer, an answer of
// another thread, or its own end.
//
//   while (!done(activity)) co_await activity.event();      // look again at whatever was waited for
//   activity.abort(status);                                 // the coroutine finds it in aborted() and gives up
//
// An event that comes while nobody waits is kept for the next wait; several count as one. Who waits looks at the state itself, so an
// event too many does no harm.
// Thread: its loop. Ownership: outlives the coroutine that waits with it.
#pragma once

#include <chrono>
#include <coroutine>
#include <memory>
#include <optional>
#include <utility>

#include "base/loop.h"
#include "base/result.h"

namespace pintle::net {

class Activity {
 public:
  explicit Activity(Loop& loop) : loop_(loop) {}
  Activity(const Activity&) = delete;
  Activity& operator=(const Activity&) = delete;

  class Event {
   public:
    explicit Event(Activity& activity) : activity_(activity) {}
    ~Event() { activity_.waiting_ = nullptr; }
    bool await_ready() const { return activity_.notified_; }
    void await_suspend(std::coroutine_handle<> awaiter) { activity_.waiting_ = awaiter; }
    void await_resume() { activity_.notified_ = false; }

   private:
    Activity& activity_;
  };
  Event event() { return Event(*this); }

  void notify() {
    notified_ = true;
    if (waiting_) std::exchange(waiting_, nullptr).resume();
  }

  // The first one counts.
  void abort(Status status) {
    if (!aborted_) aborted_ = std::move(status);
    notify();
  }
  const std::optional<Status>& aborted() const { return aborted_; }

  // abort(status) after this time.
  void set_deadline(std::chrono::milliseconds time, Status status) {
    deadline_ = loop_.after(time, [this, status = std::move(status)]() mutable {
      auto fired = std::move(deadline_);  // destroyed after its own job
      abort(std::move(status));
    });
  }
  // Another limit within the deadline, for one step at a time: step_expired() after this time, until the next call.
  void begin_step(std::chrono::milliseconds time) {
    step_expired_ = false;
    step_ = loop_.after(time, [this] {
      auto fired = std::move(step_);
      step_expired_ = true;
      notify();
    });
  }
  void end_step() { step_.reset(); }
  bool step_expired() const { return step_expired_; }
  // No timer fires any more.
  void finish() {
    deadline_.reset();
    step_.reset();
  }

 private:
  Loop& loop_;
  std::coroutine_handle<> waiting_;
  std::optional<Status> aborted_;
  std::unique_ptr<Loop::Timer> deadline_;
  std::unique_ptr<Loop::Timer> step_;
  bool notified_ = false;
  bool step_expired_ = false;
};

}  // namespace pintle::net

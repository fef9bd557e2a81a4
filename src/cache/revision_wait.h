// RevisionWait: the awaitable under Cache::wait_for: resumes on the hub's loop when the cache has reached a revision, or when
// kWaitForRevision has passed. Thread: the loop's.
#pragma once

#include <coroutine>
#include <cstdint>
#include <map>
#include <memory>

#include "base/loop.h"

namespace pintle::cache {

class LoopHub;

class RevisionWait {
 public:
  RevisionWait(LoopHub& hub, int64_t revision) : hub_(hub), revision_(revision) {}
  RevisionWait(const RevisionWait&) = delete;
  ~RevisionWait();

  bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<> waiter);
  void await_resume() {}

 private:
  friend class LoopHub;
  void leave();
  // Resumes the waiter, which may destroy this.
  void finish();

  LoopHub& hub_;
  const int64_t revision_;
  std::coroutine_handle<> waiter_;
  std::unique_ptr<Loop::Timer> timer_;
  bool waiting_ = false;
};

}  // namespace pintle::cache

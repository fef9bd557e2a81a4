// AsyncLock: one coroutine at a time, in the order of asking, whatever loops they run on.
//
//   AsyncLock::Guard guard = co_await lock.acquire();     // resumes on the loop that asked
//
// For short stretches that suspend (a read, a commit): who waits holds nothing of the others' and no thread.
// Thread: any; who has to wait must be on a loop. A task that waits must not be destroyed before it has the lock.
#pragma once

#include <coroutine>
#include <deque>
#include <mutex>
#include <utility>

#include "base/check.h"
#include "base/loop.h"

namespace pintle {

class AsyncLock {
 public:
  class Guard {
   public:
    Guard() = default;
    explicit Guard(AsyncLock& lock) : lock_(&lock) {}
    Guard(Guard&& other) noexcept : lock_(std::exchange(other.lock_, nullptr)) {}
    Guard& operator=(Guard&& other) noexcept {
      release();
      lock_ = std::exchange(other.lock_, nullptr);
      return *this;
    }
    ~Guard() { release(); }
    bool held() const { return lock_ != nullptr; }

   private:
    void release() {
      if (lock_) std::exchange(lock_, nullptr)->hand_over();
    }
    AsyncLock* lock_ = nullptr;
  };

  class Acquire {
   public:
    explicit Acquire(AsyncLock& lock) : lock_(lock) {}
    bool await_ready() const noexcept { return false; }
    // False: it was free.
    bool await_suspend(std::coroutine_handle<> awaiter) { return lock_.wait(awaiter); }
    Guard await_resume() { return Guard(lock_); }

   private:
    AsyncLock& lock_;
  };
  Acquire acquire() { return Acquire(*this); }

 private:
  struct Waiter {
    Loop* loop;
    std::coroutine_handle<> awaiter;
  };

  bool wait(std::coroutine_handle<> awaiter) {
    const std::lock_guard guard(mutex_);
    if (!std::exchange(held_, true)) return false;
    PINTLE_CHECK(Loop::current());
    waiters_.push_back({Loop::current(), awaiter});
    return true;
  }
  // The next one has it from now on.
  void hand_over() {
    const std::lock_guard guard(mutex_);
    if (waiters_.empty()) {
      held_ = false;
      return;
    }
    const Waiter next = waiters_.front();
    waiters_.pop_front();
    next.loop->post([awaiter = next.awaiter] { awaiter.resume(); });
  }

  std::mutex mutex_;
  bool held_ = false;           // guarded by mutex_
  std::deque<Waiter> waiters_;  // guarded by mutex_
};

}  // namespace pintle

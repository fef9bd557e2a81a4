// Loop: one I/O thread. A connection, its requests and their coroutines live on one loop; threads talk to a loop only by post().
//
//   loop.post([=] { ... });                       // from any thread; runs on the loop, in the order of posting per thread
//   co_await sleep_for(loop, 200ms);               // from the loop
//   auto r = co_await completion<TxnResult>(loop, [&](auto done) { store.commit(txn, std::move(done)); });
//
// Implemented by net/ on Asio; a manual one for tests is base/test_loop.h.
#pragma once

#include <chrono>
#include <coroutine>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace pintle {

class Loop {
 public:
  using Job = std::move_only_function<void()>;
  // Destroying a Timer before it fires cancels it; owned and destroyed on the loop.
  class Timer {
   public:
    virtual ~Timer() = default;
  };

  virtual ~Loop() = default;
  // Any thread. The job runs on the loop's thread; after the loop has stopped it is destroyed unrun.
  virtual void post(Job job) = 0;
  // On the loop only. `job` runs once, not before `delay` has passed.
  [[nodiscard]] virtual std::unique_ptr<Timer> after(std::chrono::milliseconds delay, Job job) = 0;
  // The loop that the calling thread runs, or null.
  static Loop* current();

 protected:
  static void set_current(Loop* loop);
};

// An awaitable for an operation that calls back once, on any thread: resumes on `loop` with the value.
// The operation must call back exactly once; a task waiting here must not be destroyed before that.
template <class T, class Start>
class Completion {
 public:
  Completion(Loop& loop, Start start) : loop_(loop), start_(std::move(start)) {}
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> awaiter) {
    start_([this, awaiter](T value) {
      value_.emplace(std::move(value));
      loop_.post([awaiter] { awaiter.resume(); });
    });
  }
  T await_resume() { return std::move(*value_); }

 private:
  Loop& loop_;
  Start start_;
  std::optional<T> value_;
};

template <class T, class Start>
Completion<T, Start> completion(Loop& loop, Start start) {
  return {loop, std::move(start)};
}

class Sleep {
 public:
  Sleep(Loop& loop, std::chrono::milliseconds delay) : loop_(loop), delay_(delay) {}
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> awaiter) {
    timer_ = loop_.after(delay_, [awaiter] { awaiter.resume(); });
  }
  void await_resume() {}

 private:
  Loop& loop_;
  std::chrono::milliseconds delay_;
  std::unique_ptr<Loop::Timer> timer_;
};
inline Sleep sleep_for(Loop& loop, std::chrono::milliseconds delay) { return {loop, delay}; }

}  // namespace pintle

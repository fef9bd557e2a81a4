// Yield: lets what else waits on a loop run first: co_await yield(loop) in the midst of long work.
//
// The rest of the work comes after everything that the loop has posted and found ready by then.
#pragma once

#include <coroutine>

#include "base/loop.h"

namespace pintle {

class Yield {
 public:
  explicit Yield(Loop& loop) : loop_(loop) {}
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> awaiter) {
    loop_.post([awaiter] { awaiter.resume(); });
  }
  void await_resume() {}

 private:
  Loop& loop_;
};

inline Yield yield(Loop& loop) { return Yield(loop); }

}  // namespace pintle

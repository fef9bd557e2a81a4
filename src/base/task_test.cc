// Proves that tasks chain, return values, run deep without stack, and free their frames when dropped unfinished.
#include "base/task.h"

#include <gtest/gtest.h>

#include <memory>

namespace pintle {
namespace {

Task<int> count_down(int n) {
  if (n == 0) co_return 0;
  co_return 1 + co_await count_down(n - 1);
}

Task<void> store_result(int n, int& out) { out = co_await count_down(n); }

TEST(Task, DeepChains) {
  int out = -1;
  spawn(store_result(1000, out));
  EXPECT_EQ(out, 1000);
}

struct Gate {
  std::coroutine_handle<> waiter;
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> handle) { waiter = handle; }
  void await_resume() const {}
};

Task<void> hold(Gate& gate, std::shared_ptr<int> held, bool& done) {
  co_await gate;
  ++*held;
  done = true;
}

TEST(Task, ResumesWhereItWaited) {
  Gate gate;
  bool done = false;
  auto held = std::make_shared<int>(1);
  spawn(hold(gate, held, done));
  EXPECT_FALSE(done);
  gate.waiter.resume();
  EXPECT_TRUE(done);
  EXPECT_EQ(*held, 2);
  EXPECT_EQ(held.use_count(), 1);
}

TEST(Task, DroppedUnstartedFreesItsParameters) {
  Gate gate;
  bool done = false;
  auto held = std::make_shared<int>(1);
  {
    auto task = hold(gate, held, done);
  }
  EXPECT_EQ(held.use_count(), 1);
  EXPECT_FALSE(done);
}

}  // namespace
}  // namespace pintle

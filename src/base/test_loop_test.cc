// Proves that the test loop keeps the order of jobs and timers, cancels a dropped timer, and waits for other threads.
#include "base/test_loop.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>

namespace pintle {
namespace {

using namespace std::chrono_literals;

TEST(TestLoop, TimersFireInOrderAtTheirTime) {
  TestLoop loop;
  auto start = loop.clock().now();
  std::string order;
  auto note = [&](char name) { return [&, name] { order += name + std::to_string((loop.clock().now() - start) / 1ms) + " "; }; };
  auto late = loop.after(30ms, note('c'));
  auto early = loop.after(10ms, note('a'));
  auto same = loop.after(10ms, note('b'));
  auto dropped = loop.after(20ms, note('x'));
  EXPECT_EQ(loop.run_until_idle(), 0u);
  dropped.reset();
  loop.advance(10ms);
  EXPECT_EQ(order, "a10 b10 ");
  EXPECT_EQ(loop.timers(), 1u);
  loop.advance(1s);
  EXPECT_EQ(order, "a10 b10 c30 ");
}

TEST(TestLoop, JobsRunInOrderOnTheLoop) {
  TestLoop loop;
  std::string order;
  loop.post([&] {
    order += 'a';
    loop.post([&] { order += 'c'; });
  });
  loop.post([&] {
    order += 'b';
    EXPECT_EQ(Loop::current(), &loop);
  });
  EXPECT_EQ(loop.run_until_idle(), 3u);
  EXPECT_EQ(order, "abc");
  EXPECT_EQ(Loop::current(), nullptr);
}

Task<int> ask_thread(Loop& loop, std::jthread& thread) {
  co_return co_await completion<int>(loop, [&thread](auto done) { thread = std::jthread([done]() mutable { done(42); }); });
}

TEST(TestLoop, RunWaitsForAnotherThread) {
  TestLoop loop;
  std::jthread thread;
  EXPECT_EQ(loop.run(ask_thread(loop, thread)), 42);
}

Task<void> sleep_twice(Loop& loop, int& steps) {
  co_await sleep_for(loop, 1h);
  ++steps;
  co_await sleep_for(loop, 1h);
  ++steps;
}

TEST(TestLoop, SleepersWakeAsTimePasses) {
  TestLoop loop;
  int steps = 0;
  spawn(sleep_twice(loop, steps));
  loop.advance(1h);
  EXPECT_EQ(steps, 1);
  loop.advance(3h);
  EXPECT_EQ(steps, 2);
}

}  // namespace
}  // namespace pintle

// Proves what base/loop.h asks of a loop: order, wake-ups, timers, and that nothing runs after the end.
#include "net/loops.h"

#include <gtest/gtest.h>

#include <future>
#include <map>

namespace pintle::net {
namespace {

using namespace std::chrono_literals;

TEST(LoopPool, JobsOfOneThreadRunInTheirOrderOnTheLoop) {
  auto pool = LoopPool::start(2);
  ASSERT_EQ(pool->size(), 2u);
  constexpr int kThreads = 4;
  constexpr int kJobs = 5000;
  std::map<int, int> last;  // of each thread; on the loop
  std::promise<void> done;
  int ran = 0;
  std::vector<std::jthread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 1; i <= kJobs; ++i) {
        pool->at(1).post([&, t, i] {
          EXPECT_EQ(Loop::current(), &pool->at(1));
          EXPECT_EQ(last[t], i - 1);
          last[t] = i;
          if (++ran == kThreads * kJobs) done.set_value();
        });
      }
    });
  }
  done.get_future().wait();
  EXPECT_EQ(Loop::current(), nullptr);
}

TEST(LoopPool, TimersFireOnceUnlessDropped) {
  auto pool = LoopPool::start(1);
  Loop& loop = pool->at(0);
  std::promise<std::string> done;
  std::string order;
  std::unique_ptr<Loop::Timer> timers[4];
  loop.post([&] {
    timers[0] = loop.after(3ms, [&] { order += 'b'; });
    timers[1] = loop.after(1ms, [&] { order += 'a'; });
    timers[2] = loop.after(2ms, [&] { order += 'x'; });
    timers[2].reset();
    timers[3] = loop.after(5ms, [&] { done.set_value(order); });
  });
  EXPECT_EQ(done.get_future().get(), "ab");
  std::promise<void> gone;
  loop.post([&] {
    for (auto& timer : timers) timer.reset();
    gone.set_value();
  });
  gone.get_future().wait();
}

TEST(LoopPool, TimerMayBeDroppedAfterItExpired) {
  auto pool = LoopPool::start(1);
  Loop& loop = pool->at(0);
  std::promise<bool> done;
  loop.post([&] {
    auto timer = loop.after(0ms, [&] { done.set_value(false); });
    auto started = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() == started) {
    }
    timer.reset();
    loop.post([&] { done.set_value(true); });
  });
  EXPECT_TRUE(done.get_future().get());
}

TEST(LoopPool, JobsLeftAtTheEndAreDestroyedUnrun) {
  auto held = std::make_shared<int>(0);
  std::promise<void> posted;
  auto pool = LoopPool::start(1);
  IoLoop& loop = pool->at(0);
  loop.post([&, held] {
    loop.stop();
    loop.post([held] { FAIL() << "ran after the end"; });
    posted.set_value();
  });
  posted.get_future().wait();
  loop.post([held] { FAIL() << "ran after the end"; });
  pool->stop();
  EXPECT_EQ(held.use_count(), 1);
}

}  // namespace
}  // namespace pintle::net

// Proves that a lock lets one coroutine in at a time, in the order of asking.
#include "base/async_lock.h"

#include <gmock/gmock.h>

#include <vector>

#include "base/task.h"
#include "base/test_loop.h"

namespace pintle {
namespace {

Task<void> enter(AsyncLock& lock, Loop& loop, int number, int& inside, std::vector<int>& order) {
  const AsyncLock::Guard guard = co_await lock.acquire();
  EXPECT_EQ(++inside, 1);
  order.push_back(number);
  co_await completion<int>(loop, [](auto resume) { resume(0); });
  --inside;
}

TEST(AsyncLockTest, LetsInOneAfterTheOther) {
  TestLoop loop;
  AsyncLock lock;
  int inside = 0;
  std::vector<int> order;
  loop.post([&] {
    for (int i = 0; i < 4; ++i) spawn(enter(lock, loop, i, inside, order));
  });
  loop.run_until_idle();
  EXPECT_THAT(order, testing::ElementsAre(0, 1, 2, 3));
}

TEST(AsyncLockTest, IsFreeAgainAfterTheLast) {
  TestLoop loop;
  AsyncLock lock;
  int inside = 0;
  std::vector<int> order;
  for (int i = 0; i < 2; ++i) {
    loop.post([&, i] { spawn(enter(lock, loop, i, inside, order)); });
    loop.run_until_idle();
  }
  EXPECT_THAT(order, testing::ElementsAre(0, 1));
}

}  // namespace
}  // namespace pintle

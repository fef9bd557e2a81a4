// Proves that work is done at once, when it is asked for, and no more after stop().
#include "server/rounds.h"

#include <gtest/gtest.h>

#include <future>

namespace pintle::server {
namespace {

TEST(RoundsTest, WorksAtOnceAndWhenWoken) {
  std::promise<Rounds::Why> first;
  std::promise<Rounds::Why> second;
  int done = 0;
  Rounds rounds(std::chrono::hours(1), [&](Rounds::Why why) {
    if (++done == 1) first.set_value(why);
    if (done == 2) second.set_value(why);
  });
  rounds.start();
  EXPECT_EQ(first.get_future().get(), Rounds::Why::kTime);
  rounds.wake();
  EXPECT_EQ(second.get_future().get(), Rounds::Why::kWoken);
  rounds.stop();
  rounds.wake();
  EXPECT_EQ(done, 2);
}

TEST(RoundsTest, CanBeStoppedWithoutAStart) {
  Rounds rounds(std::chrono::hours(1), [](Rounds::Why) { FAIL(); });
  rounds.stop();
}

}  // namespace
}  // namespace pintle::server

// Proves that load() gives a whole value that stays alive, never an older one than before, and that each value is freed once.
#include "base/published.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace pintle {
namespace {

std::atomic<int> alive = 0;

struct Pair final : RefCounted<Pair> {
  explicit Pair(int value) : first(value), second(value) { ++alive; }
  ~Pair() { --alive; }
  int first;
  int second;
};

Ref<const Pair> pair(int value) { return Ref<const Pair>::adopt(new Pair(value)); }

TEST(Published, LoadGivesTheNewest) {
  {
    Published<const Pair> published(pair(1));
    const Ref<const Pair> old = published.load();
    published.store(pair(2));
    EXPECT_EQ(published.load()->first, 2);
    EXPECT_EQ(old->first, 1);
    EXPECT_TRUE(old.get()->unique());
    EXPECT_EQ(alive, 2);
  }
  EXPECT_EQ(alive, 0);
}

TEST(Published, ReadersAndAWriter) {
  constexpr int kStores = 20'000;
  {
    Published<const Pair> published(pair(0));
    std::vector<std::thread> readers;
    for (int i = 0; i < 4; ++i) {
      readers.emplace_back([&published] {
        Ref<const Pair> last = published.load();
        while (last->first < kStores) {
          Ref<const Pair> next = published.load();
          EXPECT_EQ(next->first, next->second);
          EXPECT_GE(next->first, last->first);
          last = std::move(next);
        }
      });
    }
    for (int value = 1; value <= kStores; ++value) published.store(pair(value));
    for (std::thread& reader : readers) reader.join();
    EXPECT_EQ(alive, 1);
  }
  EXPECT_EQ(alive, 0);
}

}  // namespace
}  // namespace pintle

// Proves that the index says of every key what was last set, through growth and many deletions, and that it does not grow with them.
#include "store/embedded/head_index.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>

namespace pintle::store::embedded {
namespace {

TEST(HeadIndex, AgreesWithAMap) {
  HeadIndex index;
  std::map<std::string, int64_t> model;
  std::mt19937 random(3);
  for (int64_t revision = 1; revision <= 200'000; ++revision) {
    const std::string key = "/k" + std::to_string(random() % 20'000);
    const bool deleted = random() % 3 == 0;
    model[key] = deleted ? 0 : revision;
    index.set(index.hash(key), {.mod_revision = model[key], .create_revision = deleted ? 0 : revision - 1});
    if (revision == 100'000) index.forget_absent();
  }
  size_t present = 0;
  for (const auto& [key, revision] : model) {
    present += revision != 0;
    const Head* head = index.find(index.hash(key));
    ASSERT_TRUE(head || revision == 0) << key;
    if (head) EXPECT_EQ(head->mod_revision, revision);
    if (revision != 0) EXPECT_EQ(head->create_revision, revision - 1);
  }
  EXPECT_EQ(index.size(), present);
  EXPECT_EQ(index.find(index.hash("/never")), nullptr);
}

TEST(HeadIndex, WhatIsAbsentIsKeptUntilItNeedNotBe) {
  HeadIndex index;
  for (int i = 0; i < 100'000; ++i) index.set(index.hash(std::to_string(i)), {});
  EXPECT_NE(index.find(index.hash("7")), nullptr);
  index.forget_absent();
  for (int i = 0; i < 1'000'000; ++i) {
    const Hash128 hash = index.hash("/event" + std::to_string(i));
    index.set(hash, {.mod_revision = i + 1});
    index.set(hash, {});
  }
  EXPECT_EQ(index.size(), 0u);
  EXPECT_LT(index.memory_bytes(), size_t{1} << 20) << "a million keys came and went";
}

}  // namespace
}  // namespace pintle::store::embedded

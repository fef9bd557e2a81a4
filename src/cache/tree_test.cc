// Proves that a Tree is a map: it agrees with std::map after any inserts and erases, in order, in ranks and counts; that a copy never
// changes whatever happens to the original; and that readers on other threads may hold copies while the writer goes on.
#include "cache/tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "base/published.h"
#include "cache/index_entry.h"

namespace pintle::cache {
namespace {

using Items = Tree<IndexEntry>;
using Model = std::map<std::string, const IndexEntry*, std::less<>>;

// An item whose key is "<text>\0".
Ref<const IndexEntry> item(std::string_view text) { return IndexEntry::create(text, ""); }
std::string key(std::string_view text) { return IndexEntry::text(text, ""); }

std::vector<std::string> keys_from(const Items& tree, std::string_view start) {
  std::vector<std::string> keys;
  for (auto at = tree.lower_bound(start); at; ++at) keys.emplace_back(at->key());
  return keys;
}

void expect_same(const Items& tree, const Model& model) {
  ASSERT_TRUE(tree.valid());
  ASSERT_EQ(tree.size(), model.size());
  auto wanted = model.begin();
  for (auto at = tree.begin(); at; ++at, ++wanted) ASSERT_EQ(&*at, wanted->second);
  ASSERT_EQ(wanted, model.end());
}

// Texts in which neighbours share long beginnings, as storage keys do.
std::string random_text(std::mt19937& random, size_t range) {
  const size_t number = random() % range;
  std::string text = "/registry/pods/ns-" + std::to_string(number % 7) + "/web-frontend-" + std::to_string(number);
  if (number % 11 == 0) text.resize(text.size() / 2);
  if (number % 13 == 0) text += std::string(1, static_cast<char>(0xff));
  return text;
}

TEST(Tree, Empty) {
  const Items tree;
  EXPECT_TRUE(tree.empty());
  EXPECT_EQ(tree.size(), 0u);
  EXPECT_EQ(tree.find("a"), nullptr);
  EXPECT_FALSE(tree.begin());
  EXPECT_EQ(tree.rank("a"), 0u);
  EXPECT_EQ(tree.count("a"), 0u);
  Items erased = tree;
  EXPECT_FALSE(erased.erase("a"));
}

TEST(Tree, InsertGivesBackWhatItReplaces) {
  Items tree;
  const auto first = item("a");
  const auto second = item("a");
  EXPECT_FALSE(tree.insert(first));
  EXPECT_EQ(tree.insert(second), first);
  EXPECT_EQ(tree.size(), 1u);
  EXPECT_EQ(tree.erase(key("a")), second);
  EXPECT_TRUE(tree.empty());
}

struct Shape {
  const char* name;
  uint32_t seed;
  size_t range;         // of different keys
  uint32_t erase_of_8;  // how many of 8 steps erase
  size_t steps;
};
class TreeShapes : public testing::TestWithParam<Shape> {};

TEST_P(TreeShapes, AgreesWithMapAndKeepsEveryCopy) {
  const Shape& shape = GetParam();
  std::mt19937 random(shape.seed);
  Items tree;
  Model model;
  std::deque<std::pair<Items, Model>> copies;
  std::vector<Ref<const IndexEntry>> alive;  // the models point to items
  for (size_t step = 0; step < shape.steps; ++step) {
    const std::string text = random_text(random, shape.range);
    const auto known = model.find(key(text));
    if (random() % 8 < shape.erase_of_8) {
      const auto erased = tree.erase(key(text));
      EXPECT_EQ(erased.get(), known == model.end() ? nullptr : known->second);
      if (known != model.end()) model.erase(known);
    } else {
      alive.push_back(item(text));
      const auto replaced = tree.insert(alive.back());
      EXPECT_EQ(replaced.get(), known == model.end() ? nullptr : known->second);
      model[key(text)] = alive.back().get();
    }
    if (step % (shape.steps / 40) != 0) continue;
    ASSERT_NO_FATAL_FAILURE(expect_same(tree, model));
    copies.emplace_back(tree, model);
    if (copies.size() > 8) copies.pop_front();
  }
  for (const auto& [copy, was] : copies) ASSERT_NO_FATAL_FAILURE(expect_same(copy, was));
}

TEST_P(TreeShapes, RanksAndCounts) {
  const Shape& shape = GetParam();
  std::mt19937 random(shape.seed);
  Items tree;
  std::map<std::string, int> model;
  for (size_t i = 0; i < 3000; ++i) {
    const std::string text = random_text(random, shape.range);
    tree.insert(item(text));
    model[key(text)] = 0;
  }
  for (int i = 0; i < 300; ++i) {
    const std::string text = random_text(random, 2 * shape.range);
    EXPECT_EQ(tree.rank(text), static_cast<size_t>(std::distance(model.begin(), model.lower_bound(text))));
    EXPECT_EQ(keys_from(tree, text).size(), model.size() - tree.rank(text));
    const std::string_view prefix = std::string_view(text).substr(0, random() % (text.size() + 1));
    const auto counted =
        std::ranges::count_if(model, [&](const auto& entry) { return entry.first.starts_with(prefix) && entry.first >= text; });
    EXPECT_EQ(tree.count(prefix, text), static_cast<size_t>(counted)) << prefix;
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, TreeShapes,
                         testing::Values(Shape{"grows", 1, 1'000'000, 0, 20'000}, Shape{"churns", 2, 4'000, 3, 40'000},
                                         Shape{"shrinks", 3, 3'000, 6, 40'000}, Shape{"stays_small", 4, 40, 4, 10'000}),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(Tree, AscendingKeysFillTheNodes) {
  Items tree;
  constexpr size_t kItems = 10'000;
  for (size_t i = 0; i < kItems; ++i) {
    std::string number = std::to_string(i);
    tree.insert(item("/registry/pods/default/web-" + std::string(6 - number.size(), '0') + number));
  }
  EXPECT_TRUE(tree.valid());
  EXPECT_LT(tree.node_bytes() / kItems, 20u);
}

TEST(Tree, EraseInAnyOrderLeavesNothing) {
  for (uint32_t seed = 0; seed < 6; ++seed) {
    Items tree;
    std::vector<std::string> texts;
    for (size_t i = 0; i < 2500; ++i) texts.push_back(key(std::to_string(i * 7919)));
    for (const std::string& text : texts) tree.insert(item(text.substr(0, text.size() - 1)));
    const Items full = tree;
    if (seed == 1) std::ranges::reverse(texts);
    if (seed > 1) std::ranges::shuffle(texts, std::mt19937(seed));
    for (const std::string& text : texts) {
      ASSERT_TRUE(tree.erase(text));
      if (tree.size() % 97 == 0) {
        ASSERT_TRUE(tree.valid());
      }
    }
    EXPECT_TRUE(tree.empty());
    EXPECT_EQ(full.size(), texts.size());
    EXPECT_TRUE(full.valid());
  }
}

struct Version final : RefCounted<Version> {
  Items items;
  size_t size = 0;
};

TEST(Tree, ReadersHoldVersionsWhileTheWriterGoesOn) {
  Published<const Version> published(Ref<const Version>::adopt(new Version));
  std::atomic<bool> stop = false;
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      while (!stop) {
        const Ref<const Version> seen = published.load();
        size_t count = 0;
        for (auto at = seen->items.begin(); at; ++at) ++count;
        EXPECT_EQ(count, seen->size);
      }
    });
  }
  std::mt19937 random(7);
  Items tree;
  for (int batch = 0; batch < 2000; ++batch) {
    for (int i = 0; i < 3; ++i) {
      const std::string text = random_text(random, 500);
      if (random() % 3 == 0) {
        tree.erase(key(text));
      } else {
        tree.insert(item(text));
      }
    }
    auto next = Ref<Version>::adopt(new Version);
    next->items = tree;
    next->size = tree.size();
    published.store(std::move(next));
  }
  stop = true;
  for (std::thread& reader : readers) reader.join();
}

TEST(PrefixEnd, Cases) {
  EXPECT_EQ(prefix_end("/a/"), "/a0");
  EXPECT_EQ(prefix_end("a\xff"), "b");
  EXPECT_EQ(prefix_end("\xff\xff"), "");
  EXPECT_EQ(prefix_end(""), "");
}

}  // namespace
}  // namespace pintle::cache

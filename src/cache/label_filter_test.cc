// Proves that the filter never hides a label or key that an object has, and that it passes over most objects that lack it.
#include "cache/label_filter.h"

#include <gtest/gtest.h>

#include <string>

namespace pintle::cache {
namespace {

constexpr int kObjects = 1000;
std::string shard(int i) { return std::to_string(i % 100); }

LabelFilter filter_of(int object) {
  LabelFilter filter;
  filter.add_label("app", "web");
  filter.add_label("pod-template-hash", std::to_string(object));
  filter.add_label("shard", shard(object));
  return filter;
}

LabelFilter wants(std::string_view key, std::string_view value) {
  LabelFilter filter;
  filter.add_label(key, value);
  return filter;
}

TEST(LabelFilter, HidesNothing) {
  LabelFilter key;
  key.add_key("shard");
  for (int i = 0; i < kObjects; ++i) {
    EXPECT_TRUE(filter_of(i).may_contain({})) << "nothing is wanted";
    EXPECT_TRUE(filter_of(i).may_contain(key));
    EXPECT_TRUE(filter_of(i).may_contain(wants("shard", shard(i))));
    EXPECT_TRUE(filter_of(i).may_contain(wants("pod-template-hash", std::to_string(i))));
  }
}

TEST(LabelFilter, PassesOverMostOthers) {
  int passed = 0;
  for (int i = 0; i < kObjects; ++i) passed += filter_of(i).may_contain(wants("shard", "7"));
  EXPECT_GE(passed, kObjects / 100);
  EXPECT_LT(passed, kObjects / 5);
  LabelFilter key;
  key.add_key("tier");
  EXPECT_FALSE(LabelFilter().may_contain(key)) << "an object without labels";
}

TEST(LabelFilter, TellsAKeyFromAValue) {
  LabelFilter same;
  same.add_label("a", "a");
  EXPECT_FALSE(same.may_contain(wants("b", "b")));
}

}  // namespace
}  // namespace pintle::cache

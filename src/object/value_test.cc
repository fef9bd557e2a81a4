// Proves that a node keeps its order and its contents through insertion, growth and removal, at every size around the limits where
// its storage and its search change.
#include "object/value.h"

#include <gtest/gtest.h>

#include <string>

#include "object/document.h"

namespace pintle::object {
namespace {

TEST(Value, OfAnotherTagIsEmpty) {
  Value text = Value::string("x");
  EXPECT_EQ(text.as_int(), 0);
  EXPECT_FALSE(text.as_bool());
  EXPECT_TRUE(text.items().empty());
  EXPECT_TRUE(text.entries().empty());
  EXPECT_TRUE(text.fields().empty());
  EXPECT_EQ(Value::integer(7).as_string(), "");
  EXPECT_EQ(Value::integer(7).as_double(), 7.0);
  EXPECT_EQ(text.get(uint16_t{0}), nullptr);
  EXPECT_EQ(text.get("x"), nullptr);
}

TEST(Value, StructKeepsFieldsAscending) {
  for (uint16_t count : {1, 4, 5, 8, 9, 33}) {
    Arena arena;
    Value node = Value::empty_struct();
    for (uint16_t i = count; i > 0; --i) node.set(arena, i * 2, Value::integer(i));
    ASSERT_EQ(node.size(), count);
    for (uint16_t i = 1; i <= count; ++i) {
      EXPECT_EQ(node.fields()[i - 1].field(), i * 2);
      ASSERT_NE(node.get(uint16_t(i * 2)), nullptr);
      EXPECT_EQ(node.get(uint16_t(i * 2))->as_int(), i);
      EXPECT_EQ(node.get(uint16_t(i * 2 + 1)), nullptr);
    }
    node.set(arena, 2, Value::string("again"));
    EXPECT_EQ(node.size(), count);
    EXPECT_EQ(node.get(uint16_t{2})->as_string(), "again");
    EXPECT_EQ(node.get(uint16_t{2})->field(), 2);
    EXPECT_TRUE(node.erase(uint16_t{2}));
    EXPECT_FALSE(node.erase(uint16_t{2}));
    EXPECT_EQ(node.size(), count - 1u);
  }
}

TEST(Value, MapKeepsKeysSorted) {
  Arena arena;
  Value node = Value::empty_map();
  for (int i = 19; i >= 0; --i) node.set(arena, arena.copy(std::string(1, static_cast<char>('a' + i))), Value::integer(i));
  for (int i = 0; i < 20; ++i) EXPECT_EQ(node.entries()[i].value.as_int(), i);
  EXPECT_EQ(node.get("c")->as_int(), 2);
  EXPECT_EQ(node.get("zz"), nullptr);
  EXPECT_TRUE(node.erase("c"));
  EXPECT_EQ(node.get("c"), nullptr);
  EXPECT_EQ(node.get("d")->as_int(), 3);
  EXPECT_EQ(node.size(), 19u);
}

TEST(Value, ListInsertsAndErases) {
  Arena arena;
  Value node = Value::empty_list();
  for (int i = 0; i < 10; ++i) node.append(arena, Value::integer(i));
  node.insert(arena, 0, Value::integer(-1));
  node.insert(arena, 11, Value::integer(10));
  for (int i = 0; i < 12; ++i) EXPECT_EQ(node.items()[i].as_int(), i - 1);
  node.erase_item(0);
  node.erase_item(10);
  EXPECT_EQ(node.size(), 10u);
  EXPECT_EQ(node.items()[9].as_int(), 9);
  node.truncate(3);
  EXPECT_EQ(node.size(), 3u);
}

// A list made over given storage is exactly full: shrinking and appending must not write past it.
TEST(Value, AppendAfterShrinkingGivenStorage) {
  Arena arena;
  std::span<Value> storage = arena.make_array<Value>(2);
  Value guard = Value::string("after");
  Value node = Value::list(storage);
  node.truncate(1);
  node.append(arena, Value::integer(1));
  EXPECT_EQ(node.size(), 2u);
  EXPECT_EQ(node.items()[1].as_int(), 1);
  EXPECT_EQ(guard.as_string(), "after");
}

}  // namespace
}  // namespace pintle::object

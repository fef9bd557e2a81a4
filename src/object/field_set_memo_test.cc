// Proves that a remembered set is the one that its text says, for as long as the arena lives and whatever was asked for in between, and
// that a fault is told each time.
#include "object/apply/field_set_memo.h"

#include <gtest/gtest.h>

#include <string>

namespace pintle::object {
namespace {

std::string text_of(const FieldSet& set) {
  std::string text;
  set.append_json(text);
  return text;
}

std::string text_for(size_t number) { return R"({"f:data":{"f:key)" + std::to_string(number) + "\":{}}}"; }

TEST(FieldSetMemo, IsReadOnceAndStays) {
  Arena arena;
  const auto first = remembered_field_set(text_for(0), arena);
  const auto again = remembered_field_set(text_for(0), arena);
  ASSERT_TRUE(first && again);
  EXPECT_EQ(first->root().data(), again->root().data());
  for (size_t i = 1; i < 20 * kRememberedTexts; ++i) {
    Arena other;
    const auto set = remembered_field_set(text_for(i), other);
    ASSERT_TRUE(set);
    ASSERT_EQ(text_of(*set), text_for(i));
  }
  EXPECT_EQ(text_of(*first), text_for(0));
}

TEST(FieldSetMemo, LongTextsAndFaults) {
  Arena arena;
  const std::string text = R"({"f:)" + std::string(kRememberedTextBytesMax, 'x') + "\":{}}";
  const auto set = remembered_field_set(text, arena);
  ASSERT_TRUE(set);
  EXPECT_EQ(text_of(*set), text);
  for (int i = 0; i < 2; ++i) EXPECT_FALSE(remembered_field_set(R"({"f:a")", arena));
}

}  // namespace
}  // namespace pintle::object

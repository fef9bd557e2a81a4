// Proves that pointers split and unescape as RFC 6901 says.
#include "object/json_pointer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pintle::object {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(JsonPointer, Splits) {
  EXPECT_THAT(split_pointer(""), IsEmpty());
  EXPECT_THAT(split_pointer("/"), ElementsAre(""));
  EXPECT_THAT(split_pointer("/a/0/b"), ElementsAre("a", "0", "b"));
  EXPECT_THAT(split_pointer("/a//"), ElementsAre("a", "", ""));
  EXPECT_THAT(split_pointer("/a~1b/c~0d/~01"), ElementsAre("a/b", "c~d", "~1"));
  EXPECT_THAT(split_pointer("x/a"), ElementsAre("a"));
}

TEST(JsonPointer, Escapes) {
  EXPECT_EQ(escape_pointer_token("a/b~c"), "a~1b~0c");
  EXPECT_EQ(unescape_pointer_token("~"), "~");
  EXPECT_EQ(unescape_pointer_token("~2~1"), "~2/");
}

}  // namespace
}  // namespace pintle::object

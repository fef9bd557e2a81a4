// Proves that slices share the owner's memory and outlive the whole.
#include "base/bytes.h"

#include <gtest/gtest.h>

namespace pintle {
namespace {

TEST(Bytes, SliceOutlivesTheWhole) {
  Bytes word;
  {
    Bytes whole = Bytes::copy("hello world");
    word = whole.slice(6, 5);
    EXPECT_EQ(word.data(), whole.data() + 6);
  }
  EXPECT_EQ(word.view(), "world");
}

TEST(Bytes, TakeKeepsShortAndLongStrings) {
  for (size_t size : {0, 1, 15, 16, 4096}) {
    Bytes bytes = Bytes::take(std::string(size, 'x'));
    Bytes copy = bytes;
    bytes = Bytes();
    EXPECT_EQ(copy.view(), std::string(size, 'x'));
  }
}

TEST(Bytes, MoveLeavesEmpty) {
  Bytes a = Bytes::copy("abc");
  Bytes b = std::move(a);
  EXPECT_TRUE(a.empty());  // NOLINT: the moved-from state is part of the contract
  EXPECT_EQ(b.view(), "abc");
}

}  // namespace
}  // namespace pintle

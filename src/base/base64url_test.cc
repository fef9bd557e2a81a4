// Proves both directions of base64url, and that a fault is told with its place.
#include "base/base64url.h"

#include <gtest/gtest.h>

namespace pintle {
namespace {

TEST(Base64Url, BothWays) {
  for (const std::string bytes : {"", "f", "fo", "foo", "foob", "\xff\xfe\xfd", "default/web"}) {
    size_t fault = 0;
    EXPECT_EQ(base64url_decode(base64url_encode(bytes), fault), bytes);
  }
  EXPECT_EQ(base64url_encode("\xfb\xff"), "-_8");
}

TEST(Base64Url, TellsWhereTheFaultIs) {
  size_t fault = 99;
  EXPECT_FALSE(base64url_decode("ab+d", fault));
  EXPECT_EQ(fault, 2u);
  EXPECT_FALSE(base64url_decode("bogus", fault));
  EXPECT_EQ(fault, 4u);
}

}  // namespace
}  // namespace pintle

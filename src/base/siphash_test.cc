// Proves that the hash is SipHash-2-4-128, by the vectors of its authors (OpenSSL's `mac SIPHASH` gives the same).
#include "base/siphash.h"

#include <gtest/gtest.h>

#include <string>

namespace pintle {
namespace {

TEST(SipHash, Vectors) {
  // The key is the bytes 0 to 15, the text the bytes 0 to n - 1.
  const SipHashKey key{.first = 0x0706050403020100, .second = 0x0f0e0d0c0b0a0908};
  struct Case {
    size_t size;
    Hash128 hash;
  };
  const Case cases[] = {
      {0, {0xe6a825ba047f81a3, 0x930255c71472f66d}},
      {1, {0x44af996bd8c187da, 0x45fc229b11597634}},
      {15, {0x11a8b03399e99354, 0xd9c3cf970fec087e}},
      {63, {0x4a83502f77d15051, 0x7cbd3f979a063e50}},
  };
  std::string text;
  for (int i = 0; i < 64; ++i) text.push_back(static_cast<char>(i));
  for (const Case& c : cases) EXPECT_EQ(siphash(key, std::string_view(text).substr(0, c.size)), c.hash) << c.size;
}

TEST(SipHash, DependsOnTheKey) {
  EXPECT_NE(siphash(SipHashKey::random(), "/registry/pods/default/web"), siphash(SipHashKey::random(), "/registry/pods/default/web"));
}

}  // namespace
}  // namespace pintle

// Proves that a token leads back to where it was made, is written as upstream writes it, and cannot lead out of its list.
#include "api/continue_token.h"

#include <gtest/gtest.h>

#include "base/base64url.h"

namespace pintle::api {
namespace {

constexpr std::string_view kPrefix = "/registry/pods/";

TEST(ContinueToken, BothWays) {
  const ContinueToken token{.start_key = std::string("/registry/pods/default/web\0", 27), .revision = 42};
  const std::string text = encode_continue(token, kPrefix);
  size_t fault = 0;
  EXPECT_EQ(base64url_decode(text, fault), R"({"v":"meta.k8s.io/v1","rv":42,"start":"default/web\u0000"})");
  const auto decoded = decode_continue(text, kPrefix);
  ASSERT_TRUE(decoded) << decoded.error().message();
  EXPECT_EQ(decoded->start_key, token.start_key);
  EXPECT_EQ(decoded->revision, 42);
}

TEST(ContinueToken, Refused) {
  const char* jsons[] = {R"({"v":"meta.k8s.io/v1","rv":1,"start":"/../x"})",
                         R"({"v":"meta.k8s.io/v1","rv":1,"start":"a/../../x"})",
                         R"({"v":"meta.k8s.io/v1","rv":1,"start":"a//b"})",
                         R"({"v":"meta.k8s.io/v1","rv":0,"start":"a"})",
                         R"({"v":"meta.k8s.io/v1","rv":1,"start":""})",
                         R"({"v":"other","rv":1,"start":"a"})",
                         R"([1])",
                         "{"};
  for (const char* json : jsons) EXPECT_EQ(decode_continue(base64url_encode(json), kPrefix).error().code(), 400) << json;
  EXPECT_EQ(decode_continue("bogus", kPrefix).error().message(),
            "invalid continue token: continue key is not valid: illegal base64 data at input byte 4");
}

}  // namespace
}  // namespace pintle::api

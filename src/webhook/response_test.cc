// Proves what answers of webhooks mean: a body, the Status they are, or what client-go makes of a bare code.
#include "webhook/response.h"

#include <gtest/gtest.h>

namespace pintle::webhook {
namespace {

net::ClientResponse answer(int status, const char* body, const char* type) {
  net::ClientResponse response{.status = status, .body = Bytes::constant(body)};
  response.headers.add("content-type", type);
  return response;
}

struct Case {
  net::ClientResponse response;
  const char* message;
  const char* reason;
  int code;
};

TEST(ResponseTest, Failures) {
  const Case cases[] = {
      {answer(500, " broken\n", "text/plain"), "an error on the server (\"broken\") has prevented the request from succeeding",
       "InternalError", 500},
      {answer(502, "{}", "application/json"), "an error on the server (\"unknown\") has prevented the request from succeeding",
       "InternalError", 502},
      {answer(401, "", "text/plain"), "the server has asked for the client to provide credentials", "Unauthorized", 401},
      {answer(429, "", "text/plain"), "the server has received too many requests and has asked us to try again later", "TooManyRequests",
       429},
      {answer(302, "", "text/html"), "the server responded with the status code 302 but did not return more information", "", 302},
      {answer(403, R"({"kind":"Status","status":"Failure","reason":"Forbidden","message":"no","code":403})", "application/json"), "no",
       "Forbidden", 403},
  };
  for (const Case& c : cases) {
    auto body = body_of(c.response);
    ASSERT_FALSE(body);
    EXPECT_EQ(body.error().message(), c.message);
    EXPECT_EQ(body.error().reason(), c.reason);
    EXPECT_EQ(body.error().code(), c.code);
  }
}

TEST(ResponseTest, SuccessIsTheBody) {
  EXPECT_EQ(body_of(answer(200, "{}", "application/json"))->view(), "{}");
  EXPECT_EQ(body_of(answer(201, "x", "text/plain"))->view(), "x");
}

TEST(ResponseTest, RetryAfter) {
  net::ClientResponse response = answer(503, "", "text/plain");
  response.headers.add("retry-after", "7");
  EXPECT_EQ(body_of(response).error().details().retry_after_seconds, 7);
}

}  // namespace
}  // namespace pintle::webhook

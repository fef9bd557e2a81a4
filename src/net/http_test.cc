// Proves the small parts below the sessions: header lists, tokens, targets, heads of responses, bodies and buckets.
#include "net/http.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/outgoing_body.h"
#include "net/rate_limit.h"
#include "net/request_target.h"
#include "net/response_head.h"
#include "net/token_list.h"

namespace pintle::net {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Headers, FirstValueAndAllValues) {
  Headers headers;
  headers.add("accept", "a");
  headers.add("host", "h");
  headers.add("accept", "b");
  EXPECT_EQ(headers.get("accept"), "a");
  EXPECT_EQ(headers.get("none"), "");
  EXPECT_TRUE(headers.has("host"));
  EXPECT_THAT(headers.all("accept"), ElementsAre("a", "b"));
  headers.set("accept", "c");
  EXPECT_THAT(headers.all("accept"), ElementsAre("c"));
  headers.set("new", "n");
  headers.remove("accept");
  EXPECT_FALSE(headers.has("accept"));
  EXPECT_THAT(headers.all("accept"), IsEmpty());
  EXPECT_EQ(headers.fields().size(), 2u);
}

TEST(TokenList, TokensInAnyCase) {
  struct Case {
    const char* list;
    bool has;
  };
  const Case cases[] = {{"upgrade", true}, {"keep-alive, Upgrade", true}, {"a,\tUPGRADE ,b", true},
                        {"", false},       {"upgraded", false},           {"up grade", false},
                        {",,", false},     {"keep-alive", false}};
  for (const Case& c : cases) EXPECT_EQ(has_token(c.list, "upgrade"), c.has) << c.list;
}

TEST(WebSocketRequest, AsUpstreamRecognisesIt) {
  Request request;
  EXPECT_FALSE(is_websocket_request(request));
  request.headers.add("upgrade", "WebSocket");
  EXPECT_FALSE(is_websocket_request(request));
  request.headers.add("connection", "keep-alive, Upgrade");
  EXPECT_TRUE(is_websocket_request(request));
}

TEST(RequestTarget, SplitsWhatGoWouldTake) {
  struct Case {
    const char* target;
    bool ok;
    const char* path = "";
    const char* query = "";
    const char* authority = "h";
  };
  const Case cases[] = {
      {"/", true, "/", ""},
      {"/a/b?c=d&e", true, "/a/b", "c=d&e"},
      {"/a?b?c", true, "/a", "b?c"},
      {"/%41%zz", false},
      {"/a?%zz", true, "/a", "%zz"},
      {"/%4", false},
      {"/%", false},
      {"*", true, "*", ""},
      {"http://x:1/a?b", true, "/a", "b", "x:1"},
      {"http://x", true, "/", "", "x"},
      {"http://x?q", true, "/", "q", "x"},
      {"a/b", false},
      {"://x/a", false},
      {"", false},
      {"/a\x01", false},
      {"/a\x7f", false},
  };
  for (const Case& c : cases) {
    Request request;
    request.target = c.target;
    request.authority = "h";
    ASSERT_EQ(split_target(request), c.ok) << c.target;
    if (!c.ok) continue;
    EXPECT_EQ(request.path, c.path) << c.target;
    EXPECT_EQ(request.query, c.query) << c.target;
    EXPECT_EQ(request.authority, c.authority) << c.target;
  }
}

TEST(ResponseHead, NamesGetCapitalsAndValuesNoLineBreaks) {
  Response response;
  response.status = 201;
  response.headers.add("x-kubernetes-pf-flowschema-uid", "1\r\nSet-Cookie: evil");
  response.headers.add("connection", "close");
  response.headers.add("content-length", "99");
  std::string out;
  append_head(response, {.content_length = 3}, "now", out);
  EXPECT_EQ(out, "HTTP/1.1 201 Created\r\nX-Kubernetes-Pf-Flowschema-Uid: 1  Set-Cookie: evil\r\nDate: now\r\nContent-Length: 3\r\n\r\n");
  out.clear();
  response.status = 299;
  append_head(response, {.chunked = true, .close = true}, "now", out);
  EXPECT_TRUE(out.starts_with("HTTP/1.1 299 status code 299\r\n"));
  EXPECT_TRUE(out.ends_with("Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"));
}

TEST(OutgoingBody, TakesAcrossPiecesAndLetsThemGo) {
  std::string owned(10, 'o');
  Bytes shared = Bytes::copy("shared");
  OutgoingBody body;
  body.append(std::vector<Bytes>{Bytes(), Bytes::copy("abc"), Bytes(), Bytes::copy("defg"), shared});
  EXPECT_EQ(body.size(), 13u);
  std::string out = "> ";
  body.take(2, out);
  body.take(3, out);
  EXPECT_EQ(out, "> abcde");
  EXPECT_EQ(body.front().view(), "defg");
  body.append(Bytes::copy("!"));
  body.append(std::vector<Bytes>{Bytes::copy("?")});
  body.take(body.size(), out);
  EXPECT_EQ(out, "> abcdefgshared!?");
  EXPECT_EQ(body.size(), 0u);
  body.append(Bytes::copy("again"));
  body.take(5, out);
  EXPECT_TRUE(out.ends_with("again"));
  EXPECT_FALSE(body.ended());
  body.end();
  EXPECT_TRUE(body.ended());
}

TEST(RateLimit, BurstThenRefill) {
  RateLimit limit(3, 2);
  auto start = std::chrono::steady_clock::now();
  auto at = [start](int seconds) { return [=] { return start + std::chrono::seconds(seconds + 1) - std::chrono::milliseconds(1); }; };
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(limit.take(at(0)));
  EXPECT_FALSE(limit.take(at(0)));
  EXPECT_TRUE(limit.take(at(1)));
  EXPECT_TRUE(limit.take(at(1)));
  EXPECT_FALSE(limit.take(at(1)));
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(limit.take(at(100)));
  EXPECT_FALSE(limit.take(at(100)));
}

}  // namespace
}  // namespace pintle::net

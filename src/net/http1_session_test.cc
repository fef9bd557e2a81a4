// Proves what an HTTP/1.1 client sees: framing, keep-alive, pipelining, bodies both ways, what bad requests are told, and that a
// connection stays usable or ends as RFC 9112 and Go's server have it.
#include "net/http1_session.h"

#include "net/limits.h"
#include "net/test_server.h"

namespace pintle::net {
namespace {

using Http1Test = ServerTest;

std::string get(const std::string& path, const std::string& fields = "") {
  return "GET " + path + " HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n";
}

// The head without its Date.
std::string dateless(std::string text) {
  size_t at = text.find("Date: ");
  if (at != text.npos) text.erase(at, text.find("\r\n", at) + 2 - at);
  return text;
}

TEST_F(Http1Test, WholeBodyHasLengthAndDate) {
  start_tls();
  auto client = tls({.protocols = "\x08http/1.1"});
  ASSERT_TRUE(client);
  EXPECT_EQ(client->protocol(), "http/1.1");
  client->send(get("/hello/a"));
  auto answer = client->receive_answer();
  EXPECT_NE(answer.head.find("\r\nDate: "), answer.head.npos);
  EXPECT_EQ(dateless(answer.head), "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 14\r\n\r\n");
  EXPECT_EQ(answer.body, "hello /hello/a");
}

TEST_F(Http1Test, StreamedBodyIsChunked) {
  auto feed = std::make_shared<TestFeed>();
  routes_["/feed"] = [feed](Request& request) -> Task<Response> {
    Response response = text_response("");
    response.body = feed->open(*request.loop);
    co_return response;
  };
  start();
  auto client = plain();
  client->send(get("/feed"));
  feed->wait_opened();
  EXPECT_EQ(dateless(client->receive_until("\r\n\r\n")),
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n");
  // Each piece is on the wire as soon as it is given.
  feed->push("one");
  EXPECT_EQ(client->receive_bytes(8), "3\r\none\r\n");
  feed->push("event two....!!!");
  EXPECT_EQ(client->receive_bytes(22), "10\r\nevent two....!!!\r\n");
  feed->end();
  EXPECT_EQ(client->receive_bytes(5), "0\r\n\r\n");
  client->send(get("/hello"));
  EXPECT_EQ(client->receive_answer().body, "hello /hello");
}

TEST_F(Http1Test, PipelinedRequestsAreAnsweredInOrder) {
  start();
  auto client = plain();
  std::string requests;
  std::string wanted;
  for (int i = 0; i < 200; ++i) {
    std::string path = (i % 3 == 0 ? "/hello/" : "/bytes/") + std::to_string(i);
    requests += i % 5 == 0 ? "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nbody" + std::to_string(i % 10) : get(path);
    wanted += i % 5 == 0 ? "body" + std::to_string(i % 10) : i % 3 == 0 ? "hello " + path : std::string(i, 'b');
  }
  client->send(requests);
  std::string got;
  for (int i = 0; i < 200; ++i) got += client->receive_answer().body;
  EXPECT_EQ(got, wanted);
}

TEST_F(Http1Test, RequestsMayComeByteByByte) {
  start();
  auto client = plain();
  std::string request =
      "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4;ext=1\r\nwiki\r\n5\r\npedia\r\n0\r\nTrailer: t\r\n\r\n";
  for (char c : request + get("/hello")) client->send({&c, 1});
  EXPECT_EQ(client->receive_answer().body, "wikipedia");
  EXPECT_EQ(client->receive_answer().body, "hello /hello");
}

TEST_F(Http1Test, BigBodiesBothWays) {
  start_tls();
  auto client = tls({.protocols = "\x08http/1.1"});
  std::string body(3 << 20, 'u');
  client->send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  EXPECT_EQ(client->receive_answer().body, body);
  client->send(get("/flow/20000000"));
  EXPECT_EQ(client->receive_answer().body, std::string(20'000'000, 'f'));
  client->send(get("/bytes/20000000"));
  EXPECT_EQ(client->receive_answer().body, std::string(20'000'000, 'b'));
}

TEST_F(Http1Test, RequestIsDescribedAsSent) {
  start();
  struct Case {
    const char* name;
    std::string request;
    std::string wanted;
  };
  const Case cases[] = {
      {"path and query are raw", get("/describe/%41?a=%42&b"), "GET /describe/%41 ? a=%42&b @ x v11\nhost=x\n"},
      {"an absolute target gives the authority", "GET http://h:1/describe?q HTTP/1.1\r\nHost: x\r\n\r\n",
       "GET /describe ? q @ h:1 v11\nhost=x\n"},
      {"names are lowered, values are trimmed", get("/describe", "X-A:  b \r\nx-a: c\r\n"),
       "GET /describe ?  @ x v11\nhost=x\nx-a=b\nx-a=c\n"},
      {"an empty line before the request is skipped", "\r\n" + get("/describe"), "GET /describe ?  @ x v11\nhost=x\n"},
      {"any method", "PURGE /describe HTTP/1.1\r\nHost: x\r\n\r\n", "PURGE /describe ?  @ x v11\nhost=x\n"},
  };
  auto client = plain();
  for (const Case& c : cases) {
    client->send(c.request);
    EXPECT_EQ(client->receive_answer().body, c.wanted) << c.name;
  }
}

TEST_F(Http1Test, ConnectionEndsOrStays) {
  start();
  struct Case {
    const char* name;
    std::string request;
    std::string field;  // of the answer
    bool stays;
  };
  const Case cases[] = {
      {"1.1 stays", get("/hello"), "", true},
      {"1.1 asked to close", get("/hello", "Connection: close\r\n"), "Connection: close\r\n", false},
      {"1.0 ends", "GET /hello HTTP/1.0\r\n\r\n", "", false},
      {"1.0 kept alive", "GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "Connection: keep-alive\r\n", true},
  };
  for (const Case& c : cases) {
    auto client = plain();
    client->send(c.request);
    auto answer = client->receive_answer();
    EXPECT_EQ(answer.status(), 200) << c.name;
    EXPECT_NE(answer.head.find(c.field), answer.head.npos) << c.name << answer.head;
    if (c.field.empty()) EXPECT_EQ(answer.head.find("Connection:"), answer.head.npos) << c.name;
    if (c.stays) {
      client->send(get("/hello"));
      EXPECT_EQ(client->receive_answer().status(), 200) << c.name;
    } else {
      EXPECT_EQ(client->receive_to_end(), "") << c.name;
    }
  }
}

TEST_F(Http1Test, StreamToOldClientEndsWithTheConnection) {
  start();
  auto client = plain();
  client->send("GET /flow/12000 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(client->receive_until("\r\n\r\n").find("chunked"), std::string::npos);
  EXPECT_EQ(client->receive_to_end(), std::string(12000, 'f'));
}

TEST_F(Http1Test, NoBodyWhereNoneBelongs) {
  routes_["/204"] = [](Request&) -> Task<Response> { co_return text_response("dropped", 204); };
  start();
  auto client = plain();
  client->send("HEAD /bytes/77 HTTP/1.1\r\nHost: x\r\n\r\nHEAD /flow/77 HTTP/1.1\r\nHost: x\r\n\r\n" + get("/204") + get("/hello"));
  EXPECT_NE(client->receive_answer(false).head.find("Content-Length: 77\r\n"), std::string::npos);
  std::string streamed = client->receive_answer(false).head;
  EXPECT_EQ(dateless(streamed), "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n");
  EXPECT_EQ(dateless(client->receive_answer(false).head), "HTTP/1.1 204 No Content\r\nContent-Type: text/plain\r\n\r\n");
  EXPECT_EQ(client->receive_answer().body, "hello /hello");
}

TEST_F(Http1Test, BadRequestsAreToldAndTheConnectionEnds) {
  start();
  struct Case {
    const char* name;
    std::string request;
    std::string status_line;
  };
  const std::string kBad = "HTTP/1.1 400 Bad Request";
  const Case cases[] = {
      {"garbage", "\x01\x02garbage\r\n\r\n", kBad},
      {"no target", "GET\r\n\r\n", kBad},
      {"bad version", "GET / HTTP/9.9\r\nHost: x\r\n\r\n", kBad},
      {"no host", "GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 400 Bad Request: missing required Host header"},
      {"two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "HTTP/1.1 400 Bad Request: too many Host headers"},
      {"relative target", "GET hello HTTP/1.1\r\nHost: x\r\n\r\n", kBad},
      {"broken escape", get("/hello%4"), kBad},
      {"field without a colon", get("/hello", "nonsense\r\n"), kBad},
      {"space before the colon", get("/hello", "X-A : b\r\n"), kBad},
      {"bad length", "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", kBad},
      {"two lengths", "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", kBad},
      {"length and chunks", "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", kBad},
      {"unknown coding", "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", "HTTP/1.1 501 Not Implemented"},
      {"chunked not last", "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, gzip\r\n\r\n", "HTTP/1.1 501 Not Implemented"},
      {"unknown expectation", get("/hello", "Expect: a miracle\r\n"), "HTTP/1.1 417 Expectation Failed"},
      {"long target", "GET /" + std::string(kRequestHeadBytesMax, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n",
       "HTTP/1.1 431 Request Header Fields Too Large"},
      {"long field", get("/hello", "X-A: " + std::string(kRequestHeadBytesMax, 'a') + "\r\n"),
       "HTTP/1.1 431 Request Header Fields Too Large"},
  };
  for (const Case& c : cases) {
    auto client = plain();
    client->send(c.request);
    std::string answer = client->receive_to_end();
    EXPECT_EQ(answer.substr(0, answer.find("\r\n")), c.status_line) << c.name;
    EXPECT_NE(answer.find("\r\nConnection: close\r\n"), answer.npos) << c.name;
  }
}

TEST_F(Http1Test, ManyFieldsAreTooLarge) {
  start();
  auto client = plain();
  std::string fields;
  for (int i = 0; fields.size() <= kRequestHeadBytesMax; ++i) fields += "X-" + std::to_string(i) + ": " + std::string(1000, 'a') + "\r\n";
  client->send(get("/hello", fields));
  EXPECT_TRUE(client->receive_to_end().starts_with("HTTP/1.1 431 "));
}

TEST_F(Http1Test, LargeHeadWithinTheLimitIsServed) {
  start();
  auto client = plain();
  client->send(get("/hello", "X-A: " + std::string(500'000, 'a') + "\r\n"));
  EXPECT_EQ(client->receive_answer().status(), 200);
}

TEST_F(Http1Test, ContinueIsSentWhenTheBodyIsWanted) {
  start();
  auto client = plain();
  client->send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client->receive_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client->send("body");
  EXPECT_EQ(client->receive_answer().body, "body");
  // Not wanted: no 100, and since the client may send the body or not, the connection ends.
  client->send("POST /hello HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  auto answer = client->receive_answer();
  EXPECT_EQ(answer.status(), 200);
  EXPECT_NE(answer.head.find("Connection: close"), answer.head.npos);
  EXPECT_EQ(client->receive_to_end(), "");
}

TEST_F(Http1Test, TooLargeBodyIsRefused) {
  start();
  for (const std::string& length : {"Content-Length: 4000000\r\n", "Transfer-Encoding: chunked\r\n"}) {
    auto client = plain();
    client->send("POST /echo HTTP/1.1\r\nHost: x\r\n" + length + "\r\n");
    std::string part(1000, 'x');
    if (length.starts_with("T")) part = "3e8\r\n" + part + "\r\n";
    // The server answers before the body has ended, and reads a little on, so that the answer arrives.
    std::string body;
    while (body.size() < 4'000'000) body += part;
    client->send(body);
    std::string answer = client->receive_to_end();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 413 Request Entity Too Large\r\n")) << length << answer.substr(0, 100);
    EXPECT_NE(answer.find("Request entity too large: limit is 3145728"), answer.npos) << length;
    EXPECT_NE(answer.find("Connection: close"), answer.npos) << length;
  }
}

TEST_F(Http1Test, SmallUnreadBodyIsDroppedAndTheConnectionStays) {
  start();
  auto client = plain();
  client->send("POST /hello HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n" + std::string(200'000, 'x') + get("/hello/2"));
  EXPECT_EQ(client->receive_answer().body, "hello /hello");
  EXPECT_EQ(client->receive_answer().body, "hello /hello/2");
}

TEST_F(Http1Test, LargeUnreadBodyEndsTheConnection) {
  start();
  for (const std::string& length : {"Content-Length: 1000000\r\n", "Transfer-Encoding: chunked\r\n"}) {
    auto client = plain();
    std::string chunk = length.starts_with("T") ? "F4240\r\n" + std::string(1'000'000, 'x') + "\r\n" : std::string(999'999, 'x');
    client->send("POST /hello HTTP/1.1\r\nHost: x\r\n" + length + "\r\n" + chunk);
    EXPECT_EQ(client->receive_answer().body, "hello /hello") << length;
    EXPECT_EQ(client->receive_to_end(), "") << length;
  }
}

TEST_F(Http1Test, BodyBrokenOffIsABadRequest) {
  std::promise<std::string> told;
  routes_["/read"] = [&told](Request& request) -> Task<Response> {
    auto body = co_await request.body->read_all(1 << 20);
    told.set_value(body ? "whole" : std::to_string(body.error().code()) + " " + body.error().message());
    co_return text_response("");
  };
  start();
  auto client = plain();
  client->send("POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nonly this");
  client->shutdown_write();
  EXPECT_EQ(told.get_future().get(), "400 unexpected EOF");
}

TEST_F(Http1Test, BrokenChunksAreABadRequest) {
  start();
  auto client = plain();
  client->send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
  EXPECT_TRUE(client->receive_to_end().starts_with("HTTP/1.1 400 "));
}

TEST_F(Http1Test, SlowBodyTimesOut) {
  options_.timeouts.body = std::chrono::milliseconds(20);
  start();
  auto client = plain();
  client->send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nnever more");
  EXPECT_TRUE(client->receive_to_end().starts_with("HTTP/1.1 504 Gateway Timeout\r\n"));
}

TEST_F(Http1Test, SlowAndIdleClientsAreClosed) {
  options_.timeouts.head = std::chrono::milliseconds(250);
  options_.timeouts.idle = std::chrono::milliseconds(250);
  start();
  struct Case {
    const char* name;
    std::string sent;
    size_t answers;
  };
  const Case cases[] = {{"says nothing", "", 0},
                        {"half a head", "GET /hello HT", 0},
                        {"idle after a request", get("/hello"), 1},
                        {"half a second head", get("/hello") + "GET /he", 1}};
  for (const Case& c : cases) {
    auto client = plain();
    client->send(c.sent);
    for (size_t i = 0; i < c.answers; ++i) EXPECT_EQ(client->receive_answer().status(), 200) << c.name;
    EXPECT_EQ(client->receive_to_end(), "") << c.name;
  }
}

TEST_F(Http1Test, HalfClosedClientGetsItsAnswer) {
  TestGate gate;
  routes_["/gated"] = [&gate](Request& request) -> Task<Response> {
    co_await gate.wait(*request.loop);
    co_return text_response("late");
  };
  start();
  auto client = plain();
  client->send(get("/gated"));
  client->shutdown_write();
  gate.wait_for(1);
  gate.open();
  EXPECT_EQ(client->receive_answer().body, "late");
  EXPECT_EQ(client->receive_to_end(), "");
}

TEST_F(Http1Test, WatchEndsWhenItsClientGoes) {
  auto half_closed = std::make_shared<TestFeed>();
  auto reset = std::make_shared<TestFeed>();
  routes_["/feed"] = [&](Request& request) -> Task<Response> {
    Response response = text_response("");
    response.body = (request.path == "/feed/reset" ? reset : half_closed)->open(*request.loop);
    co_return response;
  };
  start();
  auto one = plain();
  one->send(get("/feed/half-closed"));
  one->receive_until("\r\n\r\n");
  one->shutdown_write();
  half_closed->wait_gone();
  EXPECT_TRUE(half_closed->cancelled());
  auto two = plain();
  two->send(get("/feed/reset"));
  two->receive_until("\r\n\r\n");
  two->reset();
  reset->wait_gone();
  EXPECT_TRUE(reset->cancelled());
}

TEST_F(Http1Test, BrokenOffStreamDoesNotEndWell) {
  auto feed = std::make_shared<TestFeed>();
  routes_["/feed"] = [feed](Request& request) -> Task<Response> {
    Response response = text_response("");
    response.body = feed->open(*request.loop);
    co_return response;
  };
  start();
  auto client = plain();
  client->send(get("/feed"));
  feed->wait_opened();
  feed->push("part");
  client->receive_until("\r\n\r\n");
  EXPECT_EQ(client->receive_bytes(9), "4\r\npart\r\n");
  feed->break_off();
  EXPECT_EQ(client->receive_to_end(), "");
}

TEST_F(Http1Test, HandlerOutlivesItsClient) {
  TestGate gate;
  std::promise<std::string> peer;
  routes_["/gated"] = [&](Request& request) -> Task<Response> {
    co_await gate.wait(*request.loop);
    peer.set_value(request.peer->address);
    co_return text_response("for nobody");
  };
  start();
  auto client = plain();
  client->send(get("/gated"));
  gate.wait_for(1);
  client->reset();
  // The server has seen the reset when it takes a later connection on the same loop; then the handler goes on.
  auto other = plain();
  other->send(get("/hello"));
  EXPECT_EQ(other->receive_answer().status(), 200);
  gate.open();
  EXPECT_EQ(peer.get_future().get(), "127.0.0.1");
}

TEST_F(Http1Test, SlowReaderHoldsLittle) {
  static constexpr size_t kTotal = 1 << 30;
  std::atomic<size_t> given = 0;
  routes_["/big"] = [&given](Request&) -> Task<Response> {
    Response response = text_response("");
    response.body = std::unique_ptr<BodyStream>(new TestFlow(kTotal, 100'000, given));
    co_return response;
  };
  loop_count_ = 1;
  start();
  auto slow = TestSocket::connect(server_->port(), 4096);
  slow->send(get("/big"));
  EXPECT_NE(slow->receive_until("\r\n\r\n"), "");
  // Each of these answers takes a turn of the loop, in which the slow one would be given more if there were no end to it.
  auto other = plain();
  for (int i = 0; i < 200; ++i) {
    other->send(get("/hello"));
    ASSERT_EQ(other->receive_answer().status(), 200);
  }
  EXPECT_LT(given.load(), 8u << 20);
  EXPECT_GT(given.load(), 0u);
}

}  // namespace
}  // namespace pintle::net

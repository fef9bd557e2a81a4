// Proves what an HTTP/2 client sees: requests and answers, flow control both ways, no stream held up by another, cancelling, limits,
// and that floods end the connection that makes them and no other.
#include "net/http2_session.h"

#include "net/limits.h"
#include "net/test_http2_client.h"
#include "net/test_server.h"

namespace pintle::net {
namespace {

using Client = TestHttp2Client;

class Http2Test : public ServerTest {
 protected:
  std::unique_ptr<Client> client(Client::Options options = Client::Options()) { return std::make_unique<Client>(plain(), options); }
};

// --- Frames by hand, for what a decent client does not do. Header blocks use the static table only.
std::string frame(uint8_t type, uint8_t flags, uint32_t stream, std::string_view payload) {
  std::string out;
  for (int shift : {16, 8, 0}) out += static_cast<char>(payload.size() >> shift);
  out += static_cast<char>(type);
  out += static_cast<char>(flags);
  for (int shift : {24, 16, 8, 0}) out += static_cast<char>(stream >> shift);
  return out.append(payload);
}
std::string preface() { return "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(NGHTTP2_SETTINGS, 0, 0, ""); }
constexpr std::string_view kGetHello = "\x82\x86\x04\x06/hello\x01\x01x";  // GET http://x/hello
std::string get_hello(uint32_t stream) {
  return frame(NGHTTP2_HEADERS, NGHTTP2_FLAG_END_HEADERS | NGHTTP2_FLAG_END_STREAM, stream, kGetHello);
}

// The error code of the GOAWAY that ends what the server says; -1 without one.
int goaway_code(const std::string& said) {
  int code = -1;
  for (size_t at = 0; at + 9 <= said.size();) {
    auto byte = [&said](size_t i) { return static_cast<uint32_t>(static_cast<uint8_t>(said[i])); };
    size_t size = byte(at) << 16 | byte(at + 1) << 8 | byte(at + 2);
    if (byte(at + 3) == NGHTTP2_GOAWAY && at + 17 <= said.size()) {
      code = static_cast<int>(byte(at + 13) << 24 | byte(at + 14) << 16 | byte(at + 15) << 8 | byte(at + 16));
    }
    at += 9 + size;
  }
  return code;
}

TEST_F(Http2Test, AnswersOverTls) {
  start_tls();
  auto socket = tls();
  ASSERT_TRUE(socket);
  EXPECT_EQ(socket->protocol(), "h2");
  Client client(std::move(socket));
  int32_t id = client.get("/hello?q");
  ASSERT_TRUE(client.run_until_closed(id));
  auto& answer = client.answers[id];
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "hello /hello");
  EXPECT_EQ(answer.headers["content-length"], "12");
  EXPECT_EQ(answer.headers["content-type"], "text/plain");
  EXPECT_TRUE(answer.headers.contains("date"));
}

TEST_F(Http2Test, RequestIsDescribed) {
  start();
  auto c = client();
  int32_t id = c->get("/describe/%41?a=%42", {{"x-a", "b"}, {"x-a", "c"}});
  c->run_until_closed(id);
  EXPECT_EQ(c->answers[id].body, "GET /describe/%41 ? a=%42 @ localhost v20\nx-a=b\nx-a=c\n");
}

TEST_F(Http2Test, NoBodyWhereNoneBelongs) {
  routes_["/204"] = [](Request&) -> Task<Response> { co_return text_response("dropped", 204); };
  start();
  auto c = client();
  int32_t head = c->submit("HEAD", "/bytes/77");
  int32_t streamed = c->submit("HEAD", "/flow/77");
  int32_t none = c->get("/204");
  int32_t empty = c->get("/bytes/0");
  for (int32_t id : {head, streamed, none, empty}) {
    ASSERT_TRUE(c->run_until_closed(id));
    EXPECT_EQ(c->answers[id].body, "");
    EXPECT_EQ(c->answers[id].error, 0u);
  }
  EXPECT_EQ(c->answers[head].headers["content-length"], "77");
  EXPECT_FALSE(c->answers[streamed].headers.contains("content-length"));
  EXPECT_FALSE(c->answers[none].headers.contains("content-length"));
  EXPECT_EQ(c->answers[empty].headers["content-length"], "0");
}

TEST_F(Http2Test, ThousandStreamsOverFewConnections) {
  start_tls();
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 5; ++i) clients.push_back(std::make_unique<Client>(tls()));
  std::vector<std::vector<int32_t>> ids(clients.size());
  for (size_t i = 0; i < clients.size(); ++i) {
    for (int n = 0; n < 200; ++n) ids[i].push_back(clients[i]->get((n % 2 ? "/flow/" : "/bytes/") + std::to_string(n * 97)));
    clients[i]->flush();
  }
  for (size_t i = 0; i < clients.size(); ++i) {
    for (int n = 0; n < 200; ++n) {
      int32_t id = ids[i][static_cast<size_t>(n)];
      ASSERT_TRUE(clients[i]->run_until_closed(id));
      ASSERT_EQ(clients[i]->answers[id].body, std::string(static_cast<size_t>(n) * 97, n % 2 ? 'f' : 'b'));
    }
  }
}

TEST_F(Http2Test, BigBodiesBothWays) {
  start_tls();
  Client c(tls());
  std::string body(3 << 20, 'u');
  int32_t up = c.post("/echo", body, {{"content-length", std::to_string(body.size())}});
  int32_t unannounced = c.post("/echo", body);
  int32_t down = c.get("/bytes/20000000");
  int32_t flow = c.get("/flow/20000000");
  for (int32_t id : {up, unannounced, down, flow}) ASSERT_TRUE(c.run_until_closed(id));
  EXPECT_EQ(c.answers[up].body, body);
  EXPECT_EQ(c.answers[unannounced].body, body);
  EXPECT_EQ(c.answers[down].body.size(), 20'000'000u);
  EXPECT_EQ(c.answers[flow].body.size(), 20'000'000u);
}

TEST_F(Http2Test, GatheredRangesArriveInOrder) {
  routes_["/ranges"] = [](Request&) -> Task<Response> {
    Response response = text_response("");
    Bytes source = Bytes::copy("0123456789");
    std::vector<Bytes> pieces;
    for (size_t i = 0; i < 100'000; ++i) pieces.push_back(source.slice(i % 10, i % 3 == 0 ? 0 : 1));
    response.body = std::move(pieces);
    co_return response;
  };
  start();
  std::string wanted;
  for (size_t i = 0; i < 100'000; ++i) {
    if (i % 3 != 0) wanted += static_cast<char>('0' + i % 10);
  }
  auto c = client();
  int32_t id = c->get("/ranges");
  ASSERT_TRUE(c->run_until_closed(id));
  EXPECT_EQ(c->answers[id].body, wanted);
  EXPECT_EQ(c->answers[id].headers["content-length"], std::to_string(wanted.size()));
}

TEST_F(Http2Test, SlowReaderHoldsLittleAndHoldsNobodyUp) {
  static constexpr size_t kTotal = 1 << 30;
  std::atomic<size_t> given = 0;
  routes_["/big"] = [&given](Request&) -> Task<Response> {
    Response response = text_response("");
    response.body = std::unique_ptr<BodyStream>(new TestFlow(kTotal, 10'000, given));
    co_return response;
  };
  start();
  auto c = client({.open_windows = false, .stream_window = 30'000, .connection_window = 1 << 20});
  int32_t slow = c->get("/big");
  ASSERT_TRUE(c->run_until([&] { return c->answers[slow].body.size() == 30'000; }));
  int32_t other = c->get("/hello");
  ASSERT_TRUE(c->run_until_closed(other));
  ASSERT_TRUE(c->ping());
  EXPECT_EQ(c->answers[slow].body.size(), 30'000u);
  EXPECT_LE(given.load(), 40'000u);  // the window and one piece
  c->consume(slow, 20'000);
  ASSERT_TRUE(c->run_until([&] { return c->answers[slow].body.size() == 50'000; }));
  ASSERT_TRUE(c->ping());
  EXPECT_LE(given.load(), 60'000u);
  c->cancel(slow);
  int32_t after = c->get("/hello");
  ASSERT_TRUE(c->run_until_closed(after));
}

TEST_F(Http2Test, SmallAnswersPassBigOnes) {
  start();
  auto c = client({.stream_window = 1 << 30, .connection_window = 1 << 30});
  int32_t big = c->get("/bytes/200000000");
  ASSERT_TRUE(c->run_until([&] { return !c->answers[big].body.empty(); }));
  int32_t small = c->get("/bytes/20000");
  ASSERT_TRUE(c->run_until_closed(small));
  EXPECT_FALSE(c->answers[big].closed);
  ASSERT_TRUE(c->run_until_closed(big));
  EXPECT_EQ(c->answers[big].body.size(), 200'000'000u);
}

TEST_F(Http2Test, EventIsSentWhenItIsGiven) {
  auto feed = std::make_shared<TestFeed>();
  routes_["/feed"] = [feed](Request& request) -> Task<Response> {
    Response response = text_response("");
    response.body = feed->open(*request.loop);
    co_return response;
  };
  start();
  auto c = client();
  int32_t id = c->get("/feed");
  ASSERT_TRUE(c->run_until([&] { return c->answers[id].status == 200; }));
  for (const std::string& event : {"one", "two", "three"}) {
    size_t before = c->answers[id].body.size();
    feed->push(event);
    ASSERT_TRUE(c->run_until([&] { return c->answers[id].body.size() == before + event.size(); }));
  }
  feed->end();
  ASSERT_TRUE(c->run_until_closed(id));
  EXPECT_EQ(c->answers[id].body, "onetwothree");
  EXPECT_EQ(c->answers[id].error, 0u);
}

TEST_F(Http2Test, BrokenOffStreamDoesNotEndWell) {
  auto feed = std::make_shared<TestFeed>();
  routes_["/feed"] = [feed](Request& request) -> Task<Response> {
    Response response = text_response("");
    response.body = feed->open(*request.loop);
    co_return response;
  };
  start();
  auto c = client();
  int32_t id = c->get("/feed");
  ASSERT_TRUE(c->run_until([&] { return c->answers[id].status == 200; }));
  feed->push("part");
  feed->break_off();
  ASSERT_TRUE(c->run_until_closed(id));
  EXPECT_EQ(c->answers[id].body, "part");
  EXPECT_EQ(c->answers[id].error, static_cast<uint32_t>(NGHTTP2_INTERNAL_ERROR));
  EXPECT_TRUE(c->ping());
}

TEST_F(Http2Test, CancelledStreamEndsAndTheConnectionStays) {
  auto feed = std::make_shared<TestFeed>();
  routes_["/feed"] = [feed](Request& request) -> Task<Response> {
    Response response = text_response("");
    response.body = feed->open(*request.loop);
    co_return response;
  };
  start();
  auto c = client();
  int32_t id = c->get("/feed");
  ASSERT_TRUE(c->run_until([&] { return c->answers[id].status == 200; }));
  c->cancel(id);
  c->flush();
  feed->wait_gone();
  EXPECT_TRUE(feed->cancelled());
  int32_t after = c->get("/hello");
  ASSERT_TRUE(c->run_until_closed(after));
  EXPECT_EQ(c->answers[after].status, 200);
}

TEST_F(Http2Test, WatchEndsWhenItsConnectionGoes) {
  auto feed = std::make_shared<TestFeed>();
  routes_["/feed"] = [feed](Request& request) -> Task<Response> {
    Response response = text_response("");
    response.body = feed->open(*request.loop);
    co_return response;
  };
  start();
  auto c = client();
  int32_t id = c->get("/feed");
  ASSERT_TRUE(c->run_until([&] { return c->answers[id].status == 200; }));
  c->socket().reset();
  feed->wait_gone();
}

TEST_F(Http2Test, HandlerOutlivesItsStream) {
  TestGate gate;
  std::promise<int> read;
  routes_["/gated"] = [&](Request& request) -> Task<Response> {
    co_await gate.wait(*request.loop);
    auto body = co_await request.body->read_all(1000);
    read.set_value(body ? 0 : body.error().code());
    co_return text_response("for nobody");
  };
  start();
  auto c = client();
  int32_t id = c->post("/gated", "part", {}, false);
  c->flush();
  gate.wait_for(1);
  c->cancel(id);
  ASSERT_TRUE(c->ping());
  gate.open();
  EXPECT_EQ(read.get_future().get(), 400);
  EXPECT_TRUE(c->ping());
}

TEST_F(Http2Test, UnreadBodyIsHeldBackAndHoldsNobodyUp) {
  TestGate gate;
  routes_["/gated"] = [&gate](Request& request) -> Task<Response> {
    co_await gate.wait(*request.loop);
    auto body = co_await request.body->read_all(3 << 20);
    co_return text_response(body ? std::to_string(body->size()) : body.error().message());
  };
  start();
  auto c = client();
  // 40 bodies of 1 MB: more than the connection's window, if unread bytes kept it.
  std::vector<int32_t> ids;
  for (int i = 0; i < 40; ++i) ids.push_back(c->post("/gated", std::string(1'000'000, 'u')));
  int32_t other = c->post("/echo", std::string(500'000, 'e'));
  ASSERT_TRUE(c->run_until_closed(other));
  EXPECT_EQ(c->answers[other].body.size(), 500'000u);
  gate.open();
  for (int32_t id : ids) {
    ASSERT_TRUE(c->run_until_closed(id));
    EXPECT_EQ(c->answers[id].body, "1000000");
  }
}

TEST_F(Http2Test, TooLargeBodyIsRefusedAndTheConnectionStays) {
  start();
  auto c = client();
  int32_t announced = c->post("/echo", std::string(4'000'000, 'u'), {{"content-length", "4000000"}});
  int32_t unannounced = c->post("/echo", std::string(4'000'000, 'u'));
  for (int32_t id : {announced, unannounced}) {
    ASSERT_TRUE(c->run_until_closed(id));
    EXPECT_EQ(c->answers[id].status, 413);
    EXPECT_EQ(c->answers[id].body, "Request entity too large: limit is 3145728");
    EXPECT_EQ(c->answers[id].error, static_cast<uint32_t>(NGHTTP2_NO_ERROR));  // asked to stop sending
  }
  int32_t after = c->get("/hello");
  ASSERT_TRUE(c->run_until_closed(after));
}

TEST_F(Http2Test, UnwantedBodyIsAnsweredAtOnce) {
  start();
  auto c = client();
  int32_t id = c->post("/hello", std::string(1'000'000, 'u'));
  ASSERT_TRUE(c->run_until_closed(id));
  EXPECT_EQ(c->answers[id].status, 200);
  EXPECT_EQ(c->answers[id].error, 0u);
}

TEST_F(Http2Test, ContinueIsSentWhenTheBodyIsWanted) {
  start();
  auto c = client();
  int32_t id = c->post("/echo", "", {{"expect", "100-continue"}, {"content-length", "0"}}, false);
  ASSERT_TRUE(c->run_until([&] { return c->answers[id].continued; }));
}

TEST_F(Http2Test, SlowBodyTimesOut) {
  options_.timeouts.body = std::chrono::milliseconds(20);
  start();
  auto c = client();
  int32_t id = c->post("/echo", "part", {}, false);
  ASSERT_TRUE(c->run_until_closed(id));
  EXPECT_EQ(c->answers[id].status, 504);
}

TEST_F(Http2Test, IdleConnectionIsClosedAndABusyOneIsNot) {
  options_.timeouts.idle = std::chrono::milliseconds(300);
  options_.timeouts.head = std::chrono::milliseconds(300);
  auto feed = std::make_shared<TestFeed>();
  routes_["/feed"] = [feed](Request& request) -> Task<Response> {
    Response response = text_response("");
    response.body = feed->open(*request.loop);
    co_return response;
  };
  start();
  auto busy = client();
  int32_t watch = busy->get("/feed");
  ASSERT_TRUE(busy->run_until([&] { return busy->answers[watch].status == 200; }));
  auto idle = client();
  idle->run_until_closed(idle->get("/hello"));
  idle->run_until([] { return false; });
  EXPECT_TRUE(idle->goaway);
  EXPECT_EQ(idle->goaway_error, 0u);
  auto silent = plain();
  EXPECT_EQ(silent->receive_to_end(), "");
  ASSERT_TRUE(busy->ping());
  EXPECT_FALSE(busy->goaway);
}

TEST_F(Http2Test, HandlerMayAskForTheConnectionToEnd) {
  routes_["/last"] = [](Request&) -> Task<Response> {
    Response response = text_response("bye");
    response.headers.add("connection", "close");
    co_return response;
  };
  start();
  auto c = client();
  int32_t id = c->get("/last");
  c->run_until([] { return false; });
  EXPECT_TRUE(c->goaway);
  EXPECT_EQ(c->answers[id].body, "bye");
  EXPECT_FALSE(c->answers[id].headers.contains("connection"));
}

TEST_F(Http2Test, LongHeaderListIsTooLarge) {
  start();
  auto c = client();
  Client::Fields fields;
  for (int i = 0; i < 20; ++i) fields.push_back({"x-" + std::to_string(i), std::string(60'000, 'h')});
  int32_t id = c->get("/hello", fields);
  ASSERT_TRUE(c->run_until_closed(id));
  EXPECT_EQ(c->answers[id].status, 431);
  fields.resize(10);
  int32_t fits = c->get("/hello", fields);
  ASSERT_TRUE(c->run_until_closed(fits));
  EXPECT_EQ(c->answers[fits].status, 200);
}

TEST_F(Http2Test, BadTargetIsAStreamError) {
  start();
  auto c = client();
  int32_t id = c->get("/hello%4");
  ASSERT_TRUE(c->run_until_closed(id));
  EXPECT_EQ(c->answers[id].error, static_cast<uint32_t>(NGHTTP2_PROTOCOL_ERROR));
  EXPECT_TRUE(c->ping());
}

TEST_F(Http2Test, HandlersOfResetStreamsCount) {
  options_.concurrent_streams_max = 3;
  TestGate gate;
  routes_["/gated"] = [&gate](Request& request) -> Task<Response> {
    co_await gate.wait(*request.loop);
    co_return text_response("done");
  };
  start();
  auto c = client();
  ASSERT_TRUE(c->ping());
  for (int i = 0; i < 3; ++i) {
    int32_t id = c->get("/gated");
    c->flush();
    gate.wait_for(static_cast<size_t>(i) + 1);
    c->cancel(id);
  }
  ASSERT_TRUE(c->ping());
  int32_t refused = c->get("/hello");
  ASSERT_TRUE(c->run_until_closed(refused));
  EXPECT_EQ(c->answers[refused].error, static_cast<uint32_t>(NGHTTP2_REFUSED_STREAM));
  gate.open();
  int32_t served = 0;
  do {  // the handlers end on their loop, some time now
    served = c->get("/hello");
    ASSERT_TRUE(c->run_until_closed(served));
  } while (c->answers[served].error == NGHTTP2_REFUSED_STREAM);
  EXPECT_EQ(c->answers[served].status, 200);
}

TEST_F(Http2Test, FloodsEndTheirConnectionAndNoOther) {
  start();
  auto other = client();
  ASSERT_TRUE(other->ping());
  auto repeat = [](size_t count, auto make) {
    std::string bytes;
    for (size_t i = 0; i < count; ++i) bytes += make(static_cast<uint32_t>(2 * i + 1));
    return bytes;
  };
  const std::string cancel("\0\0\0\x08", 4);
  struct Case {
    const char* name;
    std::string bytes;
    int code;  // -1: no GOAWAY needed
  };
  const Case cases[] = {
      {"rapid reset", repeat(5000, [&](uint32_t id) { return get_hello(id) + frame(NGHTTP2_RST_STREAM, 0, id, cancel); }),
       NGHTTP2_ENHANCE_YOUR_CALM},
      {"made to reset: windows that overflow",
       repeat(5000,
              [&](uint32_t id) {
                return frame(NGHTTP2_HEADERS, NGHTTP2_FLAG_END_HEADERS, id, kGetHello) +
                       frame(NGHTTP2_WINDOW_UPDATE, 0, id, "\x7f\xff\xff\xff");
              }),
       NGHTTP2_ENHANCE_YOUR_CALM},
      {"pings", repeat(50'000, [&](uint32_t) { return frame(NGHTTP2_PING, 0, 0, "12345678"); }), -1},
      {"settings", repeat(50'000, [&](uint32_t) { return frame(NGHTTP2_SETTINGS, 0, 0, ""); }), -1},
      {"priorities", repeat(50'000, [&](uint32_t id) { return frame(NGHTTP2_PRIORITY, 0, id, std::string("\0\0\0\0\x10", 5)); }), -1},
      {"empty data",
       frame(NGHTTP2_HEADERS, NGHTTP2_FLAG_END_HEADERS, 1, std::string("\x83").append(kGetHello.substr(1))) +
           repeat(50'000, [&](uint32_t) { return frame(NGHTTP2_DATA, 0, 1, ""); }),
       -1},
      {"continuations",
       frame(NGHTTP2_HEADERS, NGHTTP2_FLAG_END_STREAM, 1, kGetHello) +
           repeat(10'000, [&](uint32_t) { return frame(NGHTTP2_CONTINUATION, 0, 1, std::string("\0\1a\1b", 5)); }),
       -1},
      {"a header bomb: one long field, told 12000 times",
       frame(NGHTTP2_HEADERS, NGHTTP2_FLAG_END_STREAM, 1,
             std::string(kGetHello) + "\x40\x01z\x7f\xa1\x1e" + std::string(4000, 'b') + std::string(12'000, '\xbe')),
       NGHTTP2_ENHANCE_YOUR_CALM},
      {"garbage", std::string(100'000, '\xff'), -1},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    auto socket = plain();
    socket->send(preface());
    // The server may end while we are sending; what it said must still be there, for most.
    socket->send(c.bytes);
    int code = goaway_code(socket->receive_to_end());
    if (c.code >= 0) EXPECT_EQ(code, c.code) << c.name;
    int32_t id = other->get("/hello");
    ASSERT_TRUE(other->run_until_closed(id)) << c.name;
    EXPECT_EQ(other->answers[id].status, 200) << c.name;
  }
}

TEST_F(Http2Test, HeadersWithoutEndTimeOut) {
  options_.timeouts.head = std::chrono::milliseconds(20);
  start();
  auto socket = plain();
  socket->send(preface() + frame(NGHTTP2_HEADERS, NGHTTP2_FLAG_END_STREAM, 1, kGetHello));
  EXPECT_LT(socket->receive_to_end().size(), 200u);
}

TEST_F(Http2Test, NotHttp2AtAll) {
  start_tls();
  auto socket = tls({.protocols = "\x02h2"});
  socket->send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_LT(socket->receive_to_end().size(), 200u);  // settings at most
}

}  // namespace
}  // namespace pintle::net

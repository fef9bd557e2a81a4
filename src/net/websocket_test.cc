// Proves RFC 6455 as a server: handshake, messages of every length class, answers to control frames, and the end from either side.
#include "net/websocket.h"

#include "net/limits.h"
#include "net/test_http2_client.h"
#include "net/test_server.h"

namespace pintle::net {
namespace {

constexpr std::string_view kKey = "dGhlIHNhbXBsZSBub25jZQ==";  // RFC 6455 section 1.3

// A frame as a client sends it, masked with bytes that are not zero.
std::string client_frame(uint8_t first, std::string_view payload) {
  std::string out(1, static_cast<char>(first));
  if (payload.size() < 126) {
    out += static_cast<char>(0x80 | payload.size());
  } else if (payload.size() < 65536) {
    out += static_cast<char>(0x80 | 126);
    for (int shift : {8, 0}) out += static_cast<char>(payload.size() >> shift);
  } else {
    out += static_cast<char>(0x80 | 127);
    for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>(payload.size() >> shift);
  }
  const char mask[] = {0x11, 0x22, 0x33, 0x44};
  out.append(mask, 4);
  for (size_t i = 0; i < payload.size(); ++i) out += static_cast<char>(payload[i] ^ mask[i % 4]);
  return out;
}

struct Recorder final : WebSocketReader::Sink {
  void control_frame(WebSocketOpcode opcode, std::string_view payload) override {
    said += std::to_string(static_cast<int>(opcode)) + ":" + std::string(payload) + " ";
  }
  std::string said;
};

TEST(WebSocketReader, FindsControlFramesInPiecesOfAnySize) {
  std::string bytes = client_frame(0x89, "one") + client_frame(0x01, "part ") + client_frame(0x8a, "two") +
                      client_frame(0x00, std::string(300, 'x')) + client_frame(0x80, "") + client_frame(0x82, std::string(70'000, 'y')) +
                      client_frame(0x89, std::string(125, 'z')) + client_frame(0x88, "\x03\xe8");
  std::string wanted = "9:one 10:two 9:" + std::string(125, 'z') + " 8:\x03\xe8 ";
  for (size_t size : {1, 2, 3, 7, 100, 1'000'000}) {
    WebSocketReader reader;
    Recorder recorder;
    for (size_t at = 0; at < bytes.size(); at += size) ASSERT_TRUE(reader.read(std::string_view(bytes).substr(at, size), recorder));
    EXPECT_EQ(recorder.said, wanted) << size;
  }
}

TEST(WebSocketReader, RefusesWhatTheProtocolForbids) {
  struct Case {
    const char* name;
    std::string bytes;
  };
  const Case cases[] = {
      {"unmasked", std::string("\x81\x01x", 3)},
      {"reserved bit", client_frame(0xc1, "x")},
      {"unknown data opcode", client_frame(0x83, "x")},
      {"unknown control opcode", client_frame(0x8b, "x")},
      {"fragmented ping", client_frame(0x09, "x")},
      {"long ping", client_frame(0x89, std::string(126, 'x'))},
      {"continuation of nothing", client_frame(0x80, "x")},
      {"message inside a message", client_frame(0x01, "x") + client_frame(0x81, "y")},
      {"length with the highest bit", std::string("\x82\xff\x80\0\0\0\0\0\0\0abcd", 14)},
  };
  for (const Case& c : cases) {
    WebSocketReader reader;
    Recorder recorder;
    EXPECT_FALSE(reader.read(c.bytes, recorder)) << c.name;
  }
}

TEST(WebSocketHandshake, AcceptIsThatOfTheRfc) { EXPECT_EQ(websocket_accept(kKey), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="); }

class WebSocketTest : public ServerTest {
 protected:
  void SetUp() override {
    ServerTest::SetUp();
    routes_["/ws"] = [this](Request& request) -> Task<Response> {
      Response response;
      response.body = feed_->open(*request.loop);
      response.websocket = std::make_unique<Response::WebSocket>();
      response.websocket->subprotocol = std::string(request.headers.get("sec-websocket-protocol"));
      response.websocket->binary = request.query == "binary";
      response.headers.add("audit-id", "7");
      co_return response;
    };
  }
  static std::string handshake(const std::string& query = "", const std::string& extra = "") {
    return "GET /ws" + query +
           " HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\nSec-WebSocket-Version: 13\r\n" +
           "Sec-WebSocket-Key: " + std::string(kKey) + "\r\n" + extra + "\r\n";
  }
  // Connected, the head received.
  std::unique_ptr<TestSocket> open(const std::string& query = "") {
    auto client = plain();
    client->send(handshake(query));
    EXPECT_TRUE(client->receive_until("\r\n\r\n").starts_with("HTTP/1.1 101 "));
    return client;
  }
  std::shared_ptr<TestFeed> feed_ = std::make_shared<TestFeed>();
};

TEST_F(WebSocketTest, HandshakeIsAnswered) {
  start();
  auto client = plain();
  client->send(handshake("", "Sec-WebSocket-Protocol: v5.k8s.io\r\n"));
  EXPECT_EQ(client->receive_until("\r\n\r\n"),
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: v5.k8s.io\r\nAudit-Id: 7\r\n\r\n");
}

TEST_F(WebSocketTest, NoHandshakeIsABadRequest) {
  start();
  auto client = plain();
  client->send("GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 8\r\n\r\n");
  std::string answer = client->receive_to_end();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 Bad Request\r\nSec-WebSocket-Version: 13\r\n")) << answer;
  feed_->wait_gone();
}

TEST_F(WebSocketTest, NoHandshakeOverHttp2) {
  start();
  TestHttp2Client client(plain());
  int32_t id = client.get("/ws");
  ASSERT_TRUE(client.run_until_closed(id));
  EXPECT_EQ(client.answers[id].status, 400);
  feed_->wait_gone();
}

TEST_F(WebSocketTest, EachPieceIsAMessage) {
  start();
  auto client = open();
  feed_->push("one");
  EXPECT_EQ(client->receive_bytes(5), "\x81\x03one");
  feed_->push(std::string(126, 'm'));
  EXPECT_EQ(client->receive_bytes(130), std::string("\x81\x7e\x00\x7e", 4) + std::string(126, 'm'));
  feed_->push(std::string(100'000, 'l'));
  feed_->push("after");
  EXPECT_EQ(client->receive_bytes(100'010), std::string("\x81\x7f\0\0\0\0\0\x01\x86\xa0", 10) + std::string(100'000, 'l'));
  EXPECT_EQ(client->receive_bytes(7),
            "\x81\x05"
            "after");
}

TEST_F(WebSocketTest, BinaryMessages) {
  start();
  auto client = open("?binary");
  feed_->push("one");
  EXPECT_EQ(client->receive_bytes(5), "\x82\x03one");
}

TEST_F(WebSocketTest, PingIsAnsweredAndMessagesAreDropped) {
  start();
  auto client = open();
  client->send(client_frame(0x81, "dropped") + client_frame(0x89, "are you there"));
  EXPECT_EQ(client->receive_bytes(15),
            "\x8a\x0d"
            "are you there");
}

TEST_F(WebSocketTest, EndOfTheStreamClosesWithTheClient) {
  start();
  auto client = open();
  feed_->push("last");
  feed_->end();
  EXPECT_EQ(client->receive_bytes(10), "\x81\x04last\x88\x02\x03\xe8");
  client->send(client_frame(0x88, "\x03\xe8"));
  EXPECT_EQ(client->receive_to_end(), "");
}

TEST_F(WebSocketTest, EndOfTheStreamDoesNotWaitForEver) {
  options_.timeouts.websocket_close = std::chrono::milliseconds(20);
  start();
  auto client = open();
  feed_->end();
  EXPECT_EQ(client->receive_to_end(), "\x88\x02\x03\xe8");
}

TEST_F(WebSocketTest, ClientEndsTheStream) {
  start();
  auto client = open();
  client->send(client_frame(0x88, "\x03\xe8"));
  EXPECT_EQ(client->receive_to_end(), "\x88\x02\x03\xe8");
  feed_->wait_gone();
  EXPECT_TRUE(feed_->cancelled());
}

TEST_F(WebSocketTest, BrokenFramesEndTheStream) {
  start();
  auto client = open();
  client->send("\x81\x01x");
  EXPECT_EQ(client->receive_to_end(), "\x88\x02\x03\xea");
  feed_->wait_gone();
}

TEST_F(WebSocketTest, StopSaysGoingAway) {
  start();
  auto client = open();
  EXPECT_EQ(server_->stop(std::chrono::seconds(10)), 0u);
  EXPECT_EQ(client->receive_to_end(), "\x88\x02\x03\xe9");
  feed_->wait_gone();
}

TEST_F(WebSocketTest, PingsOfAClientThatDoesNotReadEndIt) {
  start();
  auto client = open();
  std::string pings;
  for (int i = 0; i < 1000; ++i) pings += client_frame(0x89, std::string(125, 'p'));
  while (client->send(pings)) {
  }
  feed_->wait_gone();
}

}  // namespace
}  // namespace pintle::net

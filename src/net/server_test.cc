// Proves the server's life: it listens, spreads its connections, and stops gracefully: streams end properly, requests under way are
// answered, what stays too long is cut off, and nothing is left behind.
#include "net/server.h"

#include <thread>

#include "net/test_http2_client.h"
#include "net/test_server.h"

namespace pintle::net {
namespace {

using namespace std::chrono_literals;

std::string get(const std::string& path) { return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n"; }

class ServerLifeTest : public ServerTest {
 protected:
  void SetUp() override {
    ServerTest::SetUp();
    routes_["/feed"] = [this](Request& request) -> Task<Response> {
      Response response = text_response("");
      response.body = feed_->open(*request.loop);
      co_return response;
    };
    routes_["/gated"] = [this](Request& request) -> Task<Response> {
      co_await gate_.wait(*request.loop);
      co_return text_response("late");
    };
  }
  std::shared_ptr<TestFeed> feed_ = std::make_shared<TestFeed>();
  TestGate gate_;
};

TEST_F(ServerLifeTest, AddressesAreChecked) {
  loops_ = LoopPool::start(1);
  auto handler = [](Request&) -> Task<Response> { co_return Response(); };
  auto nonsense = Server::start({.address = "localhost"}, *loops_, handler);
  ASSERT_FALSE(nonsense);
  EXPECT_NE(nonsense.error().message().find("\"localhost\" is not an IP address"), std::string::npos);
  auto first = Server::start({.address = "127.0.0.1"}, *loops_, handler);
  ASSERT_TRUE(first);
  auto second = Server::start({.address = "127.0.0.1", .port = (*first)->port()}, *loops_, handler);
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().message().find("Address already in use"), std::string::npos);
}

TEST_F(ServerLifeTest, ListensOnBothFamilies) {
  options_.address = "::";
  routes_["/peer"] = [](Request& request) -> Task<Response> { co_return text_response(request.peer->address); };
  start();
  auto client = plain();
  ASSERT_TRUE(client);
  client->send(get("/peer"));
  EXPECT_EQ(client->receive_answer().body, "127.0.0.1");
}

TEST_F(ServerLifeTest, ConnectionsAreSpreadOverTheLoops) {
  std::mutex mutex;
  std::map<std::thread::id, int> seen;
  routes_["/loop"] = [&](Request& request) -> Task<Response> {
    std::lock_guard lock(mutex);
    EXPECT_EQ(request.loop, Loop::current());
    ++seen[std::this_thread::get_id()];
    co_return text_response("");
  };
  loop_count_ = 3;
  start();
  std::vector<std::unique_ptr<TestSocket>> clients;
  for (int i = 0; i < 9; ++i) {
    clients.push_back(plain());
    clients.back()->send(get("/loop"));
    clients.back()->receive_answer();
  }
  std::lock_guard lock(mutex);
  ASSERT_EQ(seen.size(), 3u);
  for (auto& [thread, count] : seen) EXPECT_EQ(count, 3);
}

TEST_F(ServerLifeTest, StopEndsAnHttp1WatchProperly) {
  start();
  auto watch = plain();
  watch->send(get("/feed"));
  watch->receive_until("\r\n\r\n");
  feed_->push("event");
  EXPECT_EQ(watch->receive_bytes(10), "5\r\nevent\r\n");
  EXPECT_EQ(server_->stop(10s), 0u);
  EXPECT_EQ(watch->receive_to_end(), "0\r\n\r\n");
  EXPECT_FALSE(plain());
}

TEST_F(ServerLifeTest, StopEndsAnHttp2WatchProperly) {
  start_tls();
  TestHttp2Client client(tls());
  int32_t id = client.get("/feed");
  ASSERT_TRUE(client.run_until([&] { return client.answers[id].status == 200; }));
  EXPECT_EQ(server_->stop(10s), 0u);
  client.run_until([] { return false; });
  EXPECT_TRUE(client.goaway);
  EXPECT_EQ(client.goaway_error, 0u);
  EXPECT_TRUE(client.answers[id].closed);
  EXPECT_EQ(client.answers[id].error, 0u);
}

TEST_F(ServerLifeTest, StopAnswersRequestsUnderWay) {
  start();
  auto http1 = plain();
  http1->send(get("/gated"));
  auto idle = plain();
  idle->send(get("/hello"));
  EXPECT_EQ(idle->receive_answer().status(), 200);
  TestHttp2Client http2(plain());
  int32_t id = http2.get("/gated");
  http2.flush();
  gate_.wait_for(2);
  std::promise<size_t> cut_off;
  std::jthread stopper([&] { cut_off.set_value(server_->stop(30s)); });
  // The idle connection ends, and the other is told: the stop has begun.
  EXPECT_EQ(idle->receive_to_end(), "");
  ASSERT_TRUE(http2.run_until([&] { return http2.goaway; }));
  gate_.open();
  auto answer = http1->receive_answer();
  EXPECT_EQ(answer.body, "late");
  EXPECT_NE(answer.head.find("Connection: close\r\n"), std::string::npos);
  EXPECT_EQ(http1->receive_to_end(), "");
  ASSERT_TRUE(http2.run_until_closed(id));
  EXPECT_EQ(http2.answers[id].body, "late");
  EXPECT_EQ(cut_off.get_future().get(), 0u);
}

TEST_F(ServerLifeTest, StopFinishesAStreamThatIsNoWatch) {
  static constexpr size_t kTotal = 30'000'000;
  std::atomic<size_t> given = 0;
  routes_["/big"] = [&given](Request&) -> Task<Response> {
    Response response = text_response("");
    response.body = std::unique_ptr<BodyStream>(new TestFlow(kTotal, 100'000, given));
    co_return response;
  };
  start();
  TestHttp2Client client(plain());
  int32_t id = client.get("/big");
  ASSERT_TRUE(client.run_until([&] { return !client.answers[id].body.empty(); }));
  std::jthread stopper([&] { server_->stop(30s); });
  ASSERT_TRUE(client.run_until_closed(id));
  EXPECT_EQ(client.answers[id].body.size(), kTotal);
  EXPECT_EQ(client.answers[id].error, 0u);
}

TEST_F(ServerLifeTest, StopCutsOffWhatStays) {
  start();
  auto client = plain();
  client->send(get("/gated"));
  gate_.wait_for(1);
  EXPECT_EQ(server_->stop(1ms), 1u);
  EXPECT_EQ(client->receive_to_end(), "");
  gate_.open();  // the handler ends on its loop, for nobody
}

TEST_F(ServerLifeTest, StopWithManyOpenStreams) {
  std::vector<std::shared_ptr<TestFeed>> feeds;
  std::atomic<size_t> next = 0;
  for (int i = 0; i < 200; ++i) feeds.push_back(std::make_shared<TestFeed>());
  routes_["/watch"] = [&](Request& request) -> Task<Response> {
    Response response = text_response("");
    response.body = feeds[next++]->open(*request.loop);
    co_return response;
  };
  start_tls();
  std::vector<std::unique_ptr<TestHttp2Client>> clients;
  for (int i = 0; i < 4; ++i) {
    auto& client = clients.emplace_back(std::make_unique<TestHttp2Client>(tls()));
    for (int n = 0; n < 50; ++n) client->get("/watch");
    ASSERT_TRUE(client->ping());
  }
  EXPECT_EQ(server_->stop(30s), 0u);
  for (auto& feed : feeds) feed->wait_gone();
}

TEST_F(ServerLifeTest, ConnectionsComeAndGo) {
  start();
  std::vector<std::jthread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        auto client = plain();
        ASSERT_TRUE(client);
        client->send(get("/bytes/" + std::to_string(i * 1000)));
        if ((i + t) % 3 == 0) {
          client->reset();
        } else {
          EXPECT_EQ(client->receive_answer().body.size(), static_cast<size_t>(i) * 1000);
        }
      }
    });
  }
  threads.clear();
  EXPECT_EQ(server_->stop(30s), 0u);
}

// After a deadline the client has its answer, the connection goes on, and what the handler answers later harms nobody.
TEST_F(ServerLifeTest, AnAnswerAfterADeadline) {
  TestGate gate;
  routes_["/late"] = [&gate](Request& request) -> Task<Response> {
    request.host->answer_after(std::chrono::milliseconds(1), [] { return text_response("too late", 504); });
    co_await gate.wait(*request.loop);
    co_return text_response("late");
  };
  routes_["/early"] = [](Request& request) -> Task<Response> {
    request.host->answer_after(std::chrono::hours(1), [] { return text_response("never", 504); });
    co_return text_response("early");
  };
  start();
  auto client = plain();
  client->send("GET /late HTTP/1.1\r\nHost: x\r\n\r\n");
  auto answer = client->receive_answer();
  EXPECT_EQ(answer.status(), 504);
  EXPECT_EQ(answer.body, "too late");
  client->send("GET /early HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(client->receive_answer().body, "early");
  gate.open();
  client->send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(client->receive_answer().status(), 200);
}

}  // namespace
}  // namespace pintle::net

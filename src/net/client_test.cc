// Proves that calls reach their server and come back whole from any kind of loop or thread, that connections are kept and used again
// where that is safe, and that every way for a call to fail ends it in time, in Go's words and with nothing left behind.
#include "net/client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "base/test_loop.h"
#include "net/test_server.h"

namespace pintle::net {
namespace {

// A server that says what it is told to, whatever is asked: accepts one connection after the other.
class ScriptedServer {
 public:
  // Each connection: reads `reads` requests' heads, answers each with `answer`, then closes.
  ScriptedServer(std::string answer, int reads) : answer_(std::move(answer)), reads_(reads) {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address);
    listen(listener_, 16);
    socklen_t size = sizeof address;
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~ScriptedServer() {
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
  }
  uint16_t port() const { return port_; }
  int accepted() const { return accepted_; }

 private:
  void serve() {
    int connection;
    while ((connection = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0) {
      ++accepted_;
      for (int i = 0; i < reads_; ++i) {
        std::string head;
        char c;
        while (!head.ends_with("\r\n\r\n") && recv(connection, &c, 1, 0) == 1) head += c;
        send(connection, answer_.data(), answer_.size(), MSG_NOSIGNAL);
      }
      close(connection);
    }
  }
  std::string answer_;
  int reads_;
  int listener_;
  uint16_t port_;
  std::atomic<int> accepted_ = 0;
  std::thread thread_;
};

class FakeResolver final : public Resolver {
 public:
  explicit FakeResolver(std::vector<IpAddress> addresses) : addresses_(std::move(addresses)) {}
  void lookup(const std::string&, Answer answer) override { answer(addresses_); }

 private:
  std::vector<IpAddress> addresses_;
};

class ClientTest : public ServerTest {
 protected:
  void SetUp() override {
    ServerTest::SetUp();
    // Which connection a request came by.
    routes_["/port"] = [](Request& request) -> Task<Response> { co_return text_response(std::to_string(request.peer->port)); };
    routes_["/close"] = [](Request&) -> Task<Response> {
      Response response = text_response("bye");
      response.headers.add("connection", "close");
      co_return response;
    };
    routes_["/wait"] = [this](Request& request) -> Task<Response> {
      co_await gate_.wait(*request.loop);
      co_return text_response("waited");
    };
  }
  void TearDown() override {
    gate_.open();
    client_.stop();
    ServerTest::TearDown();
  }
  std::string url(const std::string& path) const { return "http://127.0.0.1:" + std::to_string(server_->port()) + path; }
  std::string get(const std::string& path) {
    auto answer = client_.send_blocking({.url = url(path)});
    return answer ? std::string(answer->body.view()) : answer.error().message();
  }
  static std::string fault_after_url(const Result<ClientResponse>& answer) {
    if (answer) return "an answer";
    return answer.error().message().substr(answer.error().message().find("\": ") + 3);
  }

  TestGate gate_;
  HttpClient client_{{.user_agent = "test/1"}};
};

TEST_F(ClientTest, TheWholeOfARequestAndItsAnswer) {
  start();
  ClientRequest request{.method = "POST", .url = url("/describe?a=b"), .body = Bytes::copy("body")};
  request.headers.add("content-type", "application/json");
  request.headers.add("x-evil", "a\r\nInjected: b");
  auto answer = client_.send_blocking(std::move(request));
  ASSERT_TRUE(answer) << answer.error().message();
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->body.view(), "POST /describe ? a=b @ 127.0.0.1:" + std::to_string(server_->port()) +
                                     " v11\n"
                                     "host=127.0.0.1:" +
                                     std::to_string(server_->port()) +
                                     "\nuser-agent=test/1\ncontent-type=application/json\nx-evil=a  Injected: b\ncontent-length=4\n");
}

TEST_F(ClientTest, BodiesOfAnySizeBothWays) {
  start_tls();
  auto tls = ClientTls::create({.insecure_skip_verify = true});
  for (size_t size : {size_t{0}, size_t{1}, size_t{16'384}, size_t{3} << 20}) {
    const std::string sent(size, 'x');
    auto answer = client_.send_blocking({.method = "POST",
                                         .url = "https://127.0.0.1:" + std::to_string(server_->port()) + "/echo",
                                         .body = Bytes::copy(sent),
                                         .tls = *tls});
    ASSERT_TRUE(answer) << answer.error().message();
    EXPECT_TRUE(answer->body.view() == sent) << size;
  }
  auto chunked = client_.send_blocking({.url = "https://127.0.0.1:" + std::to_string(server_->port()) + "/flow/1000000", .tls = *tls});
  ASSERT_TRUE(chunked);
  EXPECT_EQ(chunked->body.size(), 1'000'000u);
}

TEST_F(ClientTest, FromAnyLoop) {
  start();
  TestLoop test_loop;
  auto from_test_loop = test_loop.run(client_.send({.url = url("/hello")}));
  ASSERT_TRUE(from_test_loop);
  for (size_t i = 0; i < loops_->size(); ++i) {
    std::promise<int> status;
    loops_->at(i).post([&] {
      spawn([](Client& client, std::string url, std::promise<int>& status) -> Task<void> {
        auto answer = co_await client.send({.url = std::move(url)});
        status.set_value(answer ? answer->status : 0);
      }(client_, url("/hello"), status));
    });
    EXPECT_EQ(status.get_future().get(), 200);
  }
}

TEST_F(ClientTest, AConnectionIsUsedAgain) {
  start();
  const std::string first = get("/port");
  EXPECT_EQ(get("/port"), first);
  EXPECT_EQ(get("/close"), "bye");
  EXPECT_NE(get("/port"), first);
}

TEST_F(ClientTest, AnIdentityHasConnectionsOfItsOwn) {
  start_tls();
  const auto port_for = [&](std::shared_ptr<const ClientTls> tls) {
    auto answer = client_.send_blocking({.url = "https://127.0.0.1:" + std::to_string(server_->port()) + "/port", .tls = std::move(tls)});
    return std::string(answer->body.view());
  };
  auto one = ClientTls::create({.insecure_skip_verify = true});
  auto two = ClientTls::create({.insecure_skip_verify = true});
  const std::string first = port_for(*one);
  EXPECT_NE(port_for(*two), first);
  EXPECT_EQ(port_for(*one), first);
}

TEST_F(ClientTest, AKeptConnectionThatWasClosedIsNoFault) {
  ScriptedServer server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", 1);
  const std::string url = "http://127.0.0.1:" + std::to_string(server.port()) + "/";
  for (int i = 0; i < 5; ++i) {
    auto answer = client_.send_blocking({.url = url});
    ASSERT_TRUE(answer) << answer.error().message();
    EXPECT_EQ(answer->body.view(), "ok");
  }
  EXPECT_EQ(server.accepted(), 5);
}

TEST_F(ClientTest, InformationalAnswersAreSkipped) {
  ScriptedServer server("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok", 1);
  auto answer = client_.send_blocking({.url = "http://127.0.0.1:" + std::to_string(server.port())});
  ASSERT_TRUE(answer) << answer.error().message();
  EXPECT_EQ(answer->status, 201);
  EXPECT_FALSE(answer->headers.has("link"));
}

struct FaultCase {
  const char* answer;
  const char* wanted;
  ClientFault fault;
};

TEST_F(ClientTest, ServersThatDoNotAnswerProperly) {
  const FaultCase cases[] = {
      {"", "EOF", ClientFault::kEnd},
      {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab", "unexpected EOF", ClientFault::kEnd},
      {"SSH-2.0\r\n\r\n", "net/http: HTTP/1.x transport connection broken: malformed HTTP response \"SSH-2.0\"", ClientFault::kProtocol},
  };
  for (const FaultCase& c : cases) {
    ScriptedServer server(c.answer, 1);
    auto answer = client_.send_blocking({.method = "POST", .url = "http://127.0.0.1:" + std::to_string(server.port())});
    EXPECT_EQ(fault_after_url(answer), c.wanted);
    EXPECT_EQ(fault_of(answer.error()), c.fault) << c.wanted;
  }
}

TEST_F(ClientTest, NobodyListens) {
  start();
  const std::string port = std::to_string(server_->port());
  const std::string gone = url("/");
  stop_server();
  auto answer = client_.send_blocking({.url = gone});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().message(), "Get \"" + gone + "\": dial tcp 127.0.0.1:" + port + ": connect: connection refused");
  EXPECT_EQ(fault_of(answer.error()), ClientFault::kDial);
}

TEST_F(ClientTest, TheNextAddressOfANameIsTried) {
  start();
  HttpClient client({.resolver = std::make_unique<FakeResolver>(std::vector{*IpAddress::parse("::1"), *IpAddress::parse("127.0.0.1")})});
  auto answer = client.send_blocking({.url = "http://some.name:" + std::to_string(server_->port()) + "/hello"});
  EXPECT_TRUE(answer) << answer.error().message();
  client.stop();
}

TEST_F(ClientTest, AForbiddenAddressIsNotReachedNotEvenByAKeptConnection) {
  start();
  EXPECT_EQ(get("/port"), get("/port"));
  auto answer = client_.send_blocking({.url = url("/port"), .allows = [](const IpAddress& address) { return !address.is_loopback(); }});
  EXPECT_EQ(fault_after_url(answer), "dial tcp 127.0.0.1:" + std::to_string(server_->port()) + ": address not allowed");
  EXPECT_EQ(fault_of(answer.error()), ClientFault::kForbidden);
}

TEST_F(ClientTest, ALookupThatFindsNothing) {
  auto answer = client_.send_blocking({.url = "http://nowhere.invalid/"});
  ASSERT_FALSE(answer);
  EXPECT_EQ(fault_of(answer.error()), ClientFault::kLookup);
  EXPECT_TRUE(fault_after_url(answer).starts_with("dial tcp: lookup nowhere.invalid: ")) << answer.error().message();
}

TEST_F(ClientTest, ACallThatTakesTooLong) {
  start();
  auto answer = client_.send_blocking({.url = url("/wait"), .timeout = std::chrono::milliseconds(1)});
  EXPECT_EQ(fault_after_url(answer), "context deadline exceeded");
  EXPECT_EQ(fault_of(answer.error()), ClientFault::kTimeout);
  EXPECT_EQ(answer.error().code(), 504);
}

TEST_F(ClientTest, AnAnswerThatIsTooLong) {
  start();
  EXPECT_TRUE(client_.send_blocking({.url = url("/bytes/100"), .response_bytes_max = 100}));
  auto answer = client_.send_blocking({.url = url("/flow/10000000"), .response_bytes_max = 100});
  EXPECT_EQ(fault_after_url(answer), "the answer is longer than 100 bytes");
  EXPECT_EQ(fault_of(answer.error()), ClientFault::kTooLarge);
}

TEST_F(ClientTest, ADestroyedTaskEndsItsCall) {
  start();
  std::promise<void> server_saw_the_end;
  auto feed = std::make_shared<TestFeed>();
  routes_["/feed"] = [feed](Request& request) -> Task<Response> {
    Response response = text_response("");
    response.body = feed->open(*request.loop);
    co_return response;
  };
  {
    TestLoop loop;
    auto holder = std::make_unique<Task<Result<ClientResponse>>>(client_.send({.url = url("/feed")}));
    struct Never {
      bool await_ready() const { return false; }
      void await_suspend(std::coroutine_handle<>) {}
      void await_resume() {}
    };
    // Awaited by a coroutine whose frame is given up while it waits.
    struct Owner {
      struct promise_type {
        Owner get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_always final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() { std::terminate(); }
      };
      std::coroutine_handle<promise_type> handle;
    };
    Owner owner{};
    loop.post([&] { owner = [](Task<Result<ClientResponse>> task) -> Owner { (void)co_await std::move(task); }(std::move(*holder)); });
    loop.run_until_idle();
    feed->wait_opened();
    owner.handle.destroy();
    loop.run_until_idle();
  }
  feed->wait_gone();  // the server's stream ended because the connection did
}

TEST_F(ClientTest, StopEndsWhatIsUnderWay) {
  start();
  std::promise<std::string> said;
  loops_->at(0).post([&] {
    spawn([](Client& client, std::string url, std::promise<std::string>& said) -> Task<void> {
      auto answer = co_await client.send({.url = std::move(url)});
      said.set_value(fault_after_url(answer));
    }(client_, url("/wait"), said));
  });
  gate_.wait_for(1);
  client_.stop();
  EXPECT_EQ(said.get_future().get(), "the client is stopped");
  EXPECT_FALSE(client_.send_blocking({.url = url("/hello")}));
}

}  // namespace
}  // namespace pintle::net

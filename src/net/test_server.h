// A server on loopback with handlers by path, for tests.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "net/server.h"
#include "net/test_certificate.h"
#include "net/test_socket.h"

namespace pintle::net {

// A body stream that another thread feeds; shared with the handler that hands it out.
class TestFeed : public std::enable_shared_from_this<TestFeed> {
 public:
  // The stream to be given as a response's body; once. `loop`: the request's.
  std::unique_ptr<BodyStream> open(Loop& loop);
  // Any thread.
  void push(std::string message);
  void end();
  // The stream ends, and says that it was not whole.
  void break_off();
  // Waits until the stream was opened.
  void wait_opened() { opened_.get_future().wait(); }
  // Waits until the stream was destroyed.
  void wait_gone() { gone_.get_future().wait(); }
  bool cancelled() const { return cancelled_; }

 private:
  class Stream;
  Loop* loop_ = nullptr;
  Stream* stream_ = nullptr;  // on the loop
  std::promise<void> opened_;
  std::promise<void> gone_;
  std::atomic<bool> cancelled_ = false;
};

// Gives `total` bytes in pieces of `piece`, always ready; counts what it gave.
class TestFlow final : public BodyStream {
 public:
  TestFlow(size_t total, size_t piece, std::atomic<size_t>& given) : left_(total), piece_(piece), given_(given) {}
  Task<std::vector<Bytes>> next() override;
  void cancel() override {}

 private:
  size_t left_;
  size_t piece_;
  std::atomic<size_t>& given_;
};

// Holds coroutines until it is opened from any thread.
class TestGate {
 public:
  // Awaited on `loop`, where it resumes.
  auto wait(Loop& loop) {
    return completion<bool>(loop, [this](auto done) { add(std::move(done)); });
  }
  void open();
  // Waits until `count` coroutines wait or have waited.
  void wait_for(size_t count);

 private:
  using Done = std::move_only_function<void(bool)>;
  void add(Done done);
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Done> waiting_;
  size_t arrived_ = 0;
  bool open_ = false;
};

Response text_response(std::string text, int status = 200);

class ServerTest : public testing::Test {
 protected:
  // Longest prefix of the path wins; else 404.
  std::map<std::string, Handler> routes_;
  ServerOptions options_;
  size_t loop_count_ = 2;

  void SetUp() override;
  void TearDown() override;
  void start();
  void start_tls();
  void stop_server() { server_.reset(); }

  std::unique_ptr<TestSocket> plain() { return TestSocket::connect(server_->port()); }
  std::unique_ptr<TestSocket> tls(const TestTls& tls = {}) { return TestSocket::connect_tls(server_->port(), tls); }

  static const TestCertificate& certificate();
  std::unique_ptr<LoopPool> loops_;
  std::unique_ptr<Server> server_;
};

}  // namespace pintle::net

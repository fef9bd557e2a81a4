// A session with a connection that is only bytes, for the fuzz targets of HTTP/1.1 and HTTP/2.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "base/check.h"
#include "net/session.h"
#include "net/worker.h"

namespace pintle::net {

// Gives its body in three parts.
class FuzzStream final : public BodyStream {
 public:
  Task<std::vector<Bytes>> next() override {
    std::vector<Bytes> pieces;
    if (left_ > 0) pieces.push_back(Bytes::constant("a part of a body"));
    if (left_ > 0) --left_;
    co_return pieces;
  }
  void cancel() override { left_ = 0; }

 private:
  int left_ = 3;
};

// Answers by the length of the path: the body that was sent, a stream, a WebSocket, or nothing much.
inline Task<Response> fuzz_handler(Request& request) {
  PINTLE_CHECK(!request.path.empty());
  Response response;
  switch (request.path.size() % 4) {
    case 0: {
      auto body = co_await request.body->read_all(1000);
      response.status = body ? 200 : body.error().code();
      if (body) response.body = *std::move(body);
      break;
    }
    case 1:
      response.body = std::make_unique<FuzzStream>();
      break;
    case 2:
      response.body = std::make_unique<FuzzStream>();
      if (is_websocket_request(request)) response.websocket = std::make_unique<Response::WebSocket>();
      break;
    default:
      response.headers.add("connection", "close");
  }
  co_return response;
}

class FuzzConnection final : public SessionHost {
 public:
  using Make = std::unique_ptr<Session> (*)(SessionHost&);

  explicit FuzzConnection(Make make)
      : loop_(IoLoop::create()),
        worker_(std::make_shared<Worker>(*loop_, ServerOptions(), fuzz_handler)),
        peer_(std::make_shared<const Peer>()),
        session_(make(*this)) {}
  ~FuzzConnection() {
    session_->lost();
    if (next_) next_->lost();
    PINTLE_CHECK(worker_->exchanges == 0);  // no handler waits for anything but its client
  }

  // Feeds `bytes` in parts of `part`, and takes what is answered, as a connection would.
  void run(std::string_view bytes, size_t part) {
    write();
    while (!bytes.empty() && session_->wants_input() && !session_->finished()) {
      size_t size = std::min(part, bytes.size());
      session_->receive(bytes.substr(0, size));
      bytes.remove_prefix(size);
      write();
    }
    if (!session_->finished() && session_->wants_input()) session_->receive_end();
    write();
  }

  const std::shared_ptr<Worker>& worker() const override { return worker_; }
  const std::shared_ptr<const Peer>& peer() const override { return peer_; }
  void wake() override {}
  void set_deadline(std::optional<std::chrono::milliseconds>) override {}
  void upgrade(std::unique_ptr<Session> session, std::string_view input) override {
    next_ = std::move(session);
    next_input_ = input;
  }

 private:
  void write() {
    std::string record;
    while (true) {
      record.clear();
      session_->produce(record);
      PINTLE_CHECK(record.size() <= 4 * kRecordBytes);
      if (!record.empty()) continue;
      if (!next_) return;
      session_ = std::move(next_);
      session_->receive(std::exchange(next_input_, {}));
    }
  }

  std::unique_ptr<IoLoop> loop_;  // never run: nothing here waits for time
  std::shared_ptr<Worker> worker_;
  std::shared_ptr<const Peer> peer_;
  std::unique_ptr<Session> session_;
  std::unique_ptr<Session> next_;
  std::string next_input_;
};

}  // namespace pintle::net

#include "net/incoming_body.h"

#include <utility>

#include "base/check.h"

namespace pintle::net {

// Suspends until the body ended, failed, grew over the limit or took too long.
class IncomingBody::Arrival {
 public:
  explicit Arrival(IncomingBody& body) : body_(body) {}
  ~Arrival() { body_.reader_ = nullptr; }
  bool await_ready() const { return body_.state_ != State::kOpen || body_.over_limit(); }
  void await_suspend(std::coroutine_handle<> reader) {
    body_.reader_ = reader;
    body_.timer_ = body_.loop_.after(body_.timeout_, [body = &body_] {
      body->timed_out_ = true;
      body->wake();
    });
  }
  void await_resume() const {}

 private:
  IncomingBody& body_;
};

Task<Result<Bytes>> IncomingBody::read_all(size_t bytes_max) {
  PINTLE_CHECK(!wanted_);
  wanted_ = true;
  bytes_max_ = bytes_max;
  if (length_.value_or(0) <= bytes_max) {
    if (state_ == State::kOpen) host_.body_wanted();
    co_await Arrival(*this);
    timer_.reset();
  }
  if (length_.value_or(0) > bytes_max || over_limit()) {
    refused_ = true;
    bytes_ = {};
    // Source: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/rest.go, limitedReadBody.
    co_return pintle::fail(Status::request_too_large("limit is " + std::to_string(bytes_max)));
  }
  if (state_ == State::kEnded) co_return Bytes::take(std::move(bytes_));
  refused_ = true;
  if (timed_out_) co_return pintle::fail(Status::timeout("the request body did not arrive in time", 0));
  co_return pintle::fail(Status::bad_request("unexpected EOF"));
}

void IncomingBody::receive(std::string_view bytes) {
  if (refused_ || over_limit()) return;
  if (wanted_ && bytes_.empty() && length_) bytes_.reserve(*length_);  // at most bytes_max_
  bytes_.append(bytes);
  if (over_limit()) wake();
}

void IncomingBody::end() {
  if (state_ == State::kOpen) state_ = State::kEnded;
  wake();
}

void IncomingBody::fail() {
  if (state_ == State::kOpen) state_ = State::kFailed;
  wake();
}

void IncomingBody::wake() {
  if (reader_) std::exchange(reader_, nullptr).resume();
}

}  // namespace pintle::net

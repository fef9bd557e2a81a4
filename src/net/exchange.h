// Exchange: one request, its handler and its answer, whatever the version of HTTP.
//
//   session --receive_body, end_body, lost-->  Exchange  --read_body, respond, body_ready--> ExchangeHost (the session)
//
// The session hands bytes of the request body in and pulls bytes of the response body out; the exchange runs the handler and, for a
// streamed body, calls BodyStream::next() when what it had was taken.
// Ownership: shared by the session and by the coroutine that runs the handler. The session may go first (the client has gone): the
// handler then runs to its end, since what it waits for may still call back, and its answer is dropped.
// Thread: the connection's loop.
#pragma once

#include <coroutine>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/task.h"
#include "net/deadlines.h"
#include "net/http.h"
#include "net/incoming_body.h"
#include "net/outgoing_body.h"

namespace pintle::net {

class Exchange;
class Worker;

class ExchangeHost {
 public:
  // The handler wants the request body: let it come.
  virtual void read_body(Exchange& exchange) = 0;
  // exchange.response() is there; exchange.body() holds what there is of its body.
  virtual void respond(Exchange& exchange) = 0;
  // exchange.body() has grown or ended. Not called from inside pull().
  virtual void body_ready(Exchange& exchange) = 0;

 protected:
  ~ExchangeHost() = default;
};

class Exchange final : public std::enable_shared_from_this<Exchange>, private BodyHost, private RequestHost {
 public:
  // Counts the exchanges of one session that are running: from start() until the handler and the body stream have ended.
  struct Gate {
    uint32_t running = 0;
  };

  Exchange(std::shared_ptr<Worker> worker, std::shared_ptr<const Peer> peer, int32_t stream);
  ~Exchange() override;

  int32_t stream() const { return stream_; }
  Request& request() { return request_; }
  // Once request() is filled in, but for its body. Runs the handler, which may answer before this returns.
  void start(ExchangeHost& host, std::shared_ptr<Gate> gate);

  // Another session takes over.
  void move_to(ExchangeHost& host) { host_ = &host; }

  // --- For the session: the request body.
  IncomingBody& incoming() { return incoming_; }

  // --- For the session: the response.
  bool responded() const { return responded_; }
  Response& response() { return response_; }
  OutgoingBody& body() { return body_; }
  bool streamed() const { return stream_body_ != nullptr; }
  // body() has ended, but what was given is not the whole.
  bool broken_off() const { return broken_off_; }
  // Tries to have `bytes` in body() by asking a streamed body for more, as long as that does not have to wait.
  void pull(size_t bytes);
  // The server stops, or the client does not want the rest: a stream is asked to end. What it gives is still sent.
  void cancel();
  // The client has gone. The host is not called any more.
  void lost();

 private:
  class Drained;
  static Task<void> run(std::shared_ptr<Exchange> self);
  Task<void> pump();
  void take_response(Response response);
  void announce();
  void body_wanted() override;
  void answer_after(std::chrono::milliseconds time, std::move_only_function<Response()> answer) override;
  void end_deadline();

  std::shared_ptr<Worker> worker_;
  std::shared_ptr<const Peer> peer_;
  Request request_;
  Response response_;
  IncomingBody incoming_;
  OutgoingBody body_;
  std::unique_ptr<BodyStream> stream_body_;
  std::optional<Deadlines::Place> deadline_;
  std::coroutine_handle<> pump_;  // waits until body_ was taken
  ExchangeHost* host_ = nullptr;  // null once lost
  std::shared_ptr<Gate> gate_;
  int32_t stream_;
  bool responded_ = false;
  bool cancelled_ = false;
  bool cancelling_ = false;  // inside BodyStream::cancel()
  bool pumped_ = false;      // the stream has ended
  bool broken_off_ = false;
  bool pulling_ = false;
};

}  // namespace pintle::net

// IncomingBody: a request body between the session that receives it and the handler that reads it whole.
//
// Until read_all() the session holds it back by flow control, so only little is kept; from then on it is gathered up to the limit.
// Errors of read_all: 413 over the limit, 400 when the client breaks off, 504 when it is too slow.
// Thread: the connection's loop. Owner: the exchange.
#pragma once

#include <algorithm>
#include <chrono>
#include <coroutine>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/loop.h"
#include "base/result.h"
#include "base/task.h"

namespace pintle::net {

class BodyHost {
 public:
  // read_all was called and the body is not all there.
  virtual void body_wanted() = 0;

 protected:
  virtual ~BodyHost() = default;
};

class IncomingBody {
 public:
  IncomingBody(Loop& loop, BodyHost& host, std::chrono::milliseconds timeout) : loop_(loop), host_(host), timeout_(timeout) {}

  // --- The handler's side; once.
  Task<Result<Bytes>> read_all(size_t bytes_max);

  // --- The session's side.
  void expect(std::optional<uint64_t> length) { length_ = length; }
  void receive(std::string_view bytes);
  void end();
  void fail();
  // The handler has asked for the body.
  bool wanted() const { return wanted_; }
  // All has arrived.
  bool ended() const { return state_ == State::kEnded; }
  // More may arrive and nobody will look at it.
  bool refused() const { return refused_; }
  size_t buffered() const { return bytes_.size(); }
  // Of the announced length; UINT64_MAX when none was.
  uint64_t length_left() const { return length_ ? *length_ - std::min<uint64_t>(*length_, bytes_.size()) : UINT64_MAX; }

 private:
  enum class State { kOpen, kEnded, kFailed };
  class Arrival;
  bool over_limit() const { return bytes_.size() > bytes_max_; }
  void wake();

  Loop& loop_;
  BodyHost& host_;
  std::chrono::milliseconds timeout_;
  std::optional<uint64_t> length_;
  std::string bytes_;
  size_t bytes_max_ = SIZE_MAX;
  State state_ = State::kOpen;
  bool wanted_ = false;
  bool refused_ = false;
  bool timed_out_ = false;
  std::coroutine_handle<> reader_;
  std::unique_ptr<Loop::Timer> timer_;
};

}  // namespace pintle::net

// Session: one HTTP connection above the bytes, of one version. It is fed what the client sent and asked for what to send.
//
// Thread: the connection's loop. The host owns the session and outlives it; a session never calls the host's flush from inside
// receive() or produce(), where the host looks by itself afterwards.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "net/http.h"

namespace pintle::net {

class Session;
class Worker;

class SessionHost {
 public:
  virtual const std::shared_ptr<Worker>& worker() const = 0;
  virtual const std::shared_ptr<const Peer>& peer() const = 0;
  // There is something to produce, or the session has finished, or wants_input() has changed.
  virtual void wake() = 0;
  // The connection ends when this much time passes before the next call; nullopt: no limit.
  virtual void set_deadline(std::optional<std::chrono::milliseconds> time) = 0;
  // Another protocol takes over after the bytes at hand were written. `input`: what the client has sent already. The old session is
  // destroyed later, not inside this call.
  virtual void upgrade(std::unique_ptr<Session> session, std::string_view input) = 0;

 protected:
  ~SessionHost() = default;
};

class Session {
 public:
  virtual ~Session() = default;
  virtual void receive(std::string_view bytes) = 0;
  // The client sends no more.
  virtual void receive_end() = 0;
  // Appends to `out` what is to be sent, up to about kRecordBytes. Nothing appended: nothing to send now.
  virtual void produce(std::string& out) = 0;
  virtual bool wants_input() const = 0;
  // All was produced and no more will come: close when it is sent.
  virtual bool finished() const = 0;
  // The deadline has passed.
  virtual void expire() = 0;
  // End soon: no new requests, streams end, requests under way are answered.
  virtual void stop() = 0;
  // The connection is no more; only destruction follows.
  virtual void lost() = 0;
};

}  // namespace pintle::net

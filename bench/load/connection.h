// Connection: the bytes of one TLS connection, without waiting. A Session above it gives them meaning.
//
// Reading stops when neither OpenSSL nor, by what epoll says, the socket has more. Writing gathers what the session has to say into
// records of up to 16 KiB.
// Owner: a client. Thread: the loop's.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "load/event_loop.h"
#include "load/tls_client.h"

namespace pintle::load {

class Connection final : public EventLoop::Source {
 public:
  class Session {
   public:
    virtual ~Session() = default;
    virtual bool received(std::string_view bytes) = 0;  // false ends the connection: the peer broke the protocol
    virtual void write_to(std::string& out) = 0;        // appends what is to be sent now
    virtual void lost(const std::string& why) = 0;      // called once; nothing is called after it
  };

  static Result<std::unique_ptr<Connection>> open(EventLoop& loop, const TlsClient& tls, Protocol protocol, Session& session);
  ~Connection() override;

  // The session has something to say; it is asked when what was read has been worked off.
  void flush_soon();
  bool is_lost() const { return lost_; }

  void ready() override;
  void flush() override;

 private:
  Connection(EventLoop& loop, TlsClient::Opened opened, Session& session);
  void read();
  bool write_out();  // false when the socket takes no more
  void lose(const std::string& why);

  EventLoop& loop_;
  int socket_;
  ssl_st* ssl_;
  Session& session_;
  std::string out_;
  size_t out_sent_ = 0;
  bool flush_asked_ = false;
  bool waits_to_write_ = false;
  bool lost_ = false;
};

}  // namespace pintle::load

// Server: listens, and serves HTTP/1.1 and HTTP/2 over TLS to a handler.
//
//   auto loops = LoopPool::start(0);
//   PINTLE_TRY(auto server, Server::start({.address = "::", .port = 6443, .tls = tls}, *loops, handler));
//   server->set_certificate(tls);            // new connections use it
//   server->stop(60s);                       // then loops->stop()
//
// Connections are handed to the loop that has the fewest. The handler is called on the connection's loop.
// Owner: main; the loops outlive it. Threads: start, set_certificate and stop on any thread that is none of the loops'.
// Errors: of start, what the system or OpenSSL said; a client's fault is answered or ends its own connection.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>

#include "base/result.h"
#include "net/http.h"
#include "net/loops.h"
#include "net/server_options.h"

namespace pintle::net {

class Server {
 public:
  // Listening when it returns.
  static Result<std::unique_ptr<Server>> start(ServerOptions options, LoopPool& loops, Handler handler);
  virtual ~Server() = default;  // stop(0) if it was not stopped

  virtual uint16_t port() const = 0;
  // Certificate, key and the rest of the TLS options for connections to come. On an error the old ones stay.
  virtual Result<void> set_certificate(const TlsOptions& tls) = 0;
  // Stops listening, asks streams to end, lets requests under way be answered, and closes what is left after `grace`. Returns how
  // many requests were cut off.
  virtual size_t stop(std::chrono::milliseconds grace) = 0;
};

}  // namespace pintle::net

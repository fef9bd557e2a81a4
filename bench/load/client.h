// Client: requests on one connection of its own.
//
//   PINTLE_TRY(auto client, open_client(loop, tls, Protocol::kHttp2));
//   client->send(exchange);
//
// HTTP/2 carries any number of exchanges at once (beyond the server's limit they wait here); HTTP/1.1 one after the other.
// A client must not be destroyed within an exchange's callback. Exchanges under way when it is destroyed hear nothing more.
// Errors: 503 when the server cannot be reached; later ones are in each exchange's response.
#pragma once

#include <memory>

#include "base/result.h"
#include "load/event_loop.h"
#include "load/exchange.h"
#include "load/tls_client.h"

namespace pintle::load {

class Client {
 public:
  virtual ~Client() = default;
  virtual void send(Exchange& exchange) = 0;
};

Result<std::unique_ptr<Client>> open_http1_client(EventLoop& loop, const TlsClient& tls);
Result<std::unique_ptr<Client>> open_http2_client(EventLoop& loop, const TlsClient& tls);

inline Result<std::unique_ptr<Client>> open_client(EventLoop& loop, const TlsClient& tls, Protocol protocol) {
  return protocol == Protocol::kHttp2 ? open_http2_client(loop, tls) : open_http1_client(loop, tls);
}

}  // namespace pintle::load

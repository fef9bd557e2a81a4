// Transport: the bytes of a connection above the socket: as they are, or through TLS.
//
// Writing never waits: what the socket does not take is kept by the Wire. Thread: the connection's loop.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "net/http.h"
#include "net/tls_context.h"
#include "net/wire.h"

namespace pintle::net {

enum class Protocol { kUnknown, kHttp1, kHttp2 };

class Transport {
 public:
  enum class Handshake { kDone, kPending, kFailed };

  virtual ~Transport() = default;
  // Again whenever the socket is readable, until it is done. After kFailed what was answered may still be on the wire.
  virtual Handshake handshake() = 0;
  // What ALPN chose, after the handshake; kUnknown: the client's first bytes tell.
  virtual Protocol protocol() const = 0;
  // Fills in what the handshake told.
  virtual void describe(Peer& peer) const = 0;
  // As Wire::receive.
  virtual ptrdiff_t receive(char* out, size_t size) = 0;
  // Bytes may be had by receive() although the socket is not readable.
  virtual bool holds_input() const = 0;
  // As Wire::send.
  virtual bool send(std::string_view bytes) = 0;
  // Tells the client that no more comes.
  virtual void send_end() = 0;
};

std::unique_ptr<Transport> make_plain_transport(Wire& wire);
// Null when there is no memory for it.
std::unique_ptr<Transport> make_tls_transport(std::shared_ptr<const TlsContext> context, Wire& wire);

}  // namespace pintle::net

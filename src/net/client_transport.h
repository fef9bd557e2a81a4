// ClientTransport: the bytes of an outgoing connection above the socket: as they are, or through TLS. The counterpart of transport.h,
// with the words for what went wrong.
//
// Nothing waits: what the socket does not take is kept by the Wire. Thread: the connection's loop.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "net/client_tls.h"
#include "net/wire.h"

namespace pintle::net {

class ClientTransport {
 public:
  enum class Handshake { kDone, kPending, kFailed };

  virtual ~ClientTransport() = default;
  // Again whenever the socket is readable, until it is done.
  virtual Handshake handshake() = 0;
  // As Wire::receive.
  virtual ptrdiff_t receive(char* out, size_t size) = 0;
  // As Wire::send.
  virtual bool send(std::string_view bytes) = 0;
  virtual void send_end() = 0;
  // After kFailed or Wire::kBroken: what TLS says of it ("remote error: tls: bad certificate"); "" when the socket broke.
  virtual const std::string& fault() const = 0;
};

std::unique_ptr<ClientTransport> make_plain_client_transport(Wire& wire);
// `host` is the name to verify and to ask for, unless `tls` has one. Null when there is no memory for it.
std::unique_ptr<ClientTransport> make_tls_client_transport(std::shared_ptr<const ClientTls> tls, const std::string& host, Wire& wire);

}  // namespace pintle::net

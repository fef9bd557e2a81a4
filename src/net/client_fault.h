// Why an outgoing call got no answer: a Status whose text is what Go's client says, with the kind of fault for those who decide by it.
//
//   Post "https://10.0.0.7:443/authorize": dial tcp 10.0.0.7:443: connect: connection refused
//
// The Status is 504 for kTimeout and 503 otherwise; callers word their own answer around its message. The kind is its one cause.
// Source: Go's net, net/http, crypto/tls and crypto/x509 (error texts), net/url Error.
#pragma once

#include <cstdint>
#include <string>

#include "base/status.h"

namespace pintle::net {

enum class ClientFault : uint8_t {
  kNone,       // not a fault of the client
  kRequest,    // the request cannot be sent: a URL that is none
  kLookup,     // the name has no address
  kDial,       // no connection
  kForbidden,  // the address is one that the request must not reach
  kTls,        // handshake or certificate
  kReset,      // the server broke the connection off
  kEnd,        // the server ended the connection before the answer's end
  kProtocol,   // the answer is no HTTP
  kTooLarge,   // the answer is longer than the request allows
  kTimeout,
  kCancelled,  // the caller has gone or the client stops
};

Status client_fault(ClientFault fault, std::string message);
ClientFault fault_of(const Status& status);
// `Post "https://...": ` before the message of `fault`.
Status with_url(const Status& fault, const std::string& method, const std::string& url);

}  // namespace pintle::net

// What a server is told at its start.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "net/limits.h"

namespace pintle::net {

enum class TlsVersion { kTls12, kTls13 };

// --tls-sni-cert-key: another certificate for some names.
struct SniCertificate {
  std::string certificate_pem;
  std::string private_key_pem;
  std::vector<std::string> names;  // "*.example.com" for all of a domain; an address: for clients that name none; none: the certificate's
};

struct TlsOptions {
  // The contents of PEM files: the server's chain, leaf first, and its key.
  std::string certificate_pem;
  std::string private_key_pem;
  std::vector<SniCertificate> sni_certificates;  // the first that has a name counts
  TlsVersion version_min = TlsVersion::kTls12;
  // IANA names ("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"); empty: the default. TLS 1.3 has its own, which are not chosen, as in Go.
  std::vector<std::string> cipher_suites;
  // Whether clients are asked for a certificate. None is refused here: authentication looks at Peer::certificates_der.
  bool request_client_certificate = false;
  // Certificates of the authorities whose names clients are told, so that they choose well; may be empty.
  std::string client_authorities_pem;
};

// Defaults and reasons in limits.h.
struct Timeouts {
  std::chrono::milliseconds head = kHeadTimeout;
  std::chrono::milliseconds idle = kIdleTimeout;
  std::chrono::milliseconds body = kBodyTimeout;
  std::chrono::milliseconds linger = kLingerTimeout;
  std::chrono::milliseconds websocket_close = kWebSocketCloseTimeout;
};

struct ServerOptions {
  std::string address = "127.0.0.1";  // an IP address; "::" takes IPv4 too
  uint16_t port = 0;                  // 0: any free one
  // --permit-port-sharing: SO_REUSEPORT. --permit-address-sharing is always on (SO_REUSEADDR), as in Go.
  bool share_port = false;
  std::optional<TlsOptions> tls;  // none: plain HTTP, for tests and measurements
  bool http2 = true;
  uint32_t concurrent_streams_max = kConcurrentStreamsMax;  // --http2-max-streams-per-connection
  Timeouts timeouts;
};

}  // namespace pintle::net

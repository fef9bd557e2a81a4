// What the flags of secure serving and of request policy come to, and their checks.
// Source: apiserver/pkg/server/options (serving.go, server_run_options.go, feature.go), component-base/cli/flag.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "server/flag_value.h"

namespace pintle::server {

struct ConnectionOptions {
  std::string tls_min_version;                 // --tls-min-version: VersionTLS12, VersionTLS13; "" = VersionTLS12
  std::vector<std::string> tls_cipher_suites;  // --tls-cipher-suites; none: the built-in ones
  std::vector<std::string> tls_sni_cert_keys;  // --tls-sni-cert-key: "cert,key:name,name"
  int64_t http2_max_streams = 0;               // --http2-max-streams-per-connection; 0: the built-in limit
  bool disable_http2 = false;                  // --disable-http2-serving
  bool permit_port_sharing = false;            // --permit-port-sharing

  std::vector<std::string> cors_allowed_origins;  // --cors-allowed-origins
  std::vector<std::string> hsts_directives;       // --strict-transport-security-directives
  double goaway_chance = 0;                       // --goaway-chance
  bool priority_and_fairness = true;              // --enable-priority-and-fairness; false: the two limits that follow
  int64_t requests_in_flight_max = 400;           // --max-requests-inflight
  int64_t mutating_requests_in_flight_max = 200;  // --max-mutating-requests-inflight
  bool shutdown_send_retry_after = false;         // --shutdown-send-retry-after

  bool operator==(const ConnectionOptions&) const = default;
};

// A file pair of --tls-sni-cert-key.
struct SniFiles {
  std::string certificate;
  std::string key;
  std::vector<std::string> names;
};
SniFiles sni_files(const std::string& item);

void check_connection_options(const ConnectionOptions& options, std::vector<std::string>& faults);

}  // namespace pintle::server

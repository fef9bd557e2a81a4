// ClientUrl: the parts of an absolute http or https URL that a call needs.
//
//   ClientUrl::parse("https://[::1]:8443/v1?x=1")   // tls, host "::1", port 8443, authority "[::1]:8443", target "/v1?x=1"
//
// A name before an '@' is refused: credentials go into headers. Source: RFC 3986 section 3, Go's net/url.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace pintle::net {

struct ClientUrl {
  bool tls = true;
  std::string host;  // without brackets
  uint16_t port = 443;
  std::string authority;  // as in the URL
  std::string target;     // at least "/"; without the fragment

  // Errors: client_fault(kRequest).
  static Result<ClientUrl> parse(std::string_view url);
};

// "host:port" or "[v6]:port".
struct HostPort {
  std::string host;
  uint16_t port = 0;
  static Result<HostPort> parse(std::string_view text, uint16_t default_port);
};
std::string join_host_port(std::string_view host, uint16_t port);

}  // namespace pintle::net

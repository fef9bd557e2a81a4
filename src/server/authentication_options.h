// Flags about who clients are that came with --authentication-config: OpenID providers, and what only `pintle serve` has. What follows from
// them: authentication_configuration.h.
//
// Source: k8s.io/kubernetes/pkg/kubeapiserver/options/authentication.go.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace pintle::server {

struct OidcFlags {
  std::string issuer_url;
  std::string client_id;
  std::string ca_file;  // "" the machine's authorities
  std::string username_claim = "sub";
  std::string username_prefix;  // "" the issuer and '#', but for an email; "-" none
  std::string groups_claim;     // "" no groups
  std::string groups_prefix;
  std::vector<std::string> required_claims;  // claim=value
  std::vector<std::string> signing_algorithms = {"RS256"};
  bool operator==(const OidcFlags&) const = default;
};

struct AuthenticationOptions {
  std::string config_file;  // --authentication-config; "" none
  OidcFlags oidc;

  // Of `pintle serve` only.
  std::string basic_auth_file;                      // "" none
  std::string keystone_url;                         // "" none
  std::string keystone_ca_file;                     // "" the machine's authorities
  int64_t insecure_port = 0;                        // 0 none
  std::string insecure_bind_address = "127.0.0.1";  // an IP address
  bool operator==(const AuthenticationOptions&) const = default;
};

}  // namespace pintle::server

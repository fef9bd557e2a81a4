// The --authorization-* flags: which authorizers decide, in which order, and what they decide on.
//
// Source: pkg/kubeapiserver/options/authorization.go.
#pragma once

#include <chrono>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "access/configuration/authorization_configuration.h"

namespace pintle::server {

struct AuthorizationWebhookFlags {
  std::string config_file;
  std::string version = "v1beta1";
  std::chrono::milliseconds authorized_ttl{300'000};
  std::chrono::milliseconds unauthorized_ttl{30'000};
  bool operator==(const AuthorizationWebhookFlags&) const = default;
};

struct AuthorizationOptions {
  std::vector<std::string> modes = {"Node", "RBAC"};  // in order
  std::string policy_file;                            // of the mode ABAC
  std::string config_file;                            // an AuthorizationConfiguration, instead of modes and webhook
  AuthorizationWebhookFlags webhook;
  bool operator==(const AuthorizationOptions&) const = default;
};

// Without modes and without a file everything is allowed, as upstream has it.
void fill_authorization_options(AuthorizationOptions& options);
// Upstream's checks in their order; each fault is one text. `given`: the names of the flags on the command line.
void check_authorization_options(const AuthorizationOptions& options, const std::set<std::string_view>& given,
                                 std::vector<std::string>& faults);
// What the flags come to when there is no file.
access::AuthorizationConfiguration configuration_of_flags(const AuthorizationOptions& options);

}  // namespace pintle::server

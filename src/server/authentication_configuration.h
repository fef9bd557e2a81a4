// What the flags and the file of --authentication-config come to: whose JSON Web Tokens are accepted, and whether somebody may be
// anonymous.
//
//   check_authentication_options(options, faults);
//   PINTLE_TRY(JwtSettings settings, load_jwt_settings(options));
//   auth::Anonymous anonymous = anonymous_of(options, settings.configuration);
//
// Thread: pure but for the files that are read. Errors: in upstream's words.
// Source: k8s.io/kubernetes/pkg/kubeapiserver/options/authentication.go (Validate, ToAuthenticationConfig, ApplyAuthorization).
#pragma once

#include <string>
#include <vector>

#include "auth/authentication_configuration.h"
#include "auth/authenticator.h"
#include "server/options.h"

namespace pintle::server {

void check_authentication_options(const Options& options, std::vector<std::string>& faults);

struct JwtSettings {
  auth::AuthenticationConfiguration configuration;
  std::vector<std::string> algorithms;  // accepted ones
  std::string file_text;                // of --authentication-config
};
Result<JwtSettings> load_jwt_settings(const Options& options);

auth::Anonymous anonymous_of(const Options& options, const auth::AuthenticationConfiguration& configuration);

// A file that has changed while the server runs; `initial` is the one of the start, whose anonymous part must stay.
Result<auth::AuthenticationConfiguration> changed_configuration(const Options& options, const auth::AuthenticationConfiguration& initial,
                                                                std::string_view text);

}  // namespace pintle::server

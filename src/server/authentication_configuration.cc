#include "server/authentication_configuration.h"

#include <algorithm>

#include "base/file.h"
#include "base/go_text.h"
#include "base/go_url.h"
#include "base/ip_address.h"
#include "base/log.h"

namespace pintle::server {
namespace {

using auth::AuthenticationConfiguration;
using Faults = std::vector<std::string>;

constexpr int64_t kPortMax = 65535;

std::unexpected<Status> unusable(std::string why) { return fail(Status::bad_request(std::move(why))); }

void check_oidc(const Options& options, Faults& faults) {
  const bool given = std::ranges::any_of(options.given, [](std::string_view name) { return name.starts_with("oidc-"); });
  const OidcFlags& oidc = options.authentication.oidc;
  if (!given) return;
  if (!options.authentication.config_file.empty()) {
    faults.emplace_back("authentication-config file and oidc-* flags are mutually exclusive");
  } else if (oidc.issuer_url.empty() || oidc.client_id.empty()) {
    faults.emplace_back("oidc-issuer-url and oidc-client-id must be specified together when any oidc-* flags are set");
  }
}

void check_keystone(const AuthenticationOptions& options, Faults& faults) {
  if (options.keystone_url.empty()) {
    if (!options.keystone_ca_file.empty()) faults.emplace_back("--keystone-ca-file needs --keystone-url");
    return;
  }
  const auto url = GoUrl::parse(options.keystone_url);
  if (!url) {
    faults.push_back("--keystone-url must be a valid URL: " + url.error().message());
  } else if (url->scheme != "https") {
    faults.emplace_back("--keystone-url requires the https scheme: passwords are sent there");
  }
}

void check_insecure_port(const AuthenticationOptions& options, Faults& faults) {
  if (options.insecure_port < 0 || options.insecure_port > kPortMax) {
    faults.push_back("--insecure-port " + std::to_string(options.insecure_port) +
                     " must be between 0 and 65535, inclusive. 0 for turning off the insecure port");
  }
  if (!IpAddress::parse(options.insecure_bind_address))
    faults.push_back("--insecure-bind-address " + go_quoted(options.insecure_bind_address) + " must be an IP address");
}

std::string username_prefix(const OidcFlags& oidc) {
  if (oidc.username_prefix == "-") return "";
  if (oidc.username_prefix.empty() && oidc.username_claim != "email") return oidc.issuer_url + "#";
  return oidc.username_prefix;
}

Result<auth::JwtAuthenticatorConfiguration> authenticator_of(const OidcFlags& oidc) {
  auth::JwtAuthenticatorConfiguration made{
      .issuer = {.url = oidc.issuer_url, .audiences = {oidc.client_id}},
      .username = {.claim = oidc.username_claim, .prefix = username_prefix(oidc)},
  };
  if (!oidc.groups_claim.empty()) made.groups = {.claim = oidc.groups_claim, .prefix = oidc.groups_prefix};
  if (!oidc.ca_file.empty()) {
    PINTLE_TRY(made.issuer.certificate_authority_pem, read_file(oidc.ca_file));
  }
  for (const std::string& pair : oidc.required_claims) {
    const size_t equals = pair.find('=');
    made.claim_validation_rules.push_back({.claim = pair.substr(0, equals), .required_value = pair.substr(equals + 1)});
  }
  return made;
}

// Sorted, as messages name them.
const std::vector<std::string>& all_algorithms() {
  static const std::vector<std::string> kAll = {"ES256", "ES384", "ES512", "PS256", "PS384", "PS512", "RS256", "RS384", "RS512"};
  return kAll;
}

Result<JwtSettings> settings_of_file(const std::string& path) {
  const auto failed = [&](const Status& why) {
    return unusable("failed to load authentication configuration from file " + go_quoted(path) + ": " + why.message());
  };
  JwtSettings settings{.algorithms = all_algorithms()};
  Result<std::string> text = read_file(path);
  if (!text) return failed(text.error());
  auto parsed = auth::parse_authentication_configuration(*text);
  if (!parsed) return failed(parsed.error());
  settings.configuration = *std::move(parsed);
  settings.file_text = *std::move(text);
  return settings;
}

}  // namespace

void check_authentication_options(const Options& options, Faults& faults) {
  check_oidc(options, faults);
  check_keystone(options.authentication, faults);
  check_insecure_port(options.authentication, faults);
}

Result<JwtSettings> load_jwt_settings(const Options& options) {
  const AuthenticationOptions& given = options.authentication;
  JwtSettings settings;
  if (!given.config_file.empty()) {
    PINTLE_TRY(settings, settings_of_file(given.config_file));
  } else if (!given.oidc.issuer_url.empty() && !given.oidc.client_id.empty()) {
    PINTLE_TRY(auto authenticator, authenticator_of(given.oidc));
    settings.configuration.jwt.push_back(std::move(authenticator));
    settings.algorithms = given.oidc.signing_algorithms;
  }
  if (settings.configuration.anonymous && options.given.contains("anonymous-auth")) {
    return unusable(
        "anonymous: Forbidden: --anonymous-auth flag cannot be set when anonymous field is configured in authentication configuration "
        "file");
  }
  object::ErrorList errors;
  auth::check_authentication_configuration(settings.configuration, {}, errors);
  if (!errors.empty()) return unusable("invalid authentication configuration: " + errors.joined());
  return settings;
}

auth::Anonymous anonymous_of(const Options& options, const AuthenticationConfiguration& configuration) {
  if (const auto& anonymous = configuration.anonymous) return auth::Anonymous{.allowed = anonymous->enabled, .paths = anonymous->paths};
  const std::vector<std::string>& modes = options.authorization.modes;
  if (!options.anonymous_auth || std::ranges::find(modes, "AlwaysAllow") == modes.end())
    return auth::Anonymous{.allowed = options.anonymous_auth};
  log_warning(
      "AnonymousAuth is not allowed with the AlwaysAllow authorizer. Resetting AnonymousAuth to false. You should use a different "
      "authorizer");
  return auth::Anonymous{.allowed = false};
}

Result<AuthenticationConfiguration> changed_configuration(const Options& options, const AuthenticationConfiguration& initial,
                                                          std::string_view text) {
  auto parsed = auth::parse_authentication_configuration(text);
  if (!parsed) return unusable("failed to load authentication config: " + parsed.error().message());
  object::ErrorList errors;
  auth::check_authentication_configuration(*parsed, options.service_account_issuers, errors);
  if (parsed->anonymous != initial.anonymous) errors.forbidden(object::FieldPath("anonymous"), "changed from initial configuration file");
  if (!errors.empty()) return unusable("failed to validate authentication config: " + errors.joined());
  return parsed;
}

}  // namespace pintle::server

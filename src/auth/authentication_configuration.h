// AuthenticationConfiguration: the file of --authentication-config, which says whose JSON Web Tokens are accepted and what they tell of a
// user; and what the --oidc-* flags come to.
//
//   PINTLE_TRY(AuthenticationConfiguration configuration, parse_authentication_configuration(text));
//   check_authentication_configuration(configuration, service_account_issuers, errors);
//
// apiserver.config.k8s.io v1, v1beta1 and v1alpha1, which have the same fields. Decoding is strict. Expressions of CEL are read, and
// refused by the checks: nothing here evaluates them yet.
//
// Ownership: a value. Thread: pure. Errors: 400 in upstream's words; the checks' order is upstream's.
// Source: k8s.io/apiserver/pkg/apis/apiserver (types), .../validation/validation.go; k8s.io/kubernetes/pkg/kubeapiserver/options.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "object/field_error.h"

namespace pintle::auth {

inline constexpr size_t kJwtAuthenticatorsMax = 64;

struct ClaimMapping {
  std::string claim;
  std::optional<std::string> prefix;  // before each value
  std::string expression;
};

struct ClaimValidationRule {
  std::string claim;
  std::string required_value;
  std::string expression;
  std::string message;
};

struct ExtraMapping {
  std::string key;
  std::string value_expression;
};

struct UserValidationRule {
  std::string expression;
  std::string message;
};

struct JwtIssuer {
  std::string url;
  std::string discovery_url;              // "" the well-known address below `url`
  std::string certificate_authority_pem;  // "" those of the machine
  std::vector<std::string> audiences;     // a token must be for one of them
  std::string audience_match_policy;
  std::string egress_selector_type;
};

struct JwtAuthenticatorConfiguration {
  JwtIssuer issuer;
  std::vector<ClaimValidationRule> claim_validation_rules;
  ClaimMapping username;
  ClaimMapping groups;
  ClaimMapping uid;
  std::vector<ExtraMapping> extra;
  std::vector<UserValidationRule> user_validation_rules;
};

struct AnonymousConfiguration {
  bool enabled = false;
  std::vector<std::string> paths;  // of the conditions; none: all
  bool operator==(const AnonymousConfiguration&) const = default;
};

struct AuthenticationConfiguration {
  std::vector<JwtAuthenticatorConfiguration> jwt;
  std::optional<AnonymousConfiguration> anonymous;
};

Result<AuthenticationConfiguration> parse_authentication_configuration(std::string_view text);

void check_authentication_configuration(const AuthenticationConfiguration& configuration,
                                        const std::vector<std::string>& disallowed_issuers, object::ErrorList& errors);
// One of them alone: `path` is the root of what is named in the errors.
void check_jwt_authenticator(const JwtAuthenticatorConfiguration& configuration, const std::vector<std::string>& disallowed_issuers,
                             const object::FieldPath& path, object::ErrorList& errors);

}  // namespace pintle::auth

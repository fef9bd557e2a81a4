// IdTokenVerifier: whether an OpenID provider has made a token, for one of our audiences, and whether it is good now.
//
//   IdTokenVerifier verifier(provider, {.algorithms = {"RS256"}, .audiences = {"kubernetes"}}, clock);
//   PINTLE_CO_TRY(IdTokenClaims claims, co_await verifier.verify(token));
//
// In this order: the algorithm is accepted, the provider is known, one of its keys has signed the token, the issuer is the provider, the
// audience is one of ours, and it has not ended (no leeway) nor begins later than kNotBeforeLeewaySeconds from now.
// Thread: on a loop; it may wait for the provider's keys. Errors: 401 with go-oidc's text for the log.
// Source: github.com/coreos/go-oidc v2 verify.go; k8s.io/apiserver/plugin/pkg/authenticator/token/oidc (idTokenVerifier).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "auth/authenticator.h"
#include "auth/openid_provider.h"

namespace pintle::auth {

inline constexpr int64_t kNotBeforeLeewaySeconds = 60;

struct IdTokenClaims {
  std::string issuer;
  Audiences audiences;
  int64_t expiry = 0;  // Unix seconds
};

// Whom a token says that it is of; nothing of it is verified. Google's old name of itself counts as the new one.
std::string untrusted_issuer(const Jwt& token);

class IdTokenVerifier {
 public:
  struct Rules {
    std::vector<std::string> algorithms;  // as headers name them
    Audiences audiences;                  // at least one
  };
  IdTokenVerifier(std::shared_ptr<OpenIdProvider> provider, Rules rules, const Clock& clock)
      : provider_(std::move(provider)), rules_(std::move(rules)), clock_(clock) {}

  Task<Result<IdTokenClaims>> verify(const Jwt& token) const;
  OpenIdProvider& provider() const { return *provider_; }
  const Rules& rules() const { return rules_; }

 private:
  Result<void> check_claims(const IdTokenClaims& claims, const Jwt& token) const;

  std::shared_ptr<OpenIdProvider> provider_;
  const Rules rules_;
  const Clock& clock_;
};

}  // namespace pintle::auth

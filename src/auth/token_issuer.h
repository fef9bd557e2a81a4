// TokenIssuer: makes service account tokens.
//
//   TokenIssuer issuer("https://kubernetes.default.svc", ring);
//   PINTLE_TRY(std::string token, issuer.issue(std::move(claims), account));
//
// Thread: any. Errors: 503 while there is no key yet; 500 when signing fails.
// Source: k8s.io/kubernetes/pkg/serviceaccount/jwt.go (GenerateToken).
#pragma once

#include <string>

#include "auth/service_account_claims.h"
#include "auth/service_account_keys.h"

namespace pintle::auth {

class TokenIssuer {
 public:
  // `keys` outlives it.
  TokenIssuer(std::string issuer, const ServiceAccountKeyRing& keys) : issuer_(std::move(issuer)), keys_(keys) {}

  Result<std::string> issue(JwtClaims claims, const ServiceAccountClaims& account) const {
    constexpr int32_t kRetrySeconds = 1;
    const ServiceAccountKeysRef keys = keys_.current();
    if (!keys || !keys->signing()) {
      Status status = Status::service_unavailable("the service account key is being made; try again in a second");
      status.body().details.retry_after_seconds = kRetrySeconds;
      return fail(std::move(status));
    }
    claims.issuer = issuer_;
    return make_jwt(*keys->signing(), claims_json(claims, account));
  }

 private:
  std::string issuer_;
  const ServiceAccountKeyRing& keys_;
};

}  // namespace pintle::auth

// TokenIssuer: makes service account tokens.
//
//   TokenIssuer issuer("https://kubernetes.default.svc", ring);
//   PINTLE_CO_TRY(std::string token, co_await issuer.issue(loop, std::move(claims), account));
//
// Waits for the key when the server has just begun and is still making it. Thread: that of `loop`. Errors: 500 when signing fails.
// Source: k8s.io/kubernetes/pkg/serviceaccount/jwt.go (GenerateToken).
#pragma once

#include <string>

#include "auth/service_account_claims.h"
#include "auth/service_account_keys.h"
#include "base/loop.h"
#include "base/task.h"

namespace pintle::auth {

class TokenIssuer {
 public:
  // `keys` outlives it.
  TokenIssuer(std::string issuer, ServiceAccountKeyRing& keys) : issuer_(std::move(issuer)), keys_(keys) {}
  // `account` outlives the call.
  Task<Result<std::string>> issue(Loop& loop, JwtClaims claims, const ServiceAccountClaims& account) const;

 private:
  std::string issuer_;
  ServiceAccountKeyRing& keys_;
};

}  // namespace pintle::auth

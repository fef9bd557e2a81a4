// Service account tokens: whom a JSON Web Token of this server's issuers belongs to, while its account and what it is bound to exist.
//
//   ServiceAccountTokens tokens({.issuers = {"https://kubernetes.default.svc"}, .keys = ring, .objects = objects, ...});
//   PINTLE_CO_TRY(TokenAnswerRef answer, co_await tokens.authenticate(token, nullptr));
//
// ServiceAccountTokens knows those that a TokenRequest makes: bound to a Pod, a Secret or a Node, or to the account alone.
// LegacyServiceAccountTokens (legacy_service_account_token.h) knows those that stand in Secrets.
//
// Ownership: the parts outlive it. Thread: any; nothing here suspends. Errors: 401 with upstream's reason.
// Source: k8s.io/kubernetes/pkg/serviceaccount/{jwt,claims}.go.
#pragma once

#include "auth/cluster_objects.h"
#include "auth/service_account_claims.h"
#include "auth/service_account_keys.h"
#include "auth/token_answer.h"
#include "base/clock.h"

namespace pintle::auth {

// What becomes of a token that its holder should have replaced, or need not have yet: counted.
class TokenObserver {
 public:
  virtual ~TokenObserver() = default;
  virtual void stale_token() = 0;
  virtual void valid_token() = 0;  // of those that are to be replaced early
  virtual void legacy_token() = 0;
  virtual void manual_secret_token() = 0;
  virtual void generated_secret_token() = 0;
  virtual void invalidated_secret_token() = 0;
};

struct ServiceAccountTokenParts {
  std::vector<std::string> issuers;  // accepted
  Audiences api_audiences;           // of this server
  const ServiceAccountKeyRing& keys;
  const ClusterObjects& objects;
  TokenObserver& observer;
  const Clock& clock;

  int64_t now_seconds() const { return std::chrono::duration_cast<std::chrono::seconds>(clock.now().time_since_epoch()).count(); }
};

// A token whose signature, issuer and audiences are good.
struct VerifiedToken {
  JwtClaims claims;
  object::Document payload;
  Audiences audiences;
  bool names_audiences = true;  // legacy tokens name none: they are for this server
};
// Nothing when the token is none of these issuers'.
Result<std::optional<VerifiedToken>> verify_token(const ServiceAccountTokenParts& parts, std::string_view token, const Audiences* wanted);
// The answer as far as it is the same for every token; one without audiences is counted and recorded.
TokenAnswer begin_answer(const ServiceAccountTokenParts& parts, const VerifiedToken& token);

class ServiceAccountTokens final : public AudienceTokenAuthenticator {
 public:
  explicit ServiceAccountTokens(ServiceAccountTokenParts parts) : parts_(std::move(parts)) {}
  Task<Result<TokenAnswerRef>> authenticate(std::string_view token, const Audiences* wanted) const override;

 private:
  Result<TokenAnswerRef> answer(std::string_view token, const Audiences* wanted) const;
  ServiceAccountTokenParts parts_;
};

}  // namespace pintle::auth

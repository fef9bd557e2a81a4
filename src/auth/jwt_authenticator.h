// JwtAuthenticator: users of the JSON Web Tokens of one OpenID provider, as the configuration maps their claims. JwtAuthenticators: those
// of a whole configuration. JwtTokens: the ones that are in force, which a changed configuration replaces.
//
//   PINTLE_TRY(auto set, JwtAuthenticators::create(configuration, {.algorithms = {"RS256"}, ...}));
//   set->start();
//   JwtTokens tokens(set, api_audiences);      // among the token authenticators, after the service accounts
//   tokens.replace(next);                      // the old one is stop()ped by whoever replaces it
//
// A token is of the authenticator whose issuer it names; of none: it is not known here. Its audiences are the issuer's affair: for a
// TokenReview it is a token for this server.
// Ownership: sets are shared with the requests under way; each needs its stop(). Thread: authenticate on a loop, the rest on any.
// Errors: of create, the configuration's (400); of authenticate, 401 with upstream's text for the log.
// Source: k8s.io/apiserver/plugin/pkg/authenticator/token/oidc; k8s.io/kubernetes/pkg/kubeapiserver/authenticator/config.go.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "auth/authentication_configuration.h"
#include "auth/distributed_claims.h"
#include "auth/id_token.h"
#include "auth/token_answer.h"

namespace pintle::auth {

class JwtObserver : public KeyFetchObserver {
 public:
  virtual void authenticated(std::string_view issuer, std::chrono::nanoseconds duration) = 0;
  virtual void refused(std::string_view issuer, std::chrono::nanoseconds duration) = 0;
};

struct JwtParts {
  net::Client& client;
  Loop& loop;  // that providers are looked for on
  const Clock& clock;
  std::vector<std::string> algorithms;  // as headers name them; none: RS256
  std::vector<std::string> disallowed_issuers;
  JwtObserver* observer = nullptr;
};

class JwtAuthenticator {
 public:
  static Result<std::unique_ptr<JwtAuthenticator>> create(JwtAuthenticatorConfiguration configuration, const JwtParts& parts);

  const std::string& issuer() const { return configuration_.issuer.url; }
  void start() { verifier_.provider().start(); }
  void stop();
  // Why its tokens cannot be verified yet; "" when they can.
  std::string fault() const;
  // A token that names the issuer.
  Task<Result<TokenAnswer>> authenticate(const Jwt& token) const;

 private:
  JwtAuthenticator(JwtAuthenticatorConfiguration configuration, IdTokenVerifier verifier)
      : configuration_(std::move(configuration)), verifier_(std::move(verifier)) {}

  const JwtAuthenticatorConfiguration configuration_;
  const IdTokenVerifier verifier_;
  std::unique_ptr<DistributedClaims> distributed_;  // null without a groups claim
};

class JwtAuthenticators {
 public:
  static Result<std::shared_ptr<const JwtAuthenticators>> create(const AuthenticationConfiguration& configuration, const JwtParts& parts);

  const JwtAuthenticator* find(std::string_view issuer) const;
  void start() const;
  void stop() const;
  // "" when all providers have been found.
  std::string fault() const;
  std::vector<std::string> issuers() const;

 private:
  friend class JwtTokens;
  JwtAuthenticators(const Clock& clock, JwtObserver* observer) : clock_(clock), observer_(observer) {}
  const Clock& clock_;
  JwtObserver* observer_;
  std::vector<std::unique_ptr<JwtAuthenticator>> all_;
};

class JwtTokens final : public AudienceTokenAuthenticator {
 public:
  JwtTokens(std::shared_ptr<const JwtAuthenticators> authenticators, Audiences implicit)
      : implicit_(std::move(implicit)), authenticators_(std::move(authenticators)) {}
  Task<Result<TokenAnswerRef>> authenticate(std::string_view token, const Audiences* wanted) const override;

  // Returns what was in force before.
  std::shared_ptr<const JwtAuthenticators> replace(std::shared_ptr<const JwtAuthenticators> authenticators);
  std::shared_ptr<const JwtAuthenticators> current() const;

 private:
  const Audiences implicit_;
  mutable std::mutex mutex_;
  std::shared_ptr<const JwtAuthenticators> authenticators_;  // guarded by mutex_
};

}  // namespace pintle::auth

// DistributedClaims: a claim that a token does not carry but says where to fetch: the groups of somebody who is in too many of them.
//
//   {"_claim_names": {"groups": "src1"}, "_claim_sources": {"src1": {"endpoint": "https://...", "access_token": "..."}}}
//
// The address answers with a token that is verified like the first, against its own issuer, which is looked for when it is first met
// and is known from the next request on. Aggregated claims ("JWT" in place of an address) are passed over, as upstream.
//
// Only a verified token is followed. At most kClaimIssuersMax issuers are remembered; more are refused.
// Ownership: one for each authenticator that has a groups claim. Thread: on a loop; it waits. Errors: 401 with upstream's text for the log.
// Source: OpenID Connect Core 1.0 section 5.6.2; k8s.io/apiserver/plugin/pkg/authenticator/token/oidc (claimResolver).
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "auth/id_token.h"

namespace pintle::auth {

inline constexpr size_t kClaimIssuersMax = 32;

class DistributedClaims {
 public:
  DistributedClaims(std::string claim, IdTokenVerifier::Rules rules, OpenIdProvider::Parts parts)
      : claim_(std::move(claim)), rules_(std::move(rules)), parts_(std::move(parts)) {}
  void stop();

  // A document whose member is the claim; nullopt when the token has it itself or nobody has.
  Task<Result<std::optional<object::Document>>> expand(const Jwt& token, const OpenIdProvider& from);

 private:
  struct Endpoint {
    std::string url;  // "" there is none to ask
    std::string access_token;
  };
  Result<Endpoint> endpoint_of(const object::Value& payload) const;
  Result<std::shared_ptr<const IdTokenVerifier>> verifier_of(const std::string& issuer);

  const std::string claim_;
  const IdTokenVerifier::Rules rules_;
  const OpenIdProvider::Parts parts_;
  std::mutex mutex_;
  bool stopped_ = false;                                                     // guarded by mutex_
  std::map<std::string, std::shared_ptr<const IdTokenVerifier>> verifiers_;  // guarded by mutex_; by issuer
};

}  // namespace pintle::auth

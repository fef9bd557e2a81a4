// Service account tokens that stand in Secrets of the type kubernetes.io/service-account-token: valid without end while the Secret holds
// exactly this token.
//
//   LegacyServiceAccountTokens tokens({...parts, .issuers = {kLegacyIssuer}}, SecretLookup::kYes, tracker);
//
// Use is tracked: the label kubernetes.io/legacy-token-last-used of the Secret has the day. A Secret with the label
// kubernetes.io/legacy-token-invalid-since is refused.
//
// Thread: any; nothing here suspends. Errors: 401 with upstream's reason. Source: k8s.io/kubernetes/pkg/serviceaccount/legacy.go.
#pragma once

#include "auth/service_account_token.h"

namespace pintle::auth {

inline constexpr std::string_view kLegacyIssuer = "kubernetes/serviceaccount";
inline constexpr std::string_view kLastUsedLabel = "kubernetes.io/legacy-token-last-used";
inline constexpr std::string_view kInvalidSinceLabel = "kubernetes.io/legacy-token-invalid-since";

// Writes down when a Secret's token was used last. Called on any thread; must not block.
class LegacyTokenTracker {
 public:
  virtual ~LegacyTokenTracker() = default;
  // `date`: "2024-01-31", UTC. `uid`: of the Secret that was seen.
  virtual void used(std::string_view namespace_, std::string_view name, std::string_view uid, std::string_view date) = 0;
};

enum class SecretLookup : bool { kNo, kYes };  // --service-account-lookup

class LegacyServiceAccountTokens final : public AudienceTokenAuthenticator {
 public:
  LegacyServiceAccountTokens(ServiceAccountTokenParts parts, SecretLookup lookup, LegacyTokenTracker& tracker)
      : parts_(std::move(parts)), lookup_(lookup), tracker_(tracker) {}
  Task<Result<TokenAnswerRef>> authenticate(std::string_view token, const Audiences* wanted) const override;

 private:
  struct Claims;
  Result<TokenAnswerRef> answer(std::string_view token, const Audiences* wanted) const;
  static Result<Claims> read(const VerifiedToken& token);
  Result<void> look_up(std::string_view token, const Claims& claims, TokenAnswer& answer) const;
  void track(const object::Document& secret) const;

  ServiceAccountTokenParts parts_;
  SecretLookup lookup_;
  LegacyTokenTracker& tracker_;
};

}  // namespace pintle::auth

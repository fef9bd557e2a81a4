#include "auth/legacy_service_account_token.h"

#include <openssl/crypto.h>

#include "object/time.h"
#include "views/core_v1.h"

namespace pintle::auth {

struct LegacyServiceAccountTokens::Claims {
  std::string namespace_;
  std::string secret;
  std::string account;
  std::string account_uid;
};

namespace {

constexpr std::string_view kGeneratedWarning =
    "Use tokens from the TokenRequest API or manually created secret-based tokens instead of auto-generated secret-based tokens.";
constexpr int64_t kDaySeconds = 24 * 60 * 60;

std::unexpected<Status> refuse(std::string why) { return fail(Status::unauthorized(std::move(why))); }

bool same(std::string_view a, std::string_view b) { return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0; }

std::string date_of(int64_t seconds) {
  constexpr size_t kDateBytes = 10;
  return object::format_time({.seconds = seconds}).substr(0, kDateBytes);
}

std::string_view text_at(object::MapView<std::string_view> map, std::string_view wanted) {
  for (auto [key, value] : map)
    if (key == wanted) return value;
  return "";
}

bool names_secret(core::v1::ServiceAccount account, std::string_view name) {
  for (const core::v1::ObjectReference secret : account.secrets())
    if (secret.name() == name) return true;
  return false;
}

}  // namespace

Result<LegacyServiceAccountTokens::Claims> LegacyServiceAccountTokens::read(const VerifiedToken& token) {
  const object::Value& payload = token.payload.root();
  Claims claims;
  PINTLE_TRY(claims.namespace_, text_claim(payload, "kubernetes.io/serviceaccount/namespace"));
  PINTLE_TRY(claims.secret, text_claim(payload, "kubernetes.io/serviceaccount/secret.name"));
  PINTLE_TRY(claims.account, text_claim(payload, "kubernetes.io/serviceaccount/service-account.name"));
  PINTLE_TRY(claims.account_uid, text_claim(payload, "kubernetes.io/serviceaccount/service-account.uid"));
  if (token.claims.subject.empty()) return refuse("sub claim is missing");
  if (claims.namespace_.empty()) return refuse("namespace claim is missing");
  if (claims.secret.empty()) return refuse("secretName claim is missing");
  if (claims.account.empty()) return refuse("serviceAccountName claim is missing");
  if (claims.account_uid.empty()) return refuse("serviceAccountUID claim is missing");
  const auto subject = split_service_account_user_name(token.claims.subject);
  if (!subject || subject->namespace_ != claims.namespace_ || subject->name != claims.account) return refuse("sub claim is invalid");
  return claims;
}

Task<Result<TokenAnswerRef>> LegacyServiceAccountTokens::authenticate(std::string_view token, const Audiences* wanted) const {
  co_return answer(token, wanted);
}

Result<TokenAnswerRef> LegacyServiceAccountTokens::answer(std::string_view text, const Audiences* wanted) const {
  PINTLE_TRY(std::optional<VerifiedToken> token, verify_token(parts_, text, wanted));
  if (!token) return nullptr;
  TokenAnswer answer = begin_answer(parts_, *token);
  PINTLE_TRY(const Claims claims, read(*token));
  if (lookup_ == SecretLookup::kYes) PINTLE_TRY_VOID(look_up(text, claims, answer));
  answer.user = service_account_user({.namespace_ = claims.namespace_, .service_account = {claims.account, claims.account_uid}}, "");
  answer.audiences = std::move(token->audiences);
  return std::make_shared<const TokenAnswer>(std::move(answer));
}

Result<void> LegacyServiceAccountTokens::look_up(std::string_view token, const Claims& claims, TokenAnswer& answer) const {
  const auto found = parts_.objects.get(BoundKind::kSecret, claims.namespace_, claims.secret);
  if (!found) return refuse("Token has been invalidated");
  answer.relies_on.push_back({BoundKind::kSecret, claims.namespace_, claims.secret, found->revision});
  const core::v1::Secret secret(&found->document.root());
  if (secret.metadata().deletion_timestamp()) return refuse("Token has been invalidated");
  if (!same(text_at(secret.data(), "token"), token)) return refuse("Token does not match server's copy");

  PINTLE_TRY(const FoundObject account_object, parts_.objects.get(BoundKind::kServiceAccount, claims.namespace_, claims.account));
  answer.relies_on.push_back({BoundKind::kServiceAccount, claims.namespace_, claims.account, account_object.revision});
  const core::v1::ServiceAccount account(&account_object.document.root());
  if (account.metadata().deletion_timestamp())
    return refuse("ServiceAccount " + claims.namespace_ + "/" + claims.account + " has been deleted");
  if (account.metadata().uid() != claims.account_uid)
    return refuse("ServiceAccount UID (" + std::string(account.metadata().uid()) + ") does not match claim (" + claims.account_uid + ")");

  if (!text_at(secret.metadata().labels(), kInvalidSinceLabel).empty()) {
    parts_.observer.invalidated_secret_token();
    track(found->document);
    return refuse(
        "the token in secret " + claims.namespace_ + "/" + claims.secret + " for service account " + claims.namespace_ + "/" +
        claims.account +
        " has been marked invalid. Use tokens from the TokenRequest API or manually created secret-based tokens, or remove the '" +
        std::string(kInvalidSinceLabel) + "' label from the secret to temporarily allow use of this token");
  }
  if (names_secret(account, claims.secret)) {
    answer.warning = kGeneratedWarning;
    answer.annotations.push_back({"authentication.k8s.io/legacy-token-autogenerated-secret", claims.secret});
    parts_.observer.generated_secret_token();
  } else {
    answer.annotations.push_back({"authentication.k8s.io/legacy-token-manual-secret", claims.secret});
    parts_.observer.manual_secret_token();
  }
  track(found->document);
  return {};
}

// Tomorrow's date is another server's, whose clock is ahead.
void LegacyServiceAccountTokens::track(const object::Document& document) const {
  const core::v1::Secret secret(&document.root());
  const int64_t now_seconds = parts_.now_seconds();
  const std::string_view last_used = text_at(secret.metadata().labels(), kLastUsedLabel);
  const std::string today = date_of(now_seconds);
  if (last_used == today || last_used == date_of(now_seconds + kDaySeconds)) return;
  tracker_.used(secret.metadata().namespace_(), secret.metadata().name(), secret.metadata().uid(), today);
}

}  // namespace pintle::auth

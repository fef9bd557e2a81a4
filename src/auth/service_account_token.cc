#include "auth/service_account_token.h"

#include <algorithm>

#include "base/go_text.h"
#include "object/object_meta.h"
#include "object/time.h"

namespace pintle::auth {
namespace {

std::unexpected<Status> refuse(std::string why) { return fail(Status::unauthorized(std::move(why))); }

// Go's %q of a list of strings.
std::string quoted(const std::vector<std::string>& texts) {
  std::string text = "[";
  for (const std::string& item : texts) text += (text.size() > 1 ? " " : "") + go_quoted(item);
  return text + "]";
}

Result<JwtClaims> verified_claims(const ServiceAccountKeys& keys, const Jwt& token) {
  const std::vector<const VerificationKey*> candidates = keys.for_token(token.key_id);
  if (candidates.empty()) return refuse("invalid signature, no keys found");
  for (const VerificationKey* key : candidates)
    if (token.algorithm && key->verify(*token.algorithm, token.signed_text, token.signature)) return read_claims(token.payload.root());
  return refuse("go-jose/go-jose: error in cryptographic primitive");
}

Result<void> check_times_now(const JwtClaims& claims, int64_t now_seconds) {
  switch (check_times(claims, now_seconds)) {
    case JwtTime::kValid:
      return {};
    case JwtTime::kExpired:
      return refuse("service account token has expired");
    case JwtTime::kNotValidYet:
      return refuse("service account token is not valid yet");
    case JwtTime::kIssuedInTheFuture:
      return refuse("service account token is issued in the future");
  }
  return {};
}

// What a claim is bound to, while it is checked. What was seen is noted in the answer, so that it holds as long as that does.
class Liveness {
 public:
  Liveness(const ServiceAccountTokenParts& parts, const ServiceAccountClaims& claims, TokenAnswer& answer)
      : parts_(parts), claims_(claims), answer_(answer), now_seconds_(parts.now_seconds()) {}

  Result<void> check() {
    PINTLE_TRY_VOID(check_service_account());
    if (claims_.secret) PINTLE_TRY_VOID(check_bound(BoundKind::kSecret, "secret", claims_.namespace_, *claims_.secret));
    if (claims_.pod) PINTLE_TRY_VOID(check_bound(BoundKind::kPod, "pod", claims_.namespace_, *claims_.pod));
    // A Pod's token only tells its node.
    if (claims_.node && !claims_.pod) PINTLE_TRY_VOID(check_bound(BoundKind::kNode, "node", "", *claims_.node));
    return {};
  }

 private:
  struct Seen {
    std::string uid;
    bool gone = false;  // deleted, and longer ago than clocks may be apart
  };

  Result<Seen> look(BoundKind kind, std::string_view namespace_, std::string_view name) {
    PINTLE_TRY(const FoundObject found, parts_.objects.get(kind, namespace_, name));
    answer_.relies_on.push_back({kind, std::string(namespace_), std::string(name), found.revision});
    // Any of the kinds will do: their metadata is the same.
    const object::ObjectMeta meta(*found.document.type(), found.document.root());
    Seen seen{.uid = std::string(meta.uid())};
    const std::string_view deleted = meta.deletion_timestamp();
    if (deleted.empty()) return seen;
    PINTLE_TRY(const object::Timestamp at, object::parse_time(deleted));
    const int64_t ends = at.seconds + kJwtLeewaySeconds;
    seen.gone = ends < now_seconds_;
    answer_.valid_until_seconds = std::min(answer_.valid_until_seconds, ends);
    return seen;
  }

  Result<void> check_service_account() {
    const ClaimedObject& claimed = claims_.service_account;
    PINTLE_TRY(const Seen seen, look(BoundKind::kServiceAccount, claims_.namespace_, claimed.name));
    if (seen.uid != claimed.uid) return refuse("service account UID (" + seen.uid + ") does not match claim (" + claimed.uid + ")");
    if (seen.gone) return refuse("service account " + claims_.namespace_ + "/" + claimed.name + " has been deleted");
    return {};
  }

  Result<void> check_bound(BoundKind kind, std::string_view word, std::string_view namespace_, const ClaimedObject& claimed) {
    const auto seen = look(kind, namespace_, claimed.name);
    if (!seen) return refuse("service account token has been invalidated");
    if (seen->uid != claimed.uid)
      return refuse(std::string(word) + " UID (" + seen->uid + ") does not match service account " + std::string(word) + " ref claim (" +
                    claimed.uid + ")");
    if (seen->gone) return refuse("service account token has been invalidated");
    return {};
  }

  const ServiceAccountTokenParts& parts_;
  const ServiceAccountClaims& claims_;
  TokenAnswer& answer_;
  const int64_t now_seconds_;
};

// Tokens that work longer than they should say so once they are used too long.
void note_warn_after(const ServiceAccountTokenParts& parts, const VerifiedToken& token, const ServiceAccountClaims& claims,
                     TokenAnswer& answer) {
  if (!claims.warn_after_seconds || *claims.warn_after_seconds == 0) return;
  const int64_t over = parts.now_seconds() - *claims.warn_after_seconds;
  if (over <= 0) return parts.observer.valid_token();
  parts.observer.stale_token();
  answer.annotations.push_back({"authentication.k8s.io/stale-token",
                                "subject: " + token.claims.subject + ", seconds after warning threshold: " + std::to_string(over)});
}

}  // namespace

Result<std::optional<VerifiedToken>> verify_token(const ServiceAccountTokenParts& parts, std::string_view text, const Audiences* wanted) {
  Result<Jwt> token = parse_jwt(text);
  if (!token) return std::nullopt;
  const auto is_ours = [&parts](const std::string& issuer) { return std::ranges::find(parts.issuers, issuer) != parts.issuers.end(); };
  const auto issuer = text_claim(token->payload.root(), "iss");
  if (!issuer || !is_ours(*issuer)) return std::nullopt;
  const ServiceAccountKeysRef keys = parts.keys.current();
  if (!keys) return refuse("invalid signature, no keys found");
  VerifiedToken verified{.payload = object::Document(nullptr)};
  PINTLE_TRY(verified.claims, verified_claims(*keys, *token));
  verified.names_audiences = !verified.claims.audiences.empty();
  const Audiences& had = verified.names_audiences ? verified.claims.audiences : parts.api_audiences;
  const Audiences& asked = wanted ? *wanted : parts.api_audiences;
  verified.audiences = intersect(had, asked);
  if (verified.audiences.empty() && !parts.api_audiences.empty())
    return refuse("token audiences " + quoted(had) + " is invalid for the target audiences " + quoted(asked));
  verified.payload = std::move(token->payload);
  return verified;
}

TokenAnswer begin_answer(const ServiceAccountTokenParts& parts, const VerifiedToken& token) {
  TokenAnswer answer;
  if (token.names_audiences) return answer;
  parts.observer.legacy_token();
  answer.annotations.push_back({"authentication.k8s.io/legacy-token", token.claims.subject});
  return answer;
}

Task<Result<TokenAnswerRef>> ServiceAccountTokens::authenticate(std::string_view token, const Audiences* wanted) const {
  co_return answer(token, wanted);
}

Result<TokenAnswerRef> ServiceAccountTokens::answer(std::string_view text, const Audiences* wanted) const {
  PINTLE_TRY(std::optional<VerifiedToken> token, verify_token(parts_, text, wanted));
  if (!token) return nullptr;
  TokenAnswer answer = begin_answer(parts_, *token);
  PINTLE_TRY(const ServiceAccountClaims claims, read_service_account_claims(token->payload.root()));
  PINTLE_TRY_VOID(check_times_now(token->claims, parts_.now_seconds()));
  PINTLE_TRY_VOID(Liveness(parts_, claims, answer).check());
  note_warn_after(parts_, *token, claims, answer);
  if (token->claims.expiry)
    answer.valid_until_seconds = std::min(answer.valid_until_seconds, std::max(*token->claims.expiry, int64_t{0}) + kJwtLeewaySeconds);
  answer.user = service_account_user(claims, token->claims.id);
  answer.audiences = std::move(token->audiences);
  return std::make_shared<const TokenAnswer>(std::move(answer));
}

}  // namespace pintle::auth

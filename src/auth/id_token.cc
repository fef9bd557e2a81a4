#include "auth/id_token.h"

#include <algorithm>

#include "auth/token_answer.h"
#include "base/go_text.h"
#include "object/time.h"

namespace pintle::auth {
namespace {

using object::Value;

constexpr std::string_view kGoogle = "https://accounts.google.com";
constexpr std::string_view kGoogleWithoutScheme = "accounts.google.com";
constexpr int64_t kNever = -62135596800;  // Go's zero time

std::unexpected<Status> refuse(std::string why) { return fail(Status::unauthorized(std::move(why))); }

std::string quoted_list(const std::vector<std::string>& texts) {
  std::string list = "[";
  for (const std::string& text : texts) list += (list.size() > 1 ? " " : "") + go_quoted(text);
  return list + "]";
}

std::string shown_time(int64_t seconds) {
  std::string text = object::format_time({.seconds = seconds});
  if (const size_t t = text.find('T'); t != std::string::npos) text[t] = ' ';
  if (text.ends_with('Z')) text.replace(text.size() - 1, 1, " +0000 UTC");
  return text;
}

Result<IdTokenClaims> read_id_token(const Value& payload) {
  IdTokenClaims claims;
  PINTLE_TRY(claims.issuer, text_claim(payload, "iss"));
  PINTLE_TRY_VOID(text_claim(payload, "sub"));
  PINTLE_TRY(claims.audiences, audience_claim(payload));
  PINTLE_TRY(const auto expiry, time_claim(payload, "exp"));
  claims.expiry = expiry.value_or(kNever);
  return claims;
}

// Whose claims are elsewhere: each must say where.
Result<void> check_claim_sources(const Value& payload) {
  const Value* names = claim(payload, "_claim_names");
  if (!names) return {};
  const Value* sources = claim(payload, "_claim_sources");
  if (!names->is_map() || (sources && !sources->is_map()))
    return refuse("oidc: failed to unmarshal claims: the claim sources are no objects");
  for (const object::Entry& entry : names->entries()) {
    const std::string_view source = entry.value.as_string();
    if (source.empty()) return refuse("oidc: failed to obtain source from claim name");
    if (!sources || !sources->get(source)) return refuse("oidc: source does not exist");
  }
  return {};
}

}  // namespace

std::string untrusted_issuer(const Jwt& token) {
  const Value* found = claim(token.payload.root(), "iss");
  const std::string_view issuer = found ? found->as_string() : std::string_view();
  return std::string(issuer == kGoogleWithoutScheme ? kGoogle : issuer);
}

Result<void> IdTokenVerifier::check_claims(const IdTokenClaims& claims, const Jwt& token) const {
  const std::string& wanted = provider_->issuer();
  if (claims.issuer != wanted && !(wanted == kGoogle && claims.issuer == kGoogleWithoutScheme)) {
    return refuse("oidc: id token issued by a different provider, expected " + go_quoted(wanted) + " got " + go_quoted(claims.issuer));
  }
  if (intersect(claims.audiences, rules_.audiences).empty()) {
    const bool one = rules_.audiences.size() == 1;
    return refuse("oidc: expected audience " + (one ? go_quoted(rules_.audiences.front()) : "in " + quoted_list(rules_.audiences)) +
                  " got " + quoted_list(claims.audiences));
  }
  const int64_t now = std::chrono::floor<std::chrono::seconds>(clock_.now().time_since_epoch()).count();
  if (claims.expiry <= now) return refuse("oidc: token is expired (Token Expiry: " + shown_time(claims.expiry) + ")");
  PINTLE_TRY(const auto not_before, time_claim(token.payload.root(), "nbf"));
  if (not_before && now + kNotBeforeLeewaySeconds < *not_before) {
    return refuse("oidc: current time " + shown_time(now) + " before the nbf (not before) time: " + shown_time(*not_before));
  }
  return {};
}

Task<Result<IdTokenClaims>> IdTokenVerifier::verify(const Jwt& token) const {
  if (!token.algorithm || std::ranges::find(rules_.algorithms, token.algorithm_name) == rules_.algorithms.end()) {
    co_return refuse("oidc: id token signed with unsupported algorithm, expected " + quoted_list(rules_.algorithms) + " got " +
                     go_quoted(token.algorithm_name));
  }
  const Result<void> is_signed = co_await provider_->verify(token);
  if (!is_signed) co_return refuse("failed to verify signature: " + is_signed.error().message());
  Result<IdTokenClaims> claims = read_id_token(token.payload.root());
  if (!claims) co_return refuse("oidc: failed to unmarshal claims: " + claims.error().message());
  PINTLE_CO_TRY_VOID(check_claim_sources(token.payload.root()));
  PINTLE_CO_TRY_VOID(check_claims(*claims, token));
  co_return claims;
}

}  // namespace pintle::auth

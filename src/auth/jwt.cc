#include "auth/jwt.h"

#include <cmath>

#include "base/base64url.h"
#include "object/json.h"

namespace pintle::auth {
namespace {

using object::Document;
using object::Value;

std::unexpected<Status> refuse(std::string why) { return fail(Status::unauthorized(std::move(why))); }

// Nested deeper than that? A string's brackets do not count.
bool is_nested_deeply(std::string_view json) {
  size_t depth = 0;
  bool in_string = false;
  for (size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (++depth > kJwtDepthMax) return true;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return false;
}

Result<Document> decode_object(std::string_view encoded, std::string_view part) {
  size_t fault = 0;
  std::optional<std::string> json = base64url_decode(encoded, fault);
  if (!json) return refuse("the token's " + std::string(part) + " is no base64url");
  if (is_nested_deeply(*json)) return refuse("the token's " + std::string(part) + " is nested too deeply");
  auto decoded = object::decode_json(object::any_object_type(), Bytes::copy(*json), {.strictness = object::Strictness::kStrict});
  if (!decoded || !decoded->document.root().is_map()) return refuse("the token's " + std::string(part) + " is no JSON object");
  if (!decoded->strict_errors.empty()) return refuse("the token's " + std::string(part) + " has a " + decoded->strict_errors.front());
  return std::move(decoded->document);
}

}  // namespace

Result<Jwt> parse_jwt(std::string_view token) {
  if (token.size() > kJwtBytesMax) return refuse("the token is too long");
  const size_t first = token.find('.');
  const size_t second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos)
    return refuse("the token has not three parts");
  PINTLE_TRY(const Document header, decode_object(token.substr(0, first), "header"));
  PINTLE_TRY(Document payload, decode_object(token.substr(first + 1, second - first - 1), "payload"));
  size_t fault = 0;
  std::optional<std::string> signature = base64url_decode(token.substr(second + 1), fault);
  if (!signature) return refuse("the token's signature is no base64url");
  PINTLE_TRY(const std::string algorithm, text_claim(header.root(), "alg"));
  PINTLE_TRY(std::string key_id, text_claim(header.root(), "kid"));
  if (claim(header.root(), "crit") || claim(header.root(), "b64")) return refuse("the token has headers that are not understood");
  return Jwt{.signed_text = token.substr(0, second),
             .signature = *std::move(signature),
             .algorithm = find_signature_algorithm(algorithm),
             .algorithm_name = algorithm,
             .key_id = std::move(key_id),
             .payload = std::move(payload)};
}

const Value* claim(const Value& object, std::string_view name) {
  const Value* found = object.get(name);
  return found && !found->is_null() ? found : nullptr;
}

Result<std::string> text_claim(const Value& object, std::string_view name) {
  const Value* found = claim(object, name);
  if (!found) return "";
  if (!found->is_string()) return refuse("the token's " + std::string(name) + " is no string");
  return std::string(found->as_string());
}

Result<std::optional<int64_t>> time_claim(const Value& object, std::string_view name) {
  constexpr double kSecondsMax = 9.2e18;
  const Value* found = claim(object, name);
  if (!found) return std::nullopt;
  const bool is_number = found->tag() == object::Tag::kInt || found->tag() == object::Tag::kDouble;
  if (!is_number || !(std::abs(found->as_double()) < kSecondsMax)) return refuse("expected number value to unmarshal NumericDate");
  return found->tag() == object::Tag::kInt ? found->as_int() : static_cast<int64_t>(found->as_double());
}

Result<std::vector<std::string>> audience_claim(const Value& payload) {
  std::vector<std::string> audiences;
  const Value* found = claim(payload, "aud");
  if (!found) return audiences;
  if (found->is_string()) return std::vector{std::string(found->as_string())};
  if (!found->is_list()) return refuse("expected string or array value to unmarshal to Audience");
  for (const Value& item : found->items()) {
    if (!item.is_string()) return refuse("expected string or array value to unmarshal to Audience");
    audiences.emplace_back(item.as_string());
  }
  return audiences;
}

Result<JwtClaims> read_claims(const Value& payload) {
  JwtClaims claims;
  PINTLE_TRY(claims.issuer, text_claim(payload, "iss"));
  PINTLE_TRY(claims.subject, text_claim(payload, "sub"));
  PINTLE_TRY(claims.audiences, audience_claim(payload));
  PINTLE_TRY(claims.expiry, time_claim(payload, "exp"));
  PINTLE_TRY(claims.not_before, time_claim(payload, "nbf"));
  PINTLE_TRY(claims.issued_at, time_claim(payload, "iat"));
  PINTLE_TRY(claims.id, text_claim(payload, "jti"));
  return claims;
}

JwtTime check_times(const JwtClaims& claims, int64_t now_seconds) {
  // Compared so that no claim, however large, overflows.
  const int64_t latest = now_seconds + kJwtLeewaySeconds;
  const int64_t earliest = now_seconds - kJwtLeewaySeconds;
  if (claims.not_before && latest < *claims.not_before) return JwtTime::kNotValidYet;
  if (claims.expiry && earliest > *claims.expiry) return JwtTime::kExpired;
  if (claims.issued_at && latest < *claims.issued_at) return JwtTime::kIssuedInTheFuture;
  return JwtTime::kValid;
}

Result<std::string> make_jwt(const SigningKey& key, std::string_view payload_json) {
  const VerificationKey& known = key.public_half();
  const std::string header = R"({"alg":")" + std::string(name_of(known.algorithm())) + R"(","kid":")" + known.id() + R"("})";
  std::string token = base64url_encode(header) + "." + base64url_encode(payload_json);
  PINTLE_TRY(const std::string signature, key.sign(token));
  return token + "." + base64url_encode(signature);
}

}  // namespace pintle::auth

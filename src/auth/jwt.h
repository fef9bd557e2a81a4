// JSON Web Tokens: a signed token taken apart, and the claims that all of them share.
//
//   PINTLE_TRY(Jwt token, parse_jwt("eyJhbGciOi..."));       // nothing is verified yet
//   key.verify(*token.algorithm, token.signed_text, token.signature)
//   PINTLE_TRY(JwtClaims claims, read_claims(token.payload));
//
// Outside bytes: at most kJwtBytesMax long, three parts of base64url, a header and a payload that are JSON objects nested at most
// kJwtDepthMax deep and without a key twice. What the header says of keys ("jwk", "jku", "x5c") is never looked at; a token with
// critical headers is not understood, and so not valid.
//
// Ownership: a Jwt points into the token's text. Thread: pure functions. Errors: 401 with a text for the log.
// Source: RFC 7515, 7519; gopkg.in/go-jose/go-jose.v2 (ParseSigned, jwt.Claims), which refuses duplicate keys, too.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/signature.h"
#include "base/result.h"
#include "object/document.h"

namespace pintle::auth {

inline constexpr size_t kJwtBytesMax = 256 << 10;
inline constexpr size_t kJwtDepthMax = 32;
inline constexpr int64_t kJwtLeewaySeconds = 60;  // how far clocks may be apart: jwt.DefaultLeeway

struct Jwt {
  std::string_view signed_text;  // "<header>.<payload>" as it came
  std::string signature;
  std::optional<SignatureAlgorithm> algorithm;  // none: one that no key here can check
  std::string algorithm_name;                   // as the header has it
  std::string key_id;                           // "" for none
  object::Document payload;                     // a JSON object
};

Result<Jwt> parse_jwt(std::string_view token);

// The registered claims. Times are Unix seconds; a fraction is cut off.
struct JwtClaims {
  std::string issuer;
  std::string subject;
  std::vector<std::string> audiences;
  std::optional<int64_t> expiry;
  std::optional<int64_t> not_before;
  std::optional<int64_t> issued_at;
  std::string id;
};
// `payload` is the root of a JSON object.
Result<JwtClaims> read_claims(const object::Value& payload);

// A member of a JSON object; null when it is not there or null.
const object::Value* claim(const object::Value& object, std::string_view name);
// A claim as text; "" when it is not there. Error: it is something else.
Result<std::string> text_claim(const object::Value& object, std::string_view name);
Result<std::optional<int64_t>> time_claim(const object::Value& object, std::string_view name);
// "aud": one text or several.
Result<std::vector<std::string>> audience_claim(const object::Value& payload);

enum class JwtTime : uint8_t { kValid, kExpired, kNotValidYet, kIssuedInTheFuture };
JwtTime check_times(const JwtClaims& claims, int64_t now_seconds);

// "<header>.<payload>.<signature>" of a payload that is a JSON object.
Result<std::string> make_jwt(const SigningKey& key, std::string_view payload_json);

}  // namespace pintle::auth

// The keys that an OpenID provider publishes: a JSON Web Key Set, read.
//
//   PINTLE_TRY(std::vector<PublishedKey> keys, parse_json_web_key_set(R"({"keys":[{"kty":"RSA","kid":"1","n":"...","e":"AQAB"}]})"));
//
// Outside bytes. A key is what its numbers say (n and e; crv, x and y); "alg", "use" and certificates beside them are not looked at: which
// algorithms are accepted is the configuration's to say. Keys that no accepted algorithm uses (symmetric, Ed25519, RSA below 1024 bits) are
// left out. One key that is not understood makes the whole set unusable, as upstream has it.
// DIFFERS: "x5c" is not compared with the numbers; the private part of a published key is not read.
//
// Thread: pure. Errors: 400 with go-jose's text. Source: RFC 7517, 7518; gopkg.in/go-jose/go-jose.v2 jwk.go.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "auth/signature.h"

namespace pintle::auth {

inline constexpr size_t kKeySetBytesMax = 1 << 20;
inline constexpr size_t kRsaKeyBitsMin = 1024;  // Go's crypto/rsa verifies with no shorter one

struct PublishedKey {
  std::string id;  // "" for none
  VerificationKey key;
};
Result<std::vector<PublishedKey>> parse_json_web_key_set(std::string_view json);

}  // namespace pintle::auth

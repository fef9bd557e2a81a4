// Signatures of JSON Web Tokens: the keys that make and check them.
//
//   PINTLE_TRY(SigningKey key, SigningKey::from_pem(pem));           // RSA: RS256; P-256, P-384, P-521: ES256, ES384, ES512
//   PINTLE_TRY(std::string signature, key.sign("<header>.<payload>"));
//   PINTLE_TRY(std::vector<VerificationKey> keys, verification_keys_of_pem(pem));
//   keys[0].verify(SignatureAlgorithm::kRs256, "<header>.<payload>", signature);
//
// A key checks the algorithms of its own type only, so a token cannot choose how its key is read: there is no "none" and no HMAC here.
// An ECDSA signature is r and s, each as long as the curve's numbers, and nothing else.
// Ownership: keys are shared handles, cheap to copy, immutable. Thread: any.
// Errors: 400 for text that holds no key, in client-go's words. Source: RFC 7515, 7518; gopkg.in/go-jose/go-jose.v2; k8s.io/client-go's
// util/keyutil; k8s.io/kubernetes/pkg/serviceaccount/jwt.go.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

struct evp_pkey_st;  // OpenSSL's EVP_PKEY

namespace pintle::auth {

enum class SignatureAlgorithm : uint8_t { kRs256, kRs384, kRs512, kPs256, kPs384, kPs512, kEs256, kEs384, kEs512 };
// "RS256", as a token's header has it; nothing for what is not known, "none" and "HS256" among it.
std::optional<SignatureAlgorithm> find_signature_algorithm(std::string_view name);
std::string_view name_of(SignatureAlgorithm algorithm);

class VerificationKey {
 public:
  // Takes a reference of its own. Nothing when it is neither RSA nor of a curve that is signed with.
  static std::optional<VerificationKey> of(evp_pkey_st* key);

  // The SHA-256 of the public key's DER form in base64url: `kid` in headers and key sets.
  const std::string& id() const { return id_; }
  // What tokens are signed with by this key's owner.
  SignatureAlgorithm algorithm() const { return algorithm_; }
  bool verify(SignatureAlgorithm algorithm, std::string_view text, std::string_view signature) const;
  evp_pkey_st* openssl() const { return key_.get(); }

 private:
  VerificationKey() = default;
  std::shared_ptr<evp_pkey_st> key_;
  SignatureAlgorithm algorithm_ = SignatureAlgorithm::kRs256;
  std::string id_;
};

class SigningKey {
 public:
  // The first private key among the blocks of the text.
  static Result<SigningKey> from_pem(std::string_view pem);

  const VerificationKey& public_half() const { return key_; }
  Result<std::string> sign(std::string_view text) const;

 private:
  explicit SigningKey(VerificationKey key) : key_(std::move(key)) {}
  VerificationKey key_;  // holds the private half as well
};

// All keys of the text: of certificates, public keys, and the public halves of private ones, in their order. Other blocks are passed over.
Result<std::vector<VerificationKey>> verification_keys_of_pem(std::string_view pem);

}  // namespace pintle::auth

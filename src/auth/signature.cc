#include "auth/signature.h"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>

#include <span>

#include "auth/pem_block.h"
#include "base/base64url.h"

namespace pintle::auth {
namespace {

using SignatureHandle = OpensslHandle<ECDSA_SIG, ECDSA_SIG_free>;

struct AlgorithmFacts {
  std::string_view name;
  const char* digest;
  bool pss;
  size_t number_bytes;  // of r and s each; 0: RSA
};

const AlgorithmFacts& facts(SignatureAlgorithm algorithm) {
  static constexpr AlgorithmFacts kFacts[] = {
      {"RS256", "SHA256", false, 0},  {"RS384", "SHA384", false, 0},  {"RS512", "SHA512", false, 0},
      {"PS256", "SHA256", true, 0},   {"PS384", "SHA384", true, 0},   {"PS512", "SHA512", true, 0},
      {"ES256", "SHA256", false, 32}, {"ES384", "SHA384", false, 48}, {"ES512", "SHA512", false, 66},
  };
  return kFacts[static_cast<size_t>(algorithm)];
}

std::optional<SignatureAlgorithm> algorithm_of(const EVP_PKEY* key) {
  if (EVP_PKEY_is_a(key, "RSA") == 1) return SignatureAlgorithm::kRs256;
  if (EVP_PKEY_is_a(key, "EC") != 1) return std::nullopt;
  char name[64];
  size_t size = 0;
  if (EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, name, sizeof name, &size) != 1) return std::nullopt;
  const std::string_view curve(name, size);
  if (curve == "prime256v1" || curve == "P-256") return SignatureAlgorithm::kEs256;
  if (curve == "secp384r1" || curve == "P-384") return SignatureAlgorithm::kEs384;
  if (curve == "secp521r1" || curve == "P-521") return SignatureAlgorithm::kEs512;
  return std::nullopt;
}

std::string id_of(const EVP_PKEY* key) {
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key, &der);
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(der, static_cast<size_t>(std::max(size, 0)), digest);
  OPENSSL_free(der);
  return base64url_encode({reinterpret_cast<const char*>(digest), sizeof digest});
}

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

// The DER form of r and s; "" when they are not as long as the curve wants them.
std::string der_of_numbers(std::string_view signature, size_t number_bytes) {
  if (signature.size() != 2 * number_bytes) return "";
  const SignatureHandle numbers(ECDSA_SIG_new());
  BIGNUM* r = BN_bin2bn(bytes_of(signature), static_cast<int>(number_bytes), nullptr);
  BIGNUM* s = BN_bin2bn(bytes_of(signature) + number_bytes, static_cast<int>(number_bytes), nullptr);
  if (!numbers || ECDSA_SIG_set0(numbers.get(), r, s) != 1) return "";
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(numbers.get(), &der);
  std::string text(reinterpret_cast<char*>(der), static_cast<size_t>(std::max(size, 0)));
  OPENSSL_free(der);
  return text;
}

std::string numbers_of_der(std::string_view der, size_t number_bytes) {
  const unsigned char* at = bytes_of(der);
  const SignatureHandle numbers(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  if (!numbers) return "";
  std::string text(2 * number_bytes, '\0');
  auto* out = reinterpret_cast<unsigned char*>(text.data());
  BN_bn2binpad(ECDSA_SIG_get0_r(numbers.get()), out, static_cast<int>(number_bytes));
  BN_bn2binpad(ECDSA_SIG_get0_s(numbers.get()), out + number_bytes, static_cast<int>(number_bytes));
  return text;
}

// Found once for each: to look an algorithm up takes OpenSSL long.
const EVP_MD* digest_of(const AlgorithmFacts& algorithm) {
  static const EVP_MD* const kSha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  static const EVP_MD* const kSha384 = EVP_MD_fetch(nullptr, "SHA384", nullptr);
  static const EVP_MD* const kSha512 = EVP_MD_fetch(nullptr, "SHA512", nullptr);
  const std::string_view name = algorithm.digest;
  return name == "SHA256" ? kSha256 : name == "SHA384" ? kSha384 : kSha512;
}

bool set_padding(EVP_PKEY_CTX* context, const AlgorithmFacts& algorithm) {
  if (!algorithm.pss) return true;
  return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
         EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_AUTO) == 1;
}

// A private key block of a type that holds RSA and ECDSA keys.
KeyHandle private_key_of(const PemBlock& block) {
  const std::string_view type = block.type();
  if (type != "EC PRIVATE KEY" && type != "RSA PRIVATE KEY" && type != "PRIVATE KEY") return KeyHandle();
  const unsigned char* at = block.bytes();
  return KeyHandle(d2i_AutoPrivateKey(nullptr, &at, block.size()));
}

// The key of any block: what a certificate certifies, a public key (PKIX or PKCS#1), or a private one.
KeyHandle any_key_of(const PemBlock& block) {
  if (KeyHandle key = private_key_of(block)) return key;
  const unsigned char* at = block.bytes();
  if (EVP_PKEY* key = d2i_PUBKEY(nullptr, &at, block.size())) return KeyHandle(key);
  at = block.bytes();
  if (const CertificateHandle certificate(d2i_X509(nullptr, &at, block.size())); certificate)
    return KeyHandle(X509_get_pubkey(certificate.get()));
  at = block.bytes();
  return KeyHandle(d2i_PublicKey(EVP_PKEY_RSA, nullptr, &at, block.size()));
}

}  // namespace

std::optional<SignatureAlgorithm> find_signature_algorithm(std::string_view name) {
  for (auto algorithm = SignatureAlgorithm::kRs256; algorithm <= SignatureAlgorithm::kEs512;
       algorithm = static_cast<SignatureAlgorithm>(static_cast<uint8_t>(algorithm) + 1)) {
    if (facts(algorithm).name == name) return algorithm;
  }
  return std::nullopt;
}

std::string_view name_of(SignatureAlgorithm algorithm) { return facts(algorithm).name; }

std::optional<VerificationKey> VerificationKey::of(evp_pkey_st* key) {
  const std::optional<SignatureAlgorithm> algorithm = algorithm_of(key);
  if (!algorithm) return std::nullopt;
  EVP_PKEY_up_ref(key);
  VerificationKey made;
  made.key_ = std::shared_ptr<evp_pkey_st>(key, EVP_PKEY_free);
  made.algorithm_ = *algorithm;
  made.id_ = id_of(key);
  return made;
}

bool VerificationKey::verify(SignatureAlgorithm algorithm, std::string_view text, std::string_view signature) const {
  const AlgorithmFacts& wanted = facts(algorithm);
  const size_t own_number_bytes = facts(algorithm_).number_bytes;
  if (wanted.number_bytes != own_number_bytes) return false;
  const std::string der = own_number_bytes > 0 ? der_of_numbers(signature, own_number_bytes) : "";
  if (own_number_bytes > 0 && der.empty()) return false;
  const std::string_view checked = own_number_bytes > 0 ? std::string_view(der) : signature;
  const DigestContextHandle context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* padding = nullptr;
  const bool valid = EVP_DigestVerifyInit(context.get(), &padding, digest_of(wanted), nullptr, key_.get()) == 1 &&
                     set_padding(padding, wanted) &&
                     EVP_DigestVerify(context.get(), bytes_of(checked), checked.size(), bytes_of(text), text.size()) == 1;
  if (!valid) ERR_clear_error();
  return valid;
}

Result<SigningKey> SigningKey::from_pem(std::string_view pem) {
  const BioHandle bio = bio_over(pem);
  for (;;) {
    const PemBlock block(bio.get());
    if (!block) return fail(Status::bad_request("data does not contain a valid RSA or ECDSA private key"));
    const KeyHandle key = private_key_of(block);
    ERR_clear_error();
    if (!key) continue;
    if (std::optional<VerificationKey> known = VerificationKey::of(key.get())) return SigningKey(*std::move(known));
    return fail(Status::bad_request("unknown private key curve, must be 256, 384, or 521"));
  }
}

Result<std::string> SigningKey::sign(std::string_view text) const {
  const AlgorithmFacts& algorithm = facts(key_.algorithm());
  const DigestContextHandle context(EVP_MD_CTX_new());
  size_t size = 0;
  std::string signature;
  if (EVP_DigestSignInit(context.get(), nullptr, digest_of(algorithm), nullptr, key_.openssl()) != 1 ||
      EVP_DigestSign(context.get(), nullptr, &size, bytes_of(text), text.size()) != 1)
    return fail(Status::internal("a token cannot be signed: " + take_openssl_error()));
  signature.resize(size);
  if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes_of(text), text.size()) != 1)
    return fail(Status::internal("a token cannot be signed: " + take_openssl_error()));
  signature.resize(size);
  return algorithm.number_bytes > 0 ? numbers_of_der(signature, algorithm.number_bytes) : signature;
}

Result<std::vector<VerificationKey>> verification_keys_of_pem(std::string_view pem) {
  std::vector<VerificationKey> keys;
  const BioHandle bio = bio_over(pem);
  for (;;) {
    const PemBlock block(bio.get());
    if (!block) break;
    const KeyHandle key = any_key_of(block);
    ERR_clear_error();
    if (!key) continue;
    if (std::optional<VerificationKey> known = VerificationKey::of(key.get())) keys.push_back(*std::move(known));
  }
  if (keys.empty()) return fail(Status::bad_request("data does not contain any valid RSA or ECDSA public keys"));
  return keys;
}

}  // namespace pintle::auth

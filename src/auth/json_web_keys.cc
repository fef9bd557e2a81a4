#include "auth/json_web_keys.h"

#include <openssl/core_names.h>
#include <openssl/sha.h>

#include "auth/openssl_handles.h"
#include "base/base64url.h"

namespace pintle::auth {
namespace {

using BignumHandle = OpensslHandle<BIGNUM, BN_free>;

// A private key, a public key, or the key of a certificate, as client-go's keyutil.ParsePublicKeysPEM takes them.
KeyHandle read_key(const std::string& pem) {
  if (EVP_PKEY* key = PEM_read_bio_PrivateKey(bio_over(pem).get(), nullptr, nullptr, nullptr)) return KeyHandle(key);
  if (EVP_PKEY* key = PEM_read_bio_PUBKEY(bio_over(pem).get(), nullptr, nullptr, nullptr)) return KeyHandle(key);
  const CertificateHandle certificate(PEM_read_bio_X509(bio_over(pem).get(), nullptr, nullptr, nullptr));
  return KeyHandle(certificate ? X509_get_pubkey(certificate.get()) : nullptr);
}

// A number of the key, big-endian, at least `size` bytes.
std::string number(const EVP_PKEY* key, const char* name, size_t size) {
  BIGNUM* raw = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &raw) != 1) return "";
  const BignumHandle value(raw);
  std::string bytes(std::max(size, static_cast<size_t>(BN_num_bytes(value.get()))), '\0');
  BN_bn2binpad(value.get(), reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  return base64url_encode(bytes);
}

// Upstream's key id: the SHA-256 of the public key's DER form.
std::string key_id(const EVP_PKEY* key) {
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key, &der);
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(der, static_cast<size_t>(size), digest);
  OPENSSL_free(der);
  return base64url_encode({reinterpret_cast<const char*>(digest), sizeof digest});
}

Result<std::string> json_web_key(const std::string& pem) {
  const KeyHandle key = read_key(pem);
  if (!key) return fail(Status::bad_request("a service account key cannot be read: " + take_openssl_error()));
  const std::string head = R"({"use":"sig","kty":)";
  const std::string id = R"(,"kid":")" + key_id(key.get()) + '"';
  if (EVP_PKEY_is_a(key.get(), "RSA") == 1) {
    return head + R"("RSA")" + id + R"(,"alg":"RS256","n":")" + number(key.get(), OSSL_PKEY_PARAM_RSA_N, 0) + R"(","e":")" +
           number(key.get(), OSSL_PKEY_PARAM_RSA_E, 0) + R"("})";
  }
  constexpr size_t kP256Bytes = 32;
  if (EVP_PKEY_is_a(key.get(), "EC") == 1 && EVP_PKEY_get_bits(key.get()) == 8 * static_cast<int>(kP256Bytes)) {
    return head + R"("EC")" + id + R"(,"crv":"P-256","alg":"ES256","x":")" + number(key.get(), OSSL_PKEY_PARAM_EC_PUB_X, kP256Bytes) +
           R"(","y":")" + number(key.get(), OSSL_PKEY_PARAM_EC_PUB_Y, kP256Bytes) + R"("})";
  }
  return fail(Status::bad_request("a service account key is neither RSA nor P-256"));
}

}  // namespace

Result<std::string> json_web_key_set(std::span<const std::string> keys_pem) {
  std::string set = R"({"keys":[)";
  for (const std::string& pem : keys_pem) {
    PINTLE_TRY(const std::string key, json_web_key(pem));
    if (set.back() != '[') set += ',';
    set += key;
  }
  return set + "]}";
}

std::string openid_configuration(std::string_view issuer, std::string_view jwks_uri) {
  return R"({"issuer":")" + std::string(issuer) + R"(","jwks_uri":")" + std::string(jwks_uri) +
         R"(","response_types_supported":["id_token"],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"]})";
}

}  // namespace pintle::auth

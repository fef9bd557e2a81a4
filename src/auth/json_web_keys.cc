#include "auth/json_web_keys.h"

#include <openssl/core_names.h>

#include <set>

#include "auth/openssl_handles.h"
#include "base/base64url.h"
#include "object/json.h"

namespace pintle::auth {
namespace {

using BignumHandle = OpensslHandle<BIGNUM, BN_free>;

// A number of the key, big-endian, at least `size` bytes.
std::string number(const EVP_PKEY* key, const char* name, size_t size) {
  BIGNUM* raw = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &raw) != 1) return "";
  const BignumHandle value(raw);
  std::string bytes(std::max(size, static_cast<size_t>(BN_num_bytes(value.get()))), '\0');
  BN_bn2binpad(value.get(), reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  return base64url_encode(bytes);
}

std::string_view curve_of(SignatureAlgorithm algorithm) {
  if (algorithm == SignatureAlgorithm::kEs256) return "P-256";
  return algorithm == SignatureAlgorithm::kEs384 ? "P-384" : "P-521";
}

size_t number_bytes(SignatureAlgorithm algorithm) {
  if (algorithm == SignatureAlgorithm::kEs256) return 32;
  return algorithm == SignatureAlgorithm::kEs384 ? 48 : 66;
}

// A member and the comma after it.
void member(std::string& json, std::string_view name, std::string_view value) {
  json.append(R"(")").append(name).append(R"(":")").append(value).append(R"(",)");
}

std::string json_web_key(const VerificationKey& key) {
  const EVP_PKEY* openssl = key.openssl();
  const SignatureAlgorithm algorithm = key.algorithm();
  const bool is_rsa = algorithm == SignatureAlgorithm::kRs256;
  std::string json = "{";
  member(json, "use", "sig");
  member(json, "kty", is_rsa ? "RSA" : "EC");
  member(json, "kid", key.id());
  if (!is_rsa) member(json, "crv", curve_of(algorithm));
  member(json, "alg", name_of(algorithm));
  if (is_rsa) {
    member(json, "n", number(openssl, OSSL_PKEY_PARAM_RSA_N, 0));
    member(json, "e", number(openssl, OSSL_PKEY_PARAM_RSA_E, 0));
  } else {
    member(json, "x", number(openssl, OSSL_PKEY_PARAM_EC_PUB_X, number_bytes(algorithm)));
    member(json, "y", number(openssl, OSSL_PKEY_PARAM_EC_PUB_Y, number_bytes(algorithm)));
  }
  json.back() = '}';
  return json;
}

std::string quoted(std::string_view text) {
  std::string json;
  object::append_json_string(text, json);
  return json;
}

}  // namespace

std::string json_web_key_set(std::span<const VerificationKey> keys) {
  std::string set = R"({"keys":[)";
  for (const VerificationKey& key : keys) {
    if (set.back() != '[') set += ',';
    set += json_web_key(key);
  }
  return set + "]}";
}

std::string openid_configuration(std::string_view issuer, std::string_view jwks_uri, std::span<const VerificationKey> keys) {
  std::set<std::string_view> algorithms;
  for (const VerificationKey& key : keys) algorithms.insert(name_of(key.algorithm()));
  std::string names;
  for (const std::string_view name : algorithms) names += (names.empty() ? "" : ",") + quoted(name);
  return R"({"issuer":)" + quoted(issuer) + R"(,"jwks_uri":)" + quoted(jwks_uri) +
         R"(,"response_types_supported":["id_token"],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":[)" +
         names + "]}";
}

std::string openid_issuer_fault(std::string_view issuer) {
  const std::string got = ", got: " + std::string(issuer);
  if (!issuer.starts_with("https://")) return "issuer URL must use https scheme" + got;
  const std::string_view before_fragment = issuer.substr(0, issuer.find('#'));
  const size_t query = before_fragment.find('?');
  if (query != std::string_view::npos && query + 1 < before_fragment.size()) return "issuer URL may not include a query" + got;
  if (before_fragment.size() + 1 < issuer.size()) return "issuer URL may not include a fragment" + got;
  return "";
}

}  // namespace pintle::auth

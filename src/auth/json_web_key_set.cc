#include "auth/json_web_key_set.h"

#include <openssl/core_names.h>
#include <openssl/param_build.h>

#include <algorithm>

#include "auth/openssl_handles.h"
#include "base/base64url.h"
#include "object/json.h"

namespace pintle::auth {
namespace {

using object::Value;
using BignumHandle = OpensslHandle<BIGNUM, BN_free>;
using KeyContextHandle = OpensslHandle<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using ParametersHandle = OpensslHandle<OSSL_PARAM, OSSL_PARAM_free>;
using ParametersBuilder = OpensslHandle<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;

std::unexpected<Status> refuse(std::string why) { return fail(Status::bad_request("go-jose/go-jose: " + std::move(why))); }

Result<std::string> text_of(const Value& key, std::string_view name) {
  const Value* found = key.get(name);
  if (!found || found->is_null()) return "";
  if (!found->is_string()) return refuse("the key's " + std::string(name) + " is no string");
  return std::string(found->as_string());
}

Result<std::string> bytes_of(const Value& key, std::string_view name) {
  PINTLE_TRY(const std::string text, text_of(key, name));
  size_t fault = 0;
  std::optional<std::string> bytes = base64url_decode(text, fault);
  if (!bytes) return refuse("the key's " + std::string(name) + " is no base64url");
  return *std::move(bytes);
}

BignumHandle number_of(std::string_view bytes) {
  return BignumHandle(BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()), nullptr));
}

KeyHandle key_of(const char* type, const ParametersBuilder& builder) {
  const ParametersHandle parameters(OSSL_PARAM_BLD_to_param(builder.get()));
  const KeyContextHandle context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* made = nullptr;
  const bool valid = parameters && context && EVP_PKEY_fromdata_init(context.get()) == 1 &&
                     EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters.get()) == 1;
  ERR_clear_error();
  return KeyHandle(valid ? made : nullptr);
}

Result<KeyHandle> rsa_key(const Value& key) {
  PINTLE_TRY(const std::string modulus, bytes_of(key, "n"));
  PINTLE_TRY(const std::string exponent, bytes_of(key, "e"));
  if (modulus.empty() || exponent.empty()) return refuse("invalid RSA key, missing n/e values");
  const BignumHandle n = number_of(modulus), e = number_of(exponent);
  const ParametersBuilder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
  if (BN_num_bits(n.get()) < static_cast<int>(kRsaKeyBitsMin)) return KeyHandle();
  KeyHandle made = key_of("RSA", builder);
  if (!made) return refuse("invalid RSA key");
  return made;
}

struct Curve {
  std::string_view name;
  const char* openssl;
  size_t number_bytes;
};

Result<KeyHandle> curve_key(const Value& key) {
  static constexpr Curve kCurves[] = {{"P-256", "prime256v1", 32}, {"P-384", "secp384r1", 48}, {"P-521", "secp521r1", 66}};
  PINTLE_TRY(const std::string name, text_of(key, "crv"));
  const Curve* curve = std::find_if(std::begin(kCurves), std::end(kCurves), [&](const Curve& known) { return known.name == name; });
  if (curve == std::end(kCurves)) return refuse("unsupported elliptic curve '" + name + "'");
  PINTLE_TRY(const std::string x, bytes_of(key, "x"));
  PINTLE_TRY(const std::string y, bytes_of(key, "y"));
  if (x.empty() || y.empty()) return refuse("invalid EC key, missing x/y values");
  if (x.size() != curve->number_bytes) return refuse("invalid EC public key, wrong length for x");
  if (y.size() != curve->number_bytes) return refuse("invalid EC public key, wrong length for y");
  const std::string point = "\x04" + x + y;
  const ParametersBuilder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve->openssl, 0);
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
  KeyHandle made = key_of("EC", builder);
  if (!made) return refuse("invalid EC key, X/Y are not on declared curve");
  return made;
}

// Null: a key that no accepted algorithm uses.
Result<KeyHandle> any_key(const Value& key) {
  PINTLE_TRY(const std::string type, text_of(key, "kty"));
  if (type == "RSA") return rsa_key(key);
  if (type == "EC") return curve_key(key);
  if (type == "oct" || type == "OKP") return KeyHandle();
  return refuse("unknown json web key type '" + type + "'");
}

}  // namespace

Result<std::vector<PublishedKey>> parse_json_web_key_set(std::string_view json) {
  if (json.size() > kKeySetBytesMax) return fail(Status::bad_request("the key set is too long"));
  PINTLE_TRY(const object::Decoded set, object::decode_json(object::any_object_type(), Bytes::copy(json)));
  std::vector<PublishedKey> keys;
  const Value* list = set.document.root().get("keys");
  if (!list || list->is_null()) return keys;
  if (!list->is_list()) return fail(Status::bad_request("the key set's keys are no list"));
  for (const Value& item : list->items()) {
    if (!item.is_map()) return fail(Status::bad_request("a key of the key set is no object"));
    PINTLE_TRY(const KeyHandle key, any_key(item));
    if (!key) continue;
    PINTLE_TRY(std::string id, text_of(item, "kid"));
    if (std::optional<VerificationKey> known = VerificationKey::of(key.get())) keys.push_back({std::move(id), *std::move(known)});
  }
  return keys;
}

}  // namespace pintle::auth

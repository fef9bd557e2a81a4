// What tests of service account tokens need: a cluster of a few objects, a clock that is set, keys, and tokens with any header and payload.
// For tests only.
#pragma once

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <map>
#include <string>
#include <utility>

#include "auth/certificate_issuer.h"
#include "auth/cluster_objects.h"
#include "auth/openssl_handles.h"
#include "auth/service_account_token.h"
#include "base/base64url.h"
#include "base/clock.h"
#include "object/json.h"
#include "views/core_v1.h"

namespace pintle::auth {

class SetClock final : public Clock {
 public:
  std::chrono::system_clock::time_point now() const override { return std::chrono::system_clock::from_time_t(seconds); }
  std::chrono::steady_clock::time_point steady() const override { return {}; }
  int64_t seconds = 1'700'000'000;
};

class FewObjects final : public ClusterObjects {
 public:
  // `json` of a core/v1 object of the kind.
  void put(BoundKind kind, std::string namespace_, std::string name, std::string json) {
    objects_[{kind, std::move(namespace_), std::move(name)}] = {std::move(json), ++revision_};
  }
  void erase(BoundKind kind, std::string namespace_, std::string name) { objects_.erase({kind, std::move(namespace_), std::move(name)}); }

  Result<FoundObject> get(BoundKind kind, std::string_view namespace_, std::string_view name) const override {
    const auto found = objects_.find({kind, std::string(namespace_), std::string(name)});
    if (found == objects_.end()) return fail(Status::not_found({"", plural(kind)}, name));
    PINTLE_TRY(object::Decoded decoded, object::decode_json(type(kind), Bytes::copy(found->second.first)));
    return FoundObject{std::move(decoded.document), found->second.second};
  }
  int64_t revision(BoundKind kind, std::string_view namespace_, std::string_view name) const override {
    const auto found = objects_.find({kind, std::string(namespace_), std::string(name)});
    return found == objects_.end() ? 0 : found->second.second;
  }

 private:
  using Key = std::tuple<BoundKind, std::string, std::string>;
  static std::string_view plural(BoundKind kind) {
    constexpr std::string_view kPlurals[] = {"serviceaccounts", "secrets", "pods", "nodes"};
    return kPlurals[static_cast<size_t>(kind)];
  }
  static const schema::Type& type(BoundKind kind) {
    switch (kind) {
      case BoundKind::kServiceAccount:
        return core::v1::ServiceAccount::schema_type();
      case BoundKind::kSecret:
        return core::v1::Secret::schema_type();
      case BoundKind::kPod:
        return core::v1::Pod::schema_type();
      case BoundKind::kNode:
        break;
    }
    return core::v1::Node::schema_type();
  }
  std::map<Key, std::pair<std::string, int64_t>> objects_;
  int64_t revision_ = 0;
};

class NoObserver final : public TokenObserver {
 public:
  void stale_token() override { ++stale; }
  void valid_token() override {}
  void legacy_token() override {}
  void manual_secret_token() override {}
  void generated_secret_token() override {}
  void invalidated_secret_token() override {}
  int stale = 0;
};

inline std::string pem_of_private_key(EVP_PKEY* key) {
  const BioHandle bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &bytes);
  return {bytes, static_cast<size_t>(size)};
}

inline std::string pem_of_public_key(EVP_PKEY* key) {
  const BioHandle bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PUBKEY(bio.get(), key);
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &bytes);
  return {bytes, static_cast<size_t>(size)};
}

// One RSA key for all tests: they take long to make.
inline EVP_PKEY* test_rsa_key() {
  constexpr size_t kBits = 2048;
  static const KeyHandle kKey(EVP_RSA_gen(kBits));
  return kKey.get();
}
inline KeyHandle test_ec_key(const char* curve) { return KeyHandle(EVP_EC_gen(curve)); }

inline std::string signed_token(const SigningKey& key, std::string_view header, std::string_view payload) {
  const std::string text = base64url_encode(header) + "." + base64url_encode(payload);
  return text + "." + base64url_encode(key.sign(text).value());
}

}  // namespace pintle::auth

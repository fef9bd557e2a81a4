#include "server/token_authentication.h"

#include <openssl/crypto.h>

#include "api/action.h"
#include "auth/bootstrap_token.h"
#include "auth/json_web_keys.h"
#include "auth/legacy_service_account_token.h"
#include "auth/token_cache.h"
#include "base/file.h"
#include "base/log.h"
#include "groups/authentication/reviews.h"
#include "groups/core/token_requests.h"
#include "server/certificates.h"
#include "server/service_account_options.h"

namespace pintle::server {
namespace {

Result<std::string> read_key_file(const std::string& path, std::string_view what) {
  auto pem = read_file(path);
  if (!pem) return fail(Status::unknown("error reading " + std::string(what) + " key file " + path + ": " + pem.error().message()));
  return pem;
}

Result<std::vector<auth::VerificationKey>> verification_keys(const std::vector<std::string>& files) {
  std::vector<auth::VerificationKey> keys;
  for (const std::string& file : files) {
    PINTLE_TRY(std::string pem, read_key_file(file, "public"));
    auto found = auth::verification_keys_of_pem(pem);
    OPENSSL_cleanse(pem.data(), pem.size());
    if (!found) return fail(Status::unknown("error reading public key file " + file + ": " + found.error().message()));
    for (auth::VerificationKey& key : *found) keys.push_back(std::move(key));
  }
  return keys;
}

}  // namespace

TokenAuthentication::TokenAuthentication(const Options& options, const api::Backend& backend, MetricsRegistry& metrics)
    : options_(options),
      backend_(backend),
      objects_(backend.registry),
      metrics_(metrics),
      cache_metrics_(metrics),
      tracking_(backend),
      issuer_(options.service_account_issuers.front(), keys_) {}

std::vector<std::unique_ptr<auth::AudienceTokenAuthenticator>> TokenAuthentication::parts() {
  const auth::ServiceAccountTokenParts shared{.issuers = options_.service_account_issuers,
                                              .api_audiences = options_.api_audiences,
                                              .keys = keys_,
                                              .objects = objects_,
                                              .observer = metrics_,
                                              .clock = backend_.clock};
  auth::ServiceAccountTokenParts legacy = shared;
  legacy.issuers = {std::string(auth::kLegacyIssuer)};
  const auto lookup = options_.service_account_lookup ? auth::SecretLookup::kYes : auth::SecretLookup::kNo;
  std::vector<std::unique_ptr<auth::AudienceTokenAuthenticator>> parts;
  parts.push_back(std::make_unique<auth::LegacyServiceAccountTokens>(std::move(legacy), lookup, tracking_));
  parts.push_back(std::make_unique<auth::ServiceAccountTokens>(shared));
  if (options_.enable_bootstrap_token_auth) {
    auto bootstrap = std::make_unique<auth::BootstrapTokens>(objects_, backend_.clock);
    parts.push_back(auth::audience_agnostic(std::move(bootstrap), options_.api_audiences));
  }
  return parts;
}

std::unique_ptr<auth::AudienceTokenAuthenticator> TokenAuthentication::cached(std::unique_ptr<auth::AudienceTokenAuthenticator> tokens,
                                                                              std::chrono::seconds age_max) const {
  return std::make_unique<auth::TokenCache>(std::move(tokens), objects_, backend_.clock, age_max, &cache_metrics_);
}

void TokenAuthentication::answer_requests(api::Registry& registry, const auth::Authenticator& authenticator) const {
  constexpr std::string_view kGroup = "authentication.k8s.io";
  registry.answer("", "v1", "serviceaccounts", "token",
                  std::make_shared<core::TokenRequests>(
                      core::TokenRequests::Parts{.issuer = issuer_,
                                                 .api_audiences = options_.api_audiences,
                                                 .expiration_seconds_max = options_.service_account_max_token_expiration.count(),
                                                 .extend_expiration = options_.service_account_extend_token_expiration}));
  registry.answer(kGroup, "v1", "tokenreviews", "", std::make_shared<authentication::TokenReviews>(authenticator, options_.api_audiences));
  registry.answer(kGroup, "v1", "selfsubjectreviews", "", std::make_shared<authentication::SelfSubjectReviews>());
}

Result<auth::ServiceAccountKeysRef> TokenAuthentication::keys_of(const std::string& signing_pem) const {
  auto signing = auth::SigningKey::from_pem(signing_pem);
  if (!signing) return fail(Status::unknown("failed to parse service-account-issuer-key-file: " + signing.error().message()));
  PINTLE_TRY(std::vector<auth::VerificationKey> keys, verification_keys(options_.service_account_key_files));
  if (keys.empty()) keys.push_back(signing->public_half());
  return std::make_shared<const auth::ServiceAccountKeys>(*std::move(signing), std::move(keys));
}

Result<void> TokenAuthentication::load_signing_key(const std::string& file) {
  PINTLE_TRY(std::string pem, read_key_file(file, "private"));
  auto keys = keys_of(pem);
  OPENSSL_cleanse(pem.data(), pem.size());
  if (!keys) return fail(keys.error());
  keys_.publish(*std::move(keys));
  return {};
}

Result<void> TokenAuthentication::load_keys() {
  for (const std::string& warning : service_account_warnings(options_)) log_warning(warning);
  const std::string& given = options_.service_account_signing_key_file;
  if (!given.empty()) return load_signing_key(given);
  if (file_exists(own_key_file())) return load_signing_key(own_key_file());
  PINTLE_TRY(const auto keys, verification_keys(options_.service_account_key_files));  // so that a fault is told at once
  return {};
}

Result<void> TokenAuthentication::make_own_key() {
  PINTLE_TRY(std::string pem, load_or_make_service_account_key(own_key_file()));
  auto keys = keys_of(pem);
  OPENSSL_cleanse(pem.data(), pem.size());
  if (!keys) return fail(keys.error());
  publish_openid(**keys);
  keys_.publish(*std::move(keys));
  return {};
}

// Others can verify the tokens of an issuer only that is an https URL.
void TokenAuthentication::publish_openid(const auth::ServiceAccountKeys& keys) {
  const std::string& issuer = options_.service_account_issuers.front();
  if (const std::string fault = auth::openid_issuer_fault(issuer); !fault.empty()) {
    log_warning("OpenID discovery is not served", {{"reason", fault}});
    return openid_.store(&openid_documents_, std::memory_order_release);
  }
  const std::string& given = options_.service_account_jwks_uri;
  const std::string jwks_uri = given.empty() ? "https://" + address_ + "/openid/v1/jwks" : given;
  openid_documents_ = {.configuration = auth::openid_configuration(issuer, jwks_uri, keys.verification()),
                       .keys = auth::json_web_key_set(keys.verification())};
  openid_.store(&openid_documents_, std::memory_order_release);
}

Task<const api::OpenIdDocuments*> TokenAuthentication::openid(Loop& loop) {
  co_await keys_.wait(loop);
  co_return openid_.load(std::memory_order_acquire);
}

void TokenAuthentication::start(std::string address) {
  address_ = std::move(address);
  if (const auth::ServiceAccountKeysRef keys = keys_.current()) {
    publish_openid(*keys);
  } else {
    own_key_ = std::async(std::launch::async, [this] {
      auto made = make_own_key();
      if (made) return;
      log_error("The service account key is not usable", {{"error", made.error()}});
      // Nobody waits for it any longer.
      keys_.publish(std::make_shared<const auth::ServiceAccountKeys>(std::nullopt, std::vector<auth::VerificationKey>()));
    });
  }
  tracking_.start();
}

void TokenAuthentication::stop() {
  tracking_.stop();
  if (own_key_.valid()) own_key_.wait();
}

}  // namespace pintle::server

// TokenAuthentication: everything about service account tokens and bootstrap tokens, wired: keys, who knows tokens, who issues and reviews
// them, and what tells others how to verify them.
//
//   TokenAuthentication tokens(options, backend, metrics);
//   for (auto& part : tokens.parts()) union.push_back(std::move(part));
//   tokens.answer_requests(registry, authenticator);        // TokenRequest, TokenReview, SelfSubjectReview
//   tokens.start(address);                                  // the keys, beside the start
//
// Ownership: main; options and backend outlive it. stop() before the store stops. Thread: main's; openid() any.
// Source: k8s.io/kubernetes/pkg/kubeapiserver/authenticator/config.go, pkg/kubeapiserver/options/authentication.go.
#pragma once

#include <atomic>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "api/call.h"
#include "api/non_resource.h"
#include "auth/authenticator.h"
#include "auth/service_account_token.h"
#include "auth/token_answer.h"
#include "auth/token_cache.h"
#include "auth/token_issuer.h"
#include "server/cluster_objects.h"
#include "server/legacy_token_tracking.h"
#include "server/options.h"
#include "server/token_metrics.h"

namespace pintle::server {

class TokenAuthentication {
 public:
  TokenAuthentication(const Options& options, const api::Backend& backend, MetricsRegistry& metrics);
  ~TokenAuthentication() { stop(); }
  TokenAuthentication(const TokenAuthentication&) = delete;

  // Those that know tokens of service accounts and bootstrap tokens, in their order. They live no longer than this.
  std::vector<std::unique_ptr<auth::AudienceTokenAuthenticator>> parts();
  // The same answers, remembered for a moment.
  std::unique_ptr<auth::AudienceTokenAuthenticator> cached(
      std::unique_ptr<auth::AudienceTokenAuthenticator> tokens,
      std::chrono::seconds age_max = std::chrono::seconds(auth::kTokenCacheSeconds)) const;
  // Both outlive the requests that are answered.
  void answer_requests(api::Registry& registry, const auth::Authenticator& authenticator) const;

  // Reads the keys that are there; errors: those of the files. A new key of the server's own is made beside the start, as that takes
  // longer than the start may.
  Result<void> load_keys();
  // `address`: where others reach this server.
  void start(std::string address);
  void stop();
  // Waits for the key while it is made; null: there is none. Resumes on the loop.
  Task<const api::OpenIdDocuments*> openid(Loop& loop);

 private:
  std::string own_key_file() const { return options_.data_dir + "/pki/sa.key"; }
  Result<void> load_signing_key(const std::string& file);
  Result<void> make_own_key();
  void publish_openid(const auth::ServiceAccountKeys& keys);
  Result<auth::ServiceAccountKeysRef> keys_of(const std::string& signing_pem) const;

  const Options& options_;
  const api::Backend& backend_;
  CachedClusterObjects objects_;
  TokenMetrics metrics_;
  mutable auth::TokenCacheMetrics cache_metrics_;
  LegacyTokenTracking tracking_;
  auth::ServiceAccountKeyRing keys_;
  auth::TokenIssuer issuer_;
  std::string address_;
  api::OpenIdDocuments openid_documents_;
  std::atomic<const api::OpenIdDocuments*> openid_{nullptr};
  std::future<void> own_key_;
};

}  // namespace pintle::server

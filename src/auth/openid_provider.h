// OpenIdProvider: who signs tokens elsewhere: found by OpenID discovery, and asked for its keys when a token names one that is not known.
//
//   auto provider = OpenIdProvider::create("https://issuer.example", "", parts);
//   provider->start();                                    // looks for it until it is found
//   if (std::string why = provider->fault(); why.empty()) // found
//     PINTLE_CO_TRY_VOID(co_await provider->verify(token));
//   provider->stop();
//
// The document at <issuer>/.well-known/openid-configuration (or at another address that the configuration names) tells where the keys are;
// it must name the issuer itself. A provider that is away is looked for again every kDiscoveryInterval, so the server starts without it.
// Keys are kept until their Cache-Control says; after that a token that none of them has signed makes them be fetched again, once for all
// who wait at that moment. While the provider is away the known keys stay good.
// DIFFERS: redirects are not followed; without max-age keys may be fetched again at once, whatever Expires says.
//
// Ownership: shared, as calls under way outlive a change of the configuration. Client, loop and clock outlive it; it needs its stop(), and
// the loop a turn after that. Thread: start, stop and fault on any; verify on any loop. Errors: 401 with go-oidc's text for the log.
// Source: github.com/coreos/go-oidc v2 oidc.go (NewProvider), jwks.go; k8s.io/apiserver/plugin/pkg/authenticator/token/oidc (New).
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "auth/json_web_key_set.h"
#include "auth/jwt.h"
#include "base/async_lock.h"
#include "base/clock.h"
#include "base/loop.h"
#include "base/task.h"
#include "net/client.h"

namespace pintle::auth {

inline constexpr std::chrono::milliseconds kDiscoveryInterval{10'000};
inline constexpr std::chrono::milliseconds kProviderCallTimeout{30'000};
inline constexpr std::chrono::seconds kKeysExpiryDelta{30};  // how far the provider's clock may be from ours
inline constexpr size_t kProviderAnswerBytesMax = kKeySetBytesMax;

// Told when a provider was asked for its keys.
class KeyFetchObserver {
 public:
  virtual ~KeyFetchObserver() = default;
  virtual void fetched(std::string_view issuer, std::string_view key_set_json) = 0;
  virtual void not_fetched(std::string_view issuer) = 0;
};

class OpenIdProvider final : public std::enable_shared_from_this<OpenIdProvider> {
 public:
  struct Parts {
    net::Client& client;
    Loop& loop;  // that it is looked for on
    const Clock& clock;
    std::shared_ptr<const net::ClientTls> tls;  // null: the machine's authorities
    KeyFetchObserver* observer = nullptr;
  };
  // `discovery_url` "": the issuer's well-known address.
  static std::shared_ptr<OpenIdProvider> create(std::string issuer, std::string discovery_url, Parts parts);

  void start();
  void stop();
  // Why its tokens cannot be verified yet; "" when they can.
  std::string fault() const;
  const std::string& issuer() const { return issuer_; }

  // Whether one of its keys has signed the token. It has been found before.
  Task<Result<void>> verify(const Jwt& token);
  // An address of the provider's own, for what else it is asked.
  Task<Result<net::ClientResponse>> get(std::string url, std::string_view bearer_token) const;

 private:
  struct KeySet {
    std::vector<PublishedKey> keys;
    std::chrono::system_clock::time_point expiry;
  };
  using KeySetRef = std::shared_ptr<const KeySet>;
  // What the last fetch came to.
  struct Fetched {
    uint64_t count = 0;
    KeySetRef keys;     // of the last that succeeded; never null
    std::string fault;  // "" after a success
  };

  OpenIdProvider(std::string issuer, std::string discovery_url, Parts parts);
  static Task<void> look(std::shared_ptr<OpenIdProvider> self);
  Task<Result<std::string>> discover() const;
  Task<Result<KeySetRef>> fetch_after(uint64_t seen);
  Task<Result<KeySet>> fetch() const;
  Fetched fetched() const;
  void record(Result<KeySet> outcome);

  const std::string issuer_;
  const std::string discovery_url_;
  const Parts parts_;
  AsyncLock fetching_;
  mutable std::mutex mutex_;
  std::string fault_;     // guarded by mutex_
  std::string keys_url_;  // guarded by mutex_; written once, before fault_ is ""
  Fetched fetched_;       // guarded by mutex_
  std::atomic<bool> stopped_{false};
  std::unique_ptr<Loop::Timer> timer_;  // on the loop
};

}  // namespace pintle::auth

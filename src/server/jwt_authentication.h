// JwtAuthentication: the JSON Web Tokens of OpenID providers, wired: by --oidc-*, or by --authentication-config, which is followed while
// the file changes.
//
//   PINTLE_TRY(auto jwt, JwtAuthentication::create(options, client, metrics, clock));
//   if (auto tokens = jwt->tokens()) ...                 // among the token authenticators, after the service accounts
//   jwt->follow(files);
//   jwt->stop();                                         // after the client, before the loops that serve
//
// A changed file counts when it can be read and every provider in it has been found; until then, and after kReloadPatience with an error in
// the log each time, the old one stays in force. The providers are looked for on a loop of its own.
//
// Ownership: main; options, client, metrics and clock outlive it. Thread: main's; a change comes on the watcher's.
// Errors: those of authentication_configuration.h. Source: k8s.io/kubernetes/pkg/kubeapiserver/options/authentication.go (ApplyTo),
// pkg/kubeapiserver/authenticator/config.go (updateAuthenticationConfig).
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "auth/jwt_authenticator.h"
#include "base/metrics.h"
#include "base/watched_file.h"
#include "net/loops.h"
#include "server/authentication_configuration.h"
#include "server/jwt_metrics.h"

namespace pintle::server {

inline constexpr std::chrono::seconds kReloadPatience{60};
inline constexpr std::chrono::milliseconds kReloadLookInterval{100};

class JwtAuthentication {
 public:
  static Result<std::unique_ptr<JwtAuthentication>> create(const Options& options, net::Client& client, MetricsRegistry& metrics,
                                                           const Clock& clock);
  ~JwtAuthentication() { stop(); }

  // Null when nothing is configured. It lives no longer than this.
  std::unique_ptr<auth::AudienceTokenAuthenticator> tokens() const;
  auth::Anonymous anonymous() const { return anonymous_of(options_, settings_.configuration); }
  void follow(FileWatcher& files);
  void stop();

 private:
  // A changed file whose providers have not all been found yet.
  struct Pending {
    std::shared_ptr<const auth::JwtAuthenticators> authenticators;
    std::string file_text;
    std::chrono::steady_clock::time_point give_up_at;
  };

  JwtAuthentication(const Options& options, JwtSettings settings, const Clock& clock)
      : options_(options), settings_(std::move(settings)), clock_(clock) {}
  Result<std::shared_ptr<const auth::JwtAuthenticators>> make(const auth::AuthenticationConfiguration& configuration) const;
  Result<void> take(const std::string& file_text);
  // On the loop.
  void begin(Pending pending);
  void look();
  void replace();

  const Options& options_;
  const JwtSettings settings_;
  const Clock& clock_;
  net::Client* client_ = nullptr;
  std::unique_ptr<net::LoopPool> loops_;  // null when nothing is configured
  std::unique_ptr<JwtMetrics> metrics_;
  std::unique_ptr<auth::JwtTokens> tokens_;
  Pending pending_;                     // on the loop; null authenticators: none
  std::unique_ptr<Loop::Timer> timer_;  // on the loop
  std::unique_ptr<FileWatcher::Watch> watch_;
  bool stopped_ = false;
};

}  // namespace pintle::server

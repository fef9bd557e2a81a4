// JwtMetrics: how tokens of OpenID providers are checked, and how --authentication-config is read again, under upstream's names.
//
// Issuers and this server are named by hashes, as upstream does. `registry` outlives it. Thread: any.
// Source: k8s.io/apiserver/plugin/pkg/authenticator/token/oidc/metrics.go, pkg/server/options/authenticationconfig/metrics.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "auth/jwt_authenticator.h"
#include "base/clock.h"
#include "base/metrics.h"

namespace pintle::server {

class JwtMetrics final : public auth::JwtObserver {
 public:
  JwtMetrics(MetricsRegistry& registry, std::string_view server_identity, const Clock& clock);

  void authenticated(std::string_view issuer, std::chrono::nanoseconds duration) override;
  void refused(std::string_view issuer, std::chrono::nanoseconds duration) override;
  void fetched(std::string_view issuer, std::string_view key_set_json) override;
  void not_fetched(std::string_view issuer) override;
  // What was said of an issuer that is not configured any more is forgotten.
  void forget(std::string_view issuer);

  // Only with --authentication-config.
  void report_reloads(MetricsRegistry& registry);
  void configured(std::string_view file_text);
  void reloaded(std::string_view file_text);
  void not_reloaded();

 private:
  struct Fetches {
    double succeeded_at = 0;  // Unix seconds; 0: never
    double failed_at = 0;
    std::string keys_hash;
  };
  double now() const;
  std::vector<MetricSample> fetch_times() const;
  std::vector<MetricSample> key_sets() const;
  std::vector<MetricSample> reload_times() const;
  std::vector<MetricSample> configurations() const;

  const std::string server_hash_;
  const Clock& clock_;
  MetricFamily& durations_;
  MetricFamily* reloads_ = nullptr;
  mutable std::mutex mutex_;
  std::map<std::string, Fetches, std::less<>> fetches_;  // guarded by mutex_; by the issuer's hash
  double reloaded_at_ = 0;                               // guarded by mutex_
  double not_reloaded_at_ = 0;                           // guarded by mutex_
  std::string configuration_hash_;                       // guarded by mutex_
};

}  // namespace pintle::server

#include "server/jwt_metrics.h"

#include <openssl/sha.h>

namespace pintle::server {
namespace {

std::string hash_of(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  if (text.empty()) return "";
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
  std::string hash = "sha256:";
  for (const unsigned char byte : digest) {
    hash += kDigits[byte >> 4];
    hash += kDigits[byte & 0xf];
  }
  return hash;
}

double seconds(std::chrono::nanoseconds duration) { return std::chrono::duration<double>(duration).count(); }

}  // namespace

JwtMetrics::JwtMetrics(MetricsRegistry& registry, std::string_view server_identity, const Clock& clock)
    : server_hash_(hash_of(server_identity)),
      clock_(clock),
      durations_(
          registry.histogram({.name = "apiserver_authentication_jwt_authenticator_latency_seconds",
                              .help = "Time that a token of an OpenID provider took to check, in seconds, when it was not remembered.",
                              .labels = {"result", "jwt_issuer_hash"}},
                             {.001, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10})) {
  registry.collected({.name = "apiserver_authentication_jwt_authenticator_jwks_fetch_last_timestamp_seconds",
                      .help = "When the keys of an OpenID provider were last asked for, by result, server and issuer.",
                      .labels = {"result", "jwt_issuer_hash", "apiserver_id_hash"}},
                     MetricType::kGauge, [this] { return fetch_times(); });
  registry.collected({.name = "apiserver_authentication_jwt_authenticator_jwks_fetch_last_key_set_info",
                      .help = "The last keys of an OpenID provider, as a hash, by server and issuer.",
                      .labels = {"jwt_issuer_hash", "apiserver_id_hash", "hash"}},
                     MetricType::kGauge, [this] { return key_sets(); });
}

double JwtMetrics::now() const { return seconds(clock_.now().time_since_epoch()); }

void JwtMetrics::authenticated(std::string_view issuer, std::chrono::nanoseconds duration) {
  durations_.observe({"success", hash_of(issuer)}, seconds(duration));
}

void JwtMetrics::refused(std::string_view issuer, std::chrono::nanoseconds duration) {
  durations_.observe({"failure", hash_of(issuer)}, seconds(duration));
}

void JwtMetrics::fetched(std::string_view issuer, std::string_view key_set_json) {
  const std::lock_guard lock(mutex_);
  Fetches& fetches = fetches_[hash_of(issuer)];
  fetches.succeeded_at = now();
  fetches.keys_hash = hash_of(key_set_json);
}

void JwtMetrics::not_fetched(std::string_view issuer) {
  const std::lock_guard lock(mutex_);
  fetches_[hash_of(issuer)].failed_at = now();
}

void JwtMetrics::forget(std::string_view issuer) {
  const std::lock_guard lock(mutex_);
  fetches_.erase(hash_of(issuer));
}

std::vector<MetricSample> JwtMetrics::fetch_times() const {
  const std::lock_guard lock(mutex_);
  std::vector<MetricSample> samples;
  for (const auto& [issuer, fetches] : fetches_) {
    if (fetches.failed_at > 0) samples.push_back({{"failure", issuer, server_hash_}, fetches.failed_at});
    if (fetches.succeeded_at > 0) samples.push_back({{"success", issuer, server_hash_}, fetches.succeeded_at});
  }
  return samples;
}

std::vector<MetricSample> JwtMetrics::key_sets() const {
  const std::lock_guard lock(mutex_);
  std::vector<MetricSample> samples;
  for (const auto& [issuer, fetches] : fetches_)
    if (fetches.succeeded_at > 0) samples.push_back({{issuer, server_hash_, fetches.keys_hash}, 1});
  return samples;
}

void JwtMetrics::report_reloads(MetricsRegistry& registry) {
  reloads_ = &registry.counter({.name = "apiserver_authentication_config_controller_automatic_reloads_total",
                                .help = "How often the authentication configuration was read again, by status and server.",
                                .labels = {"status", "apiserver_id_hash"},
                                .stability = "BETA"});
  registry.collected({.name = "apiserver_authentication_config_controller_automatic_reload_last_timestamp_seconds",
                      .help = "When the authentication configuration was last read again, by status and server.",
                      .labels = {"status", "apiserver_id_hash"},
                      .stability = "BETA"},
                     MetricType::kGauge, [this] { return reload_times(); });
  registry.collected({.name = "apiserver_authentication_config_controller_last_config_info",
                      .help = "The authentication configuration in force, as a hash, by server.",
                      .labels = {"apiserver_id_hash", "hash"}},
                     MetricType::kGauge, [this] { return configurations(); });
}

void JwtMetrics::configured(std::string_view file_text) {
  const std::lock_guard lock(mutex_);
  configuration_hash_ = hash_of(file_text);
}

void JwtMetrics::reloaded(std::string_view file_text) {
  configured(file_text);
  reloads_->add({"success", server_hash_});
  const std::lock_guard lock(mutex_);
  reloaded_at_ = now();
}

void JwtMetrics::not_reloaded() {
  reloads_->add({"failure", server_hash_});
  const std::lock_guard lock(mutex_);
  not_reloaded_at_ = now();
}

std::vector<MetricSample> JwtMetrics::reload_times() const {
  const std::lock_guard lock(mutex_);
  std::vector<MetricSample> samples;
  if (not_reloaded_at_ > 0) samples.push_back({{"failure", server_hash_}, not_reloaded_at_});
  if (reloaded_at_ > 0) samples.push_back({{"success", server_hash_}, reloaded_at_});
  return samples;
}

std::vector<MetricSample> JwtMetrics::configurations() const {
  const std::lock_guard lock(mutex_);
  return {{{server_hash_, configuration_hash_}, 1}};
}

}  // namespace pintle::server

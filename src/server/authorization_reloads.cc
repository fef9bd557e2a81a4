#include "server/authorization_reloads.h"

#include <openssl/sha.h>

#include <array>

namespace pintle::server {
namespace {

std::string hash_of(std::string_view text) {
  if (text.empty()) return "";
  constexpr char kDigits[] = "0123456789abcdef";
  std::array<unsigned char, SHA256_DIGEST_LENGTH> hash;
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), hash.data());
  std::string shown = "sha256:";
  for (const unsigned char byte : hash) shown.append({kDigits[byte >> 4], kDigits[byte & 15]});
  return shown;
}

}  // namespace

AuthorizationReloads::AuthorizationReloads(MetricsRegistry& registry, const Clock& clock, std::string_view server_identity)
    : clock_(clock),
      identity_hash_(hash_of(server_identity)),
      reloads_(registry.counter({.name = "apiserver_authorization_config_controller_automatic_reloads_total",
                                 .help = "Times that the changed authorization configuration was read, by status and server.",
                                 .labels = {"status", "apiserver_id_hash"},
                                 .stability = "BETA"})) {
  registry.collected({.name = "apiserver_authorization_config_controller_automatic_reload_last_timestamp_seconds",
                      .help = "When the changed authorization configuration was read last, by status and server.",
                      .labels = {"status", "apiserver_id_hash"},
                      .stability = "BETA"},
                     MetricType::kGauge, [this] { return last_times(); });
  registry.collected({.name = "apiserver_authorization_config_controller_last_config_info",
                      .help = "The authorization configuration that is in force, by its hash and server.",
                      .labels = {"apiserver_id_hash", "hash"}},
                     MetricType::kGauge, [this] { return last_configuration(); });
}

void AuthorizationReloads::begun(std::string_view configuration) {
  const std::lock_guard lock(mutex_);
  configuration_hash_ = hash_of(configuration);
}

void AuthorizationReloads::succeeded(std::string_view configuration) {
  begun(configuration);
  count("success");
}

void AuthorizationReloads::failed() { count("failure"); }

void AuthorizationReloads::count(const std::string& status) {
  reloads_.add({status, identity_hash_});
  const std::lock_guard lock(mutex_);
  last_seconds_[status] = std::chrono::duration<double>(clock_.now().time_since_epoch()).count();
}

std::vector<MetricSample> AuthorizationReloads::last_times() const {
  const std::lock_guard lock(mutex_);
  std::vector<MetricSample> samples;
  for (const auto& [status, seconds] : last_seconds_) samples.push_back({{status, identity_hash_}, seconds});
  return samples;
}

std::vector<MetricSample> AuthorizationReloads::last_configuration() const {
  const std::lock_guard lock(mutex_);
  if (configuration_hash_.empty()) return {};
  return {{{identity_hash_, configuration_hash_}, 1}};
}

}  // namespace pintle::server

// AuthorizationReloads: how often --authorization-config was read again, when last, and what is in force, as metrics.
//
// The server's identity and the file are named by their SHA-256. Thread: any.
// Source: k8s.io/apiserver/pkg/server/options/authorizationconfig/metrics.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/metrics.h"

namespace pintle::server {

class AuthorizationReloads {
 public:
  // `clock` and the registry outlive it.
  AuthorizationReloads(MetricsRegistry& registry, const Clock& clock, std::string_view server_identity);

  // `configuration`: the text that is in force from here on.
  void begun(std::string_view configuration);
  void succeeded(std::string_view configuration);
  void failed();

 private:
  void count(const std::string& status);
  std::vector<MetricSample> last_times() const;
  std::vector<MetricSample> last_configuration() const;

  const Clock& clock_;
  const std::string identity_hash_;
  MetricFamily& reloads_;
  mutable std::mutex mutex_;
  std::map<std::string, double> last_seconds_;  // guarded by mutex_: by status
  std::string configuration_hash_;              // guarded by mutex_
};

}  // namespace pintle::server

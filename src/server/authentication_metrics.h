// AuthenticationMetrics: how requests are authenticated, under upstream's names. Users are counted by a few known names only.
//
// `registry` outlives it. Thread: any. Source: k8s.io/apiserver/pkg/endpoints/filters/metrics.go.
#pragma once

#include "auth/authenticator.h"
#include "base/metrics.h"

namespace pintle::server {

class AuthenticationMetrics {
 public:
  explicit AuthenticationMetrics(MetricsRegistry& registry);
  void count(const auth::AuthenticationAttempt& attempt);

 private:
  MetricFamily& users_;
  MetricFamily& attempts_;
  MetricFamily& durations_;
};

// The label for a user: a name known to every cluster, "email_id", or "other".
std::string_view metric_username(std::string_view name);

}  // namespace pintle::server

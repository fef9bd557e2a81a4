// TokenMetrics: how service account tokens are used, under upstream's names. `registry` outlives it. Thread: any.
// Source: k8s.io/kubernetes/pkg/serviceaccount/metrics.go.
#pragma once

#include "auth/service_account_token.h"
#include "base/metrics.h"

namespace pintle::server {

class TokenMetrics final : public auth::TokenObserver {
 public:
  explicit TokenMetrics(MetricsRegistry& registry);
  void stale_token() override { stale_.add({}); }
  void valid_token() override { valid_.add({}); }
  void legacy_token() override { legacy_.add({}); }
  void manual_secret_token() override { manual_secret_.add({}); }
  void generated_secret_token() override { generated_secret_.add({}); }
  void invalidated_secret_token() override { invalidated_secret_.add({}); }

 private:
  MetricFamily& stale_;
  MetricFamily& valid_;
  MetricFamily& legacy_;
  MetricFamily& manual_secret_;
  MetricFamily& generated_secret_;
  MetricFamily& invalidated_secret_;
};

}  // namespace pintle::server

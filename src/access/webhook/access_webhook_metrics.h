// What access webhooks are measured by: round trips, their time, and those whose failure left the decision to the next authorizer.
//
// Labels: the authorizer's name, and the result: success, error (no answer, or none that is a review) or timeout. Thread: any.
// Source: k8s.io/apiserver/plugin/pkg/authorizer/webhook/metrics/metrics.go.
#pragma once

#include <chrono>
#include <string_view>

#include "base/metrics.h"

namespace pintle::access {

class AccessWebhookMetrics {
 public:
  explicit AccessWebhookMetrics(MetricsRegistry& registry);

  void evaluated(std::string_view name, std::string_view result, std::chrono::steady_clock::duration took);
  void failed_open(std::string_view name, std::string_view result);

 private:
  MetricFamily& evaluations_;
  MetricFamily& durations_;
  MetricFamily& failed_open_;
};

}  // namespace pintle::access

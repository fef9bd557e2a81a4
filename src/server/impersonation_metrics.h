// How often clients wanted to act as somebody else, and what that took, by mode: "legacy", "user-info", ...; "" for all of them, denied.
//
// Thread: any. Source: k8s.io/apiserver/pkg/endpoints/filters/impersonation/metrics/metrics.go.
#pragma once

#include "api/impersonation.h"
#include "base/metrics.h"

namespace pintle::server {

class ImpersonationMetrics final : public api::ImpersonationObserver {
 public:
  explicit ImpersonationMetrics(MetricsRegistry& registry);
  void attempted(std::string_view mode, api::Impersonated outcome, std::chrono::steady_clock::duration took) override;
  void checked(std::string_view mode, api::Impersonated outcome, std::chrono::steady_clock::duration took) override;

 private:
  MetricFamily& attempts_;
  MetricFamily& attempt_durations_;
  MetricFamily& checks_;
  MetricFamily& check_durations_;
};

}  // namespace pintle::server

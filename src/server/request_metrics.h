// RequestMetrics: what the API server counts of its requests, under upstream's names and labels, and the answer to GET /metrics.
//
// Thread: any. Source: k8s.io/apiserver/pkg/endpoints/metrics/metrics.go (MonitorRequest, CleanVerb, CleanScope).
#pragma once

#include <functional>

#include "api/chain.h"
#include "base/metrics.h"

namespace pintle::server {

class RequestMetrics final : public api::RequestObserver {
 public:
  // Whether there is such a resource. Only what is served becomes a label: anybody could ask for any number of other names.
  using IsServed = std::function<bool(const api::RequestInfo&)>;

  // `registry` must outlive this.
  RequestMetrics(MetricsRegistry& registry, IsServed is_served);

  void begun(std::string_view method) override;
  void answered(const api::RequestRecord& record) override;
  void authorized(const auth::Decision& decision, std::chrono::steady_clock::duration took) override;
  std::string metrics_text() const override { return registry_.text(); }

 private:
  const MetricsRegistry& registry_;
  IsServed is_served_;
  MetricFamily& requests_;
  MetricFamily& durations_;
  MetricFamily& in_flight_;
  MetricFamily& authorizations_;
  MetricFamily& authorization_durations_;
};

// The label `verb`: GET and LIST, WATCH, PATCH and APPLY, CONNECT are told apart; unknown methods are "other".
std::string_view metric_verb(const api::RequestRecord& record);
// The label `scope`: resource, namespace, cluster, or "" for what is no resource.
std::string_view metric_scope(const api::RequestInfo& info);

}  // namespace pintle::server

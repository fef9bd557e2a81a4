// AuditMetrics: what auditing counts, under upstream's names, and where a backend tells that events were lost.
//
// The log says so, too, but at most once in kLossLogInterval for each plugin: a full disk fails every event, and must not fill the log.
// Owner: main, as long as any backend. Thread: any. Source: k8s.io/apiserver/pkg/audit/metrics.go.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "audit/level.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "base/status.h"

namespace pintle::audit {

inline constexpr std::chrono::seconds kLossLogInterval{10};

class AuditMetrics {
 public:
  AuditMetrics(MetricsRegistry& registry, const Clock& clock);

  void generated() { events_.add({}); }
  void decided(Level level) { levels_.add({name_of(level)}); }
  void rejected() { rejected_.add({}); }
  // `plugin` as upstream names them: log, webhook, buffered, truncate. A literal.
  void lost(std::string_view plugin, size_t events, const Status& why);

 private:
  struct Losses {
    std::chrono::steady_clock::time_point told{};
    uint64_t untold = 0;
  };
  const Clock& clock_;
  MetricFamily& events_;
  MetricFamily& errors_;
  MetricFamily& levels_;
  MetricFamily& rejected_;
  std::mutex mutex_;
  std::map<std::string_view, Losses> losses_;  // guarded by mutex_
};

}  // namespace pintle::audit

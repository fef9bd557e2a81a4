#include "audit/metrics.h"

#include <utility>

#include "base/log.h"

namespace pintle::audit {

AuditMetrics::AuditMetrics(MetricsRegistry& registry, const Clock& clock)
    : clock_(clock),
      events_(registry.counter({.name = "apiserver_audit_event_total",
                                .help = "Counter of audit events generated and sent to the audit backend.",
                                .labels = {}})),
      errors_(registry.counter({.name = "apiserver_audit_error_total",
                                .help = "Counter of audit events that failed to be audited properly. Plugin identifies the plugin affected "
                                        "by the error.",
                                .labels = {"plugin"}})),
      levels_(registry.counter({.name = "apiserver_audit_level_total",
                                .help = "Counter of policy levels for audit events (1 per request).",
                                .labels = {"level"}})),
      rejected_(registry.counter({.name = "apiserver_audit_requests_rejected_total",
                                  .help = "Counter of apiserver requests rejected due to an error in audit logging backend.",
                                  .labels = {}})) {
  events_.add({}, 0);
  rejected_.add({}, 0);
}

void AuditMetrics::lost(std::string_view plugin, size_t events, const Status& why) {
  errors_.add({plugin}, static_cast<double>(events));
  uint64_t count = 0;
  {
    std::lock_guard lock(mutex_);
    Losses& losses = losses_[plugin];
    losses.untold += events;
    const auto now = clock_.steady();
    if (losses.told.time_since_epoch().count() != 0 && now - losses.told < kLossLogInterval) return;
    losses.told = now;
    count = std::exchange(losses.untold, 0);
  }
  log_error("Audit events were lost", {{"plugin", plugin}, {"events", count}, {"err", why}});
}

}  // namespace pintle::audit

// Auditing of a running server: its policy, the log and the webhook, made from the flags, and the policy read again when its file changes.
//
//   PINTLE_TRY(running.audit, Audit::create(options.audit, running.metrics, Clock::system()));
//   chain parts: .auditor = running.audit->auditor()
//   running.audit->stop();                       // after the server has stopped, before the loops
//
// Without a policy, or without a place for events, nothing is recorded and auditor() is null. Errors: what is wrong with the policy, or
// why the log cannot be opened, as upstream words it.
#pragma once

#include <memory>

#include "audit/auditor.h"
#include "base/metrics.h"
#include "server/audit_options.h"

namespace pintle::server {

class Audit {
 public:
  static Result<std::unique_ptr<Audit>> create(const AuditOptions& options, MetricsRegistry& metrics, const Clock& clock);

  const audit::Auditor* auditor() const { return auditor_.get(); }
  // Writes what is left.
  void stop();

 private:
  Audit(MetricsRegistry& metrics, const Clock& clock) : metrics_(metrics, clock) {}
  audit::AuditMetrics metrics_;
  std::unique_ptr<audit::Auditor> auditor_;
};

}  // namespace pintle::server

// Auditing of a running server: its policy, the log and the webhook, made from the flags, and the policy read again when its file changes.
//
//   PINTLE_TRY(running.audit, Audit::create(options.audit, running.metrics, Clock::system()));
//   chain parts: .auditor = running.audit->auditor()
//   running.audit->stop();                       // after the server has stopped, before its loops
//
// Without a policy, or without a place for events, nothing is recorded and auditor() is null. Errors: what is wrong with the policy, or
// why the log cannot be opened, as upstream words it.
#pragma once

#include <memory>

#include "audit/auditor.h"
#include "audit/webhook_backend.h"
#include "base/metrics.h"
#include "base/watched_file.h"
#include "net/client.h"
#include "net/loops.h"
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
  Result<std::unique_ptr<audit::Backend>> make_webhook(const AuditWebhookFlags& flags);
  void follow_policy(const std::string& path);

  audit::AuditMetrics metrics_;
  FileWatcher files_;
  // Of the webhook only: it has a client and a loop of its own, so that it can be asked until all else has stopped.
  std::unique_ptr<net::LoopPool> loops_;
  std::unique_ptr<net::HttpClient> client_;
  std::unique_ptr<audit::Auditor> auditor_;
  std::unique_ptr<FileWatcher::Watch> policy_watch_;
};

}  // namespace pintle::server

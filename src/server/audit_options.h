// The --audit-* flags: which policy, and the two places that events go to. Checked by check_audit_options.
//
// Source: k8s.io/apiserver/pkg/server/options/audit.go.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace pintle::server {

struct AuditBatchFlags {
  std::string mode;              // batch, blocking or blocking-strict
  int64_t buffer_size = 10'000;  // events
  int64_t max_size = 0;          // events of a batch
  std::chrono::milliseconds max_wait{};
  bool throttle_enable = false;
  double throttle_qps = 0;
  int64_t throttle_burst = 0;
  bool operator==(const AuditBatchFlags&) const = default;
};

struct AuditTruncateFlags {
  bool enabled = false;
  int64_t max_batch_size = 10'485'760;  // bytes
  int64_t max_event_size = 102'400;     // bytes
  bool operator==(const AuditTruncateFlags&) const = default;
};

struct AuditLogFlags {
  std::string path;             // "" none; "-" standard output
  std::string format = "json";  // or legacy
  std::string version = "audit.k8s.io/v1";
  int64_t max_age = 366;  // days
  int64_t max_backup = 100;
  int64_t max_size = 100;  // megabytes
  bool compress = false;
  AuditBatchFlags batch = {.mode = "blocking", .max_size = 1};
  AuditTruncateFlags truncate;
  bool operator==(const AuditLogFlags&) const = default;
};

struct AuditWebhookFlags {
  std::string config_file;  // "" none
  std::string version = "audit.k8s.io/v1";
  std::chrono::milliseconds initial_backoff{10'000};
  AuditBatchFlags batch = {.mode = "batch",
                           .max_size = 400,
                           .max_wait = std::chrono::seconds(30),
                           .throttle_enable = true,
                           .throttle_qps = 10,
                           .throttle_burst = 15};
  AuditTruncateFlags truncate;
  bool operator==(const AuditWebhookFlags&) const = default;
};

struct AuditOptions {
  std::string policy_file;  // "": nothing is recorded
  AuditLogFlags log;
  AuditWebhookFlags webhook;
  bool operator==(const AuditOptions&) const = default;
};

// Upstream's checks in their order; each fault is one text.
void check_audit_options(const AuditOptions& options, std::vector<std::string>& faults);

}  // namespace pintle::server

// The webhook backend: events sent as lists (audit.k8s.io/v1 EventList) to a service that a kubeconfig file names.
//
//   std::unique_ptr<Backend> webhook = webhook_backend(options, std::move(endpoint), loop, metrics);
//
// In batch mode a list goes out when it is full or has waited, at no more than so many a second; several may be under way. Whatever the
// fault, a list is tried again, five times in all, and then lost, which is counted. In the blocking modes a request waits for the list of
// its own event, retries and all.
// Owner: the Auditor; `loop` runs on until stop() has returned. Thread: see Backend.
// Source: k8s.io/apiserver/plugin/pkg/audit/{webhook,buffered}.
#pragma once

#include <chrono>
#include <memory>

#include "audit/backend.h"
#include "webhook/endpoint.h"

namespace pintle::audit {

struct WebhookOptions {
  Mode mode = Mode::kBatch;
  BatchOptions batch;
  TruncateOptions truncate;
  std::chrono::milliseconds initial_backoff{10'000};
  std::chrono::milliseconds drain_time = kDrainTimeMax;
};

// `loop`: where lists are sent from in batch mode.
std::unique_ptr<Backend> webhook_backend(const WebhookOptions& options, std::unique_ptr<webhook::Endpoint> endpoint, Loop& loop,
                                         AuditMetrics& metrics);

}  // namespace pintle::audit

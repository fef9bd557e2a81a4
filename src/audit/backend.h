// Backend: where events go. The log file (log_backend.h) and the webhook (webhook_backend.h) are the two.
//
// Modes: `batch` takes an event and returns at once, and loses it (counted) when its buffer is full; `blocking` lets the request wait until
// the event is written or has failed; `blocking-strict` besides refuses the request when its RequestReceived event has failed.
// Ownership: the Auditor's. Thread: process() on each request's loop; stop() on one thread that is none of the loops'.
// Source: k8s.io/apiserver/pkg/audit/types.go, plugin/pkg/audit/{buffered,truncate}, pkg/server/options/audit.go.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "audit/event.h"
#include "audit/metrics.h"
#include "base/loop.h"
#include "base/task.h"

namespace pintle::audit {

enum class Mode : uint8_t { kBatch, kBlocking, kBlockingStrict };

// Of batch mode only.
struct BatchOptions {
  size_t buffer_events = 10'000;
  size_t batch_events_max = 1;
  std::chrono::milliseconds wait_max{0};  // for a batch to fill
  bool exact = false;                     // never more in a batch, even when that costs nothing
  bool throttled = false;
  double batches_per_second = 0;
  size_t burst_batches = 0;
};

struct TruncateOptions {
  bool enabled = false;
  size_t event_bytes_max = 100 << 10;
  size_t batch_bytes_max = 10 << 20;
};

class Backend {
 public:
  virtual ~Backend() = default;
  // Takes the event as it is now. False: it was not kept, and the mode wants the request refused for that.
  virtual Task<bool> process(const Event& event, Loop& loop) = 0;
  // The same at a stage where nobody waits: the end of a stream.
  virtual void process_later(const Event& event) = 0;
  // Writes what is buffered, as far as it can within kDrainTimeMax. Nothing is taken afterwards.
  virtual void stop() = 0;
};

inline constexpr std::chrono::seconds kDrainTimeMax{10};
// Bytes of all events that wait in one backend in batch mode, beside the limit on their number.
inline constexpr size_t kBufferBytesMax = 256 << 20;

// The members of the event (append_event_members), without its objects when it is too large with them; nullopt: too large even so, which
// is counted.
std::optional<std::string> fitting_members(const Event& event, const TruncateOptions& options, AuditMetrics& metrics);

}  // namespace pintle::audit

// The log backend: each event a line of a file (rotated) or of standard output, as JSON or in the legacy form.
//
//   PINTLE_TRY(auto log, open_log_backend(options, metrics, clock));
//
// Owner: the Auditor; `metrics` and `clock` live longer. Errors of opening: the file's, as upstream words them.
// Source: k8s.io/apiserver/plugin/pkg/audit/log, pkg/server/options/audit.go (getWriter, ensureLogFile).
#pragma once

#include <memory>
#include <string>

#include "audit/backend.h"
#include "audit/event_sink.h"
#include "audit/rotating_file.h"

namespace pintle::audit {

enum class LogFormat : uint8_t { kJson, kLegacy };

struct LogOptions {
  std::string path;  // "-": standard output
  LogFormat format = LogFormat::kJson;
  Mode mode = Mode::kBlocking;
  BatchOptions batch;
  TruncateOptions truncate;
  RotationOptions rotation;  // its path is left empty; file_bytes_max 0: never rotated
};

Result<std::unique_ptr<Backend>> open_log_backend(LogOptions options, AuditMetrics& metrics, const Clock& clock);
// The same on a sink that is there already; `options.path` and `options.rotation` are not looked at.
std::unique_ptr<Backend> log_backend(const LogOptions& options, std::unique_ptr<EventSink> sink, AuditMetrics& metrics);

}  // namespace pintle::audit

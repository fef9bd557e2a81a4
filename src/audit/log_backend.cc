#include "audit/log_backend.h"

#include <unistd.h>

#include "audit/event_writer.h"

namespace pintle::audit {
namespace {

class LogBackend final : public Backend {
 public:
  LogBackend(const LogOptions& options, std::unique_ptr<EventSink> sink, AuditMetrics& metrics)
      : format_(options.format),
        mode_(options.mode),
        truncate_(options.truncate),
        metrics_(metrics),
        writer_(std::move(sink), batch_of(options), metrics) {}

  Task<bool> process(const Event& event, Loop& loop) override {
    std::optional<std::string> line = line_of(event);
    if (!line) co_return true;
    if (mode_ == Mode::kBatch) {
      writer_.offer(*std::move(line));
      co_return true;
    }
    if (const std::optional<bool> written = writer_.write_at_once(*line)) co_return *written || mode_ == Mode::kBlocking;
    auto start = [this, &line](auto done) { writer_.write(*std::move(line), std::move(done)); };
    const bool written = co_await completion<bool>(loop, start);
    co_return written || mode_ == Mode::kBlocking;
  }

  void process_later(const Event& event) override {
    std::optional<std::string> line = line_of(event);
    if (!line) return;
    if (mode_ == Mode::kBatch) {
      writer_.offer(*std::move(line));
    } else {
      writer_.write(*std::move(line), nullptr);
    }
  }

  void stop() override { writer_.stop(); }

 private:
  // Batches are of batch mode only.
  static BatchOptions batch_of(const LogOptions& options) { return options.mode == Mode::kBatch ? options.batch : BatchOptions{}; }

  std::optional<std::string> line_of(const Event& event) {
    if (format_ == LogFormat::kLegacy && !truncate_.enabled) return legacy_line(event);
    const std::optional<std::string> members = fitting_members(event, truncate_, metrics_);
    if (!members) return std::nullopt;
    if (format_ == LogFormat::kLegacy) return legacy_line(event);
    std::string line;
    line.reserve(kEventTypeMeta.size() + members->size() + 2);
    return line.append("{").append(kEventTypeMeta).append(*members).append("\n");
  }

  static std::string legacy_line(const Event& event) {
    std::string line;
    append_event_line(event, line);
    return line + "\n";
  }

  const LogFormat format_;
  const Mode mode_;
  const TruncateOptions truncate_;
  AuditMetrics& metrics_;
  EventWriter writer_;
};

Result<std::unique_ptr<EventSink>> open_sink(LogOptions& options, const Clock& clock) {
  if (options.path == "-") return descriptor_sink(STDOUT_FILENO);
  PINTLE_TRY_VOID(ensure_log_file(options.path));
  if (options.rotation.file_bytes_max == 0) return plain_file_sink(options.path);
  options.rotation.path = options.path;
  return rotating_file(options.rotation, clock);
}

}  // namespace

std::unique_ptr<Backend> log_backend(const LogOptions& options, std::unique_ptr<EventSink> sink, AuditMetrics& metrics) {
  return std::make_unique<LogBackend>(options, std::move(sink), metrics);
}

Result<std::unique_ptr<Backend>> open_log_backend(LogOptions options, AuditMetrics& metrics, const Clock& clock) {
  PINTLE_TRY(std::unique_ptr<EventSink> sink, open_sink(options, clock));
  return log_backend(options, std::move(sink), metrics);
}

}  // namespace pintle::audit

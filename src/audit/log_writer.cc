#include "audit/log_writer.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "audit/throttle.h"
#include "base/log.h"

namespace pintle::audit {
namespace {

constexpr size_t kLinesTogetherMax = 4096;  // of one turn of the writer

}  // namespace

struct LogWriter::State {
  State(std::unique_ptr<LineSink> to, const BatchOptions& options, AuditMetrics& counts)
      : sink(std::move(to)), batch(options), metrics(counts), throttle(options.batches_per_second, options.burst_batches, Steady::now()) {}

  using Steady = std::chrono::steady_clock;
  const std::unique_ptr<LineSink> sink;
  const BatchOptions batch;
  AuditMetrics& metrics;
  Throttle throttle;  // the thread's

  std::mutex mutex;
  std::condition_variable changed;
  std::condition_variable ended;
  std::vector<LogLine> lines;  // guarded, as all below
  size_t bytes = 0;
  bool waiting = false;  // the thread is
  bool stopping = false;
  bool finished = false;   // the thread is
  bool abandoned = false;  // stop() has given up: nothing outside is touched any more

  // One line at a time is what the log's default batch means: nothing to wait for, and nothing that tells one write from many.
  bool batches() const { return batch.batch_events_max > 1; }
  size_t lines_max() const { return batches() || batch.throttled ? batch.batch_events_max : kLinesTogetherMax; }

  bool has_room(size_t line_bytes) const { return lines.size() < batch.buffer_events && bytes + line_bytes <= kBufferBytesMax; }

  enum class Limited : bool { kNo, kYes };
  // False: the line was not taken and is as it was.
  bool add(LogLine& line, Limited limited) {
    bool wake = false;
    {
      std::lock_guard lock(mutex);
      if (stopping || (limited == Limited::kYes && !has_room(line.text.size()))) return false;
      bytes += line.text.size();
      lines.push_back(std::move(line));
      wake = waiting && (!batches() || lines.size() == 1 || lines.size() >= batch.batch_events_max);
    }
    if (wake) changed.notify_one();
    return true;
  }

  // Waits for lines; none: the end.
  std::vector<LogLine> take() {
    std::unique_lock lock(mutex);
    waiting = true;
    changed.wait(lock, [&] { return stopping || !lines.empty(); });
    // A batch waits for its fill from its first event on.
    if (batches()) changed.wait_for(lock, batch.wait_max, [&] { return stopping || lines.size() >= batch.batch_events_max; });
    waiting = false;
    const size_t count = std::min(lines.size(), lines_max());
    std::vector<LogLine> taken(std::make_move_iterator(lines.begin()),
                               std::make_move_iterator(lines.begin() + static_cast<ptrdiff_t>(count)));
    lines.erase(lines.begin(), lines.begin() + static_cast<ptrdiff_t>(count));
    for (const LogLine& line : taken) bytes -= line.text.size();
    return taken;
  }

  void wait_for_turn() {
    if (!batch.throttled) return;
    const auto delay = throttle.take(Steady::now());
    std::unique_lock lock(mutex);
    changed.wait_for(lock, delay, [&] { return stopping; });
  }

  void tell(std::vector<LogLine>& written, const std::optional<Status>& error) {
    std::unique_lock lock(mutex);
    if (abandoned) return;
    lock.unlock();
    const auto lost = static_cast<size_t>(std::ranges::count(written, false, &LogLine::written));
    if (lost > 0 && error) metrics.lost("log", lost, *error);
    for (LogLine& line : written)
      if (line.on_done) line.on_done(line.written);
  }

  void run() {
    for (std::vector<LogLine> taken = take(); !taken.empty(); taken = take()) {
      wait_for_turn();
      const std::optional<Status> error = sink->write(taken);
      tell(taken, error);
    }
    std::lock_guard lock(mutex);
    finished = true;
    ended.notify_all();
  }
};

LogWriter::LogWriter(std::unique_ptr<LineSink> sink, const BatchOptions& batch, AuditMetrics& metrics)
    : state_(std::make_shared<State>(std::move(sink), batch, metrics)) {
  std::thread([state = state_] { state->run(); }).detach();
}

LogWriter::~LogWriter() { stop(); }

bool LogWriter::offer(std::string line) {
  LogLine added{.text = std::move(line), .on_done = nullptr};
  if (state_->add(added, State::Limited::kYes)) return true;
  state_->metrics.lost("buffered", 1, Status::unknown("audit buffer queue blocked"));
  return false;
}

void LogWriter::write(std::string line, std::move_only_function<void(bool)> on_done) {
  LogLine added{.text = std::move(line), .on_done = std::move(on_done)};
  if (!state_->add(added, State::Limited::kNo) && added.on_done) added.on_done(false);
}

void LogWriter::stop(std::chrono::milliseconds drain_time) {
  std::unique_lock lock(state_->mutex);
  if (state_->stopping) return;
  state_->stopping = true;
  state_->changed.notify_all();
  if (state_->ended.wait_for(lock, drain_time, [this] { return state_->finished; })) return;
  state_->abandoned = true;
  log_error("The audit log is stuck; what waited for it is lost", {{"events", state_->lines.size()}});
}

}  // namespace pintle::audit

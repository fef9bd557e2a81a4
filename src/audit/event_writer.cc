#include "audit/event_writer.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "audit/throttle.h"
#include "base/log.h"

namespace pintle::audit {
namespace {

constexpr size_t kLinesTogetherMax = 4096;              // of one turn of the writer
constexpr std::chrono::milliseconds kQuickWriteMax{2};  // a slower one is the thread's business
constexpr std::chrono::milliseconds kSlowTime{1000};    // that a slow disk is taken for one
constexpr int kSinkTries = 200;                         // another write at once takes about a microsecond
constexpr std::chrono::milliseconds kLingerTime{5};     // that a line waits at most for others when nobody waits for it

}  // namespace

struct EventWriter::State {
  State(std::unique_ptr<EventSink> to, const BatchOptions& options, AuditMetrics& counts)
      : sink(std::move(to)), batch(options), metrics(counts), throttle(options.batches_per_second, options.burst_batches, Steady::now()) {}

  using Steady = std::chrono::steady_clock;
  const std::unique_ptr<EventSink> sink;
  const BatchOptions batch;
  AuditMetrics& metrics;
  Throttle throttle;  // the thread's

  std::mutex mutex;
  std::condition_variable changed;
  std::condition_variable ended;
  std::vector<EventText> lines;  // guarded, as all below
  size_t bytes = 0;
  std::mutex sink_mutex;                    // before `mutex` where both are held
  std::atomic<Steady::rep> slow_until = 0;  // since the clock's epoch

  bool asleep = false;         // the thread is: every line wakes it
  bool lingers = false;        // it waits for what is_time() says
  bool someone_waits = false;  // for one of the lines
  bool stopping = false;
  bool finished = false;   // the thread is
  bool abandoned = false;  // stop() has given up: nothing outside is touched any more

  // One line at a time is what the log's default batch means: nothing to wait for, and nothing that tells one write from many.
  bool batches() const { return batch.batch_events_max > 1; }
  size_t lines_max() const { return batches() || batch.exact || batch.throttled ? batch.batch_events_max : kLinesTogetherMax; }

  bool has_room(size_t line_bytes) const { return lines.size() < batch.buffer_events && bytes + line_bytes <= kBufferBytesMax; }

  enum class Limited : bool { kNo, kYes };
  // False: the line was not taken and is as it was.
  bool add(EventText& line, Limited limited) {
    bool wake = false;
    {
      std::lock_guard lock(mutex);
      if (stopping || (limited == Limited::kYes && !has_room(line.text.size()))) return false;
      bytes += line.text.size();
      if (line.on_done) someone_waits = true;
      lines.push_back(std::move(line));
      // Once: while the thread is on its way there is nothing to tell it.
      wake = std::exchange(asleep, false) || (is_time() && std::exchange(lingers, false));
    }
    if (wake) changed.notify_one();
    return true;
  }

  // Lines that nobody waits for need not be written this instant.
  bool is_time() const { return stopping || someone_waits || (batches() && lines.size() >= batch.batch_events_max); }

  // Waits for lines; none: the end.
  std::vector<EventText> take() {
    std::unique_lock lock(mutex);
    wait_for_lines(lock);
    const size_t count = std::min(lines.size(), lines_max());
    std::vector<EventText> taken(std::make_move_iterator(lines.begin()),
                                 std::make_move_iterator(lines.begin() + static_cast<ptrdiff_t>(count)));
    lines.erase(lines.begin(), lines.begin() + static_cast<ptrdiff_t>(count));
    for (const EventText& line : taken) bytes -= line.text.size();
    someone_waits = std::ranges::any_of(lines, [](const EventText& line) { return line.on_done != nullptr; });
    return taken;
  }

  // First while there may be more soon, without being woken for each line, and then for as long as it takes.
  void wait_for_lines(std::unique_lock<std::mutex>& lock) {
    if (!batches()) linger(lock, kLingerTime);
    if (stopping || (!batches() && !lines.empty())) return;
    asleep = lines.empty();
    changed.wait(lock, [&] { return stopping || !lines.empty(); });
    asleep = false;
    // A batch waits for its fill from its first event on; one line waits a little for the next.
    linger(lock, batches() ? batch.wait_max : kLingerTime);
  }

  void linger(std::unique_lock<std::mutex>& lock, std::chrono::milliseconds time) {
    lingers = true;
    changed.wait_for(lock, time, [&] { return is_time(); });
    lingers = false;
  }

  void wait_for_turn() {
    if (!batch.throttled) return;
    const auto delay = throttle.take(Steady::now());
    std::unique_lock lock(mutex);
    changed.wait_for(lock, delay, [&] { return stopping; });
  }

  void tell(std::vector<EventText>& written, const std::optional<Status>& error) {
    std::unique_lock lock(mutex);
    if (abandoned) return;
    lock.unlock();
    const auto lost = static_cast<size_t>(std::ranges::count(written, false, &EventText::written));
    if (lost > 0 && error) metrics.lost("log", lost, *error);
    for (EventText& line : written)
      if (line.on_done) line.on_done(line.written);
  }

  std::optional<Status> write(std::span<EventText> taken) {
    std::lock_guard lock(sink_mutex);
    return sink->write(taken);
  }

  // Nothing waits that would have to be written first, and nothing tells that it would take long.
  bool is_free() {
    if (Steady::now().time_since_epoch().count() < slow_until.load(std::memory_order_relaxed)) return false;
    std::lock_guard lock(mutex);
    return !stopping && lines.empty();
  }

  std::unique_lock<std::mutex> lock_sink_soon() {
    std::unique_lock lock(sink_mutex, std::try_to_lock);
    for (int tries = 1; !lock && tries < kSinkTries; ++tries) lock.try_lock();
    return lock;
  }

  void run() {
    for (std::vector<EventText> taken = take(); !taken.empty(); taken = take()) {
      wait_for_turn();
      tell(taken, write(taken));
    }
    std::lock_guard lock(mutex);
    finished = true;
    ended.notify_all();
  }
};

EventWriter::EventWriter(std::unique_ptr<EventSink> sink, const BatchOptions& batch, AuditMetrics& metrics)
    : state_(std::make_shared<State>(std::move(sink), batch, metrics)) {
  std::thread([state = state_] { state->run(); }).detach();
}

EventWriter::~EventWriter() { stop(); }

bool EventWriter::offer(std::string line) {
  EventText added{.text = std::move(line), .on_done = nullptr};
  if (state_->add(added, State::Limited::kYes)) return true;
  state_->metrics.lost("buffered", 1, Status::unknown("audit buffer queue blocked"));
  return false;
}

void EventWriter::write(std::string line, std::move_only_function<void(bool)> on_done) {
  EventText added{.text = std::move(line), .on_done = std::move(on_done)};
  if (!state_->add(added, State::Limited::kNo) && added.on_done) added.on_done(false);
}

std::optional<bool> EventWriter::write_at_once(std::string& line) {
  State& state = *state_;
  const std::unique_lock lock = state.lock_sink_soon();
  if (!lock || !state.is_free() || !state.sink->is_quick(line.size())) return std::nullopt;
  EventText one{.text = std::move(line), .on_done = nullptr};
  const auto begin = State::Steady::now();
  const std::optional<Status> error = state.sink->write({&one, 1});
  const auto end = State::Steady::now();
  if (end - begin > kQuickWriteMax) state.slow_until = (end + kSlowTime).time_since_epoch().count();
  if (error) state.metrics.lost("log", 1, *error);
  return one.written;
}

void EventWriter::stop(std::chrono::milliseconds drain_time) {
  std::unique_lock lock(state_->mutex);
  if (state_->stopping) return;
  state_->stopping = true;
  state_->changed.notify_all();
  if (state_->ended.wait_for(lock, drain_time, [this] { return state_->finished; })) return;
  state_->abandoned = true;
  log_error("The audit log is stuck; what waited for it is lost", {{"events", state_->lines.size()}});
}

}  // namespace pintle::audit

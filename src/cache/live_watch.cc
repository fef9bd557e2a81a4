#include "cache/live_watch.h"

#include <utility>

namespace pintle::cache {

// Waits until the hub resumes the watch.
class LiveWatch::Suspension {
 public:
  explicit Suspension(LiveWatch& watch) : watch_(watch) {}
  Suspension(const Suspension&) = delete;
  // Also in the middle of waiting, when the task is dropped.
  ~Suspension() {
    watch_.waiter_ = nullptr;
    watch_.unlink();
  }
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiter) {
    watch_.waiter_ = waiter;
    // A watch that is still reading only lets others run.
    if (watch_.phase_ != Phase::kLive) watch_.hub_.loop_hub().make_ready(watch_);
  }
  void await_resume() {}

 private:
  LiveWatch& watch_;
};

Result<std::unique_ptr<Watch>> LiveWatch::create(LoopHub& loop_hub, std::shared_ptr<LiveResource> resource, WatchOptions options) {
  auto watch = std::unique_ptr<LiveWatch>(new LiveWatch(loop_hub, std::move(resource), std::move(options)));
  PINTLE_TRY_VOID(watch->start());
  if (watch->options_.bookmarks) loop_hub.schedule_bookmark(*watch);
  return watch;
}

LiveWatch::LiveWatch(LoopHub& loop_hub, std::shared_ptr<LiveResource> resource, WatchOptions options)
    : hub_(loop_hub.enter(resource)), options_(std::move(options)) {}

LiveWatch::~LiveWatch() {
  leave_hub();
  unlink();
  hub_.loop_hub().leave(hub_);
}

// Source: cacher/watch_cache.go getAllEventsSinceLocked.
Result<void> LiveWatch::start() {
  const Snapshot newest = hub_.resource().snapshot();
  const HistoryView& history = newest.state()->history;
  if (options_.initial_events == InitialEvents::kNone) {
    if (options_.after < history.complete_after()) {
      return fail(Status::resource_expired("too old resource version: " + std::to_string(options_.after) + " (" +
                                           std::to_string(history.complete_after()) + ")"));
    }
    place_ = history.after(options_.after);
    return {};
  }
  options_.after = 0;
  place_ = history.end();
  phase_ = Phase::kObjects;
  const std::string_view prefix = options_.key_prefix.empty() ? hub_.resource().spec().key_prefix : options_.key_prefix;
  const auto match = options_.selection ? options_.selection->indexed_match() : std::nullopt;
  ObjectRange objects = !options_.key.empty() ? newest.range(options_.key)
                        : match               ? newest.by_field(match->field, match->value, prefix)
                                              : newest.range(prefix);
  initial_ = std::make_unique<InitialState>(InitialState{.objects = std::move(objects), .revision = newest.revision()});
  return {};
}

Task<std::vector<WatchEvent>> LiveWatch::next() {
  while (queue_.empty() && phase_ != Phase::kEnded) {
    if (phase_ != Phase::kLive) pull();
    if (queue_.empty() && phase_ != Phase::kEnded) co_await Suspension(*this);
  }
  co_return std::exchange(queue_, {});
}

void LiveWatch::cancel() {
  leave_hub();
  queue_.clear();
  if (!waiter_) return;
  unlink();
  std::exchange(waiter_, nullptr).resume();
}

void LiveWatch::leave_hub() {
  if (phase_ == Phase::kLive) hub_.remove(*this);
  phase_ = Phase::kEnded;
  initial_.reset();
  hub_.loop_hub().unschedule_bookmark(*this);
}

void LiveWatch::end() {
  phase_ = Phase::kEnded;
  leave_hub();
  hub_.loop_hub().make_ready(*this);
}

void LiveWatch::pull() {
  if (hub_.resource().ended()) return end();
  if (phase_ == Phase::kObjects) {
    pull_objects();
  } else {
    pull_changes();
  }
}

void LiveWatch::pull_objects() {
  ObjectRange& objects = initial_->objects;
  for (size_t scanned = 0; objects && scanned < kWatchPullScannedMax && queue_.size() < kWatchPullEventsMax; ++scanned, ++objects) {
    if (!concerns(objects->key()) || !selects(*objects)) continue;
    queue_.push_back(
        {.type = WatchEventType::kAdded, .initial = true, .revision = objects->revision(), .object = ObjectPtr::share(&*objects)});
  }
  if (objects) return;
  if (options_.initial_events == InitialEvents::kStateAndBookmark) {
    queue_.push_back({.type = WatchEventType::kBookmark, .initial_events_end = true, .revision = initial_->revision});
  }
  initial_.reset();
  phase_ = Phase::kChanges;
}

void LiveWatch::pull_changes() {
  const Snapshot newest = hub_.resource().snapshot();
  const HistoryView& history = newest.state()->history;
  if (place_ < history.begin()) return end();
  for (size_t scanned = 0; place_ < history.end() && scanned < kWatchPullScannedMax && queue_.size() < kWatchPullEventsMax; ++scanned) {
    if (auto event = convert(history.at(place_++))) queue_.push_back(*std::move(event));
  }
  if (place_ < history.end()) return;
  phase_ = Phase::kLive;
  hub_.add(*this);
  if (std::exchange(bookmark_due_, false)) push_bookmark(newest.revision());
}

bool LiveWatch::push(const Change& change, uint64_t place) {
  if (place < place_) return true;
  std::optional<WatchEvent> event = convert(change);
  if (!event) return true;
  if (queue_.size() >= kWatchQueueEventsMax) {
    phase_ = Phase::kChanges;
    place_ = place;
    return false;
  }
  queue_.push_back(*std::move(event));
  hub_.loop_hub().make_ready(*this);
  return true;
}

bool LiveWatch::concerns(std::string_view key) const {
  return options_.key.empty() ? key.starts_with(options_.key_prefix) : key == options_.key;
}

// An object that cannot be read is not there for a watch.
bool LiveWatch::selects(const Object& object) const {
  return object.readable() && (!options_.selection || options_.selection->matches(object));
}

// Source: cacher/cache_watcher.go convertToWatchEvent.
std::optional<WatchEvent> LiveWatch::convert(const Change& change) const {
  if (change.revision() <= options_.after || !concerns(change.key())) return std::nullopt;
  const bool now = change.current() && selects(*change.current());
  const bool before = change.previous() && selects(*change.previous());
  if (now) {
    return WatchEvent{
        .type = before ? WatchEventType::kModified : WatchEventType::kAdded, .revision = change.revision(), .object = change.current()};
  }
  if (!before) return std::nullopt;
  return WatchEvent{.type = WatchEventType::kDeleted, .revision = change.revision(), .object = change.departed(hub_.resource().reader())};
}

void LiveWatch::send_bookmark() {
  if (phase_ != Phase::kLive) {
    bookmark_due_ = phase_ != Phase::kEnded;
    return;
  }
  // Changes on their way go first; the watch may become full by them.
  hub_.deliver();
  if (phase_ == Phase::kLive) push_bookmark(hub_.delivered_revision());
}

void LiveWatch::push_bookmark(int64_t revision) {
  if (revision < options_.after || queue_.size() >= kWatchQueueEventsMax) return;
  queue_.push_back({.type = WatchEventType::kBookmark, .revision = revision});
  hub_.loop_hub().make_ready(*this);
}

}  // namespace pintle::cache

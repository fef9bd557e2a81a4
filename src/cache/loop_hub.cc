#include "cache/loop_hub.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "base/check.h"
#include "cache/cache.h"
#include "cache/live_watch.h"
#include "cache/revision_wait.h"

namespace pintle::cache {

void ReadyLink::insert_before(ReadyLink& other) {
  before = other.before;
  behind = &other;
  before->behind = this;
  other.before = this;
}

void ReadyLink::unlink() {
  before->behind = behind;
  behind->before = before;
  before = behind = this;
}

void LoopHub::notify(const std::shared_ptr<LiveResource>& resource) {
  const std::lock_guard lock(mutex_);
  if (std::ranges::find(mailbox_, resource) == mailbox_.end()) mailbox_.push_back(resource);
  post_run();
}

void LoopHub::notify_revision(int64_t revision) {
  if (least_wait_.load(std::memory_order_seq_cst) > revision) return;
  const std::lock_guard lock(mutex_);
  post_run();
}

void LoopHub::post_run() {
  if (std::exchange(run_posted_, true)) return;
  loop_.post([this] { run(); });
}

void LoopHub::run() {
  std::vector<std::shared_ptr<LiveResource>> news;
  {
    const std::lock_guard lock(mutex_);
    run_posted_ = false;
    news = std::exchange(mailbox_, {});
  }
  wake_pending_ = true;
  for (const std::shared_ptr<LiveResource>& resource : news) {
    if (const auto hub = hubs_.find(resource.get()); hub != hubs_.end()) hub->second->deliver();
  }
  resume_waits();
  wake();
}

ResourceHub& LoopHub::enter(const std::shared_ptr<LiveResource>& resource) {
  std::unique_ptr<ResourceHub>& hub = hubs_[resource.get()];
  if (!hub) {
    // First the bit, then the look at what is published: see live_resource.h.
    resource->watching().fetch_or(uint64_t{1} << slot_, std::memory_order_seq_cst);
    hub = std::make_unique<ResourceHub>(*this, resource);
  }
  ++hub->watches;
  return *hub;
}

void LoopHub::leave(ResourceHub& hub) {
  if (--hub.watches > 0) return;
  LiveResource& resource = hub.resource();
  resource.watching().fetch_and(~(uint64_t{1} << slot_), std::memory_order_seq_cst);
  hubs_.erase(&resource);
}

void LoopHub::make_ready(LiveWatch& watch) {
  if (!watch.waiter_ || watch.linked()) return;
  watch.insert_before(ready_);
  if (std::exchange(wake_pending_, true)) return;
  loop_.post([this] { wake(); });
}

// Each resumed watch may end any other, or itself.
void LoopHub::wake() {
  for (size_t woken = 0; ready_.linked() && woken < kWakesPerTurn; ++woken) {
    auto& watch = static_cast<LiveWatch&>(*ready_.behind);
    watch.unlink();
    std::exchange(watch.waiter_, nullptr).resume();
  }
  wake_pending_ = ready_.linked();
  if (wake_pending_) loop_.post([this] { wake(); });
}

void LoopHub::schedule_bookmark(LiveWatch& watch) { schedule_bookmark(watch, context_.clock.steady()); }

// Source: cacher/cache_watcher.go nextBookmarkTime.
void LoopHub::schedule_bookmark(LiveWatch& watch, std::chrono::steady_clock::time_point earliest) {
  if (watch.phase_ == LiveWatch::Phase::kEnded) return;
  auto time = context_.clock.steady() + kBookmarkInterval;
  if (const auto deadline = watch.options().deadline; deadline != std::chrono::steady_clock::time_point()) {
    time = std::min(time, deadline - kBookmarkBeforeDeadline);
    if (time < earliest) return;
  }
  watch.bookmark_ = bookmarks_.emplace(time, &watch);
  arm_bookmark_timer();
}

void LoopHub::unschedule_bookmark(LiveWatch& watch) {
  if (!watch.bookmark_) return;
  bookmarks_.erase(*std::exchange(watch.bookmark_, std::nullopt));
  if (bookmarks_.empty()) bookmark_timer_.reset();
}

void LoopHub::arm_bookmark_timer() {
  if (bookmarks_.empty()) return;
  const auto time = bookmarks_.begin()->first;
  if (bookmark_timer_ && bookmark_timer_time_ <= time) return;
  bookmark_timer_time_ = time;
  const auto delay = std::chrono::ceil<std::chrono::milliseconds>(time - context_.clock.steady());
  bookmark_timer_ = loop_.after(std::max(delay, std::chrono::milliseconds(0)), [this] { send_bookmarks(); });
}

void LoopHub::send_bookmarks() {
  bookmark_timer_.reset();
  const auto due = context_.clock.steady() + kBookmarkSlack;
  const auto next_earliest = due + std::chrono::nanoseconds(1);
  wake_pending_ = true;
  while (!bookmarks_.empty() && bookmarks_.begin()->first <= due) {
    LiveWatch& watch = *bookmarks_.begin()->second;
    bookmarks_.erase(bookmarks_.begin());
    watch.bookmark_.reset();
    watch.send_bookmark();
    schedule_bookmark(watch, next_earliest);
  }
  arm_bookmark_timer();
  wake();
}

void LoopHub::add(RevisionWait& wait) {
  waits_.emplace(wait.revision_, &wait);
  least_wait_.store(waits_.begin()->first, std::memory_order_seq_cst);
}

void LoopHub::remove(RevisionWait& wait) {
  const auto [first, last] = waits_.equal_range(wait.revision_);
  waits_.erase(std::find_if(first, last, [&wait](const auto& entry) { return entry.second == &wait; }));
  least_wait_.store(waits_.empty() ? INT64_MAX : waits_.begin()->first, std::memory_order_seq_cst);
}

void LoopHub::resume_waits() {
  while (!waits_.empty() && waits_.begin()->first <= context_.revision()) waits_.begin()->second->finish();
}

bool RevisionWait::await_suspend(std::coroutine_handle<> waiter) {
  waiter_ = waiter;
  waiting_ = true;
  hub_.add(*this);
  // First waiting, then this look: the writer does it the other way round, so one of both sees the other.
  if (hub_.context().revision() >= revision_) {
    leave();
    return false;
  }
  timer_ = hub_.loop().after(kWaitForRevision, [this] { finish(); });
  return true;
}

RevisionWait::~RevisionWait() { leave(); }

void RevisionWait::leave() {
  if (std::exchange(waiting_, false)) hub_.remove(*this);
}

void RevisionWait::finish() {
  leave();
  waiter_.resume();
}

LoopHub& LoopHubs::of(Loop& loop, const ResourceContext& context) {
  const std::lock_guard lock(mutex_);
  const size_t count = count_.load(std::memory_order_relaxed);
  for (size_t i = 0; i < count; ++i) {
    if (&hubs_[i]->loop() == &loop) return *hubs_[i];
  }
  PINTLE_CHECK(count < kLoopsMax);
  hubs_[count] = std::make_unique<LoopHub>(loop, count, context);
  count_.store(count + 1, std::memory_order_seq_cst);
  return *hubs_[count];
}

void LoopHubs::notify(const std::shared_ptr<LiveResource>& resource) {
  for (uint64_t slots = resource->watching().load(std::memory_order_seq_cst); slots != 0; slots &= slots - 1) {
    hubs_[static_cast<size_t>(std::countr_zero(slots))]->notify(resource);
  }
}

void LoopHubs::notify_revision(int64_t revision) {
  const size_t count = count_.load(std::memory_order_seq_cst);
  for (size_t i = 0; i < count; ++i) hubs_[i]->notify_revision(revision);
}

}  // namespace pintle::cache

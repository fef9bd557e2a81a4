// LoopHub: what the cache does on one loop: takes news from the writer, delivers it to the loop's watches, wakes those that wait, and
// keeps the time of bookmarks. LoopHubs finds the hub of a loop.
//
// The writer puts the resource that has news into the mailbox and posts one job; until that job runs, further news finds the
// mailbox in use and costs no job. The job reads what is published by then, so that a late loop catches up in one go.
// Ownership: the Cache's; hubs live as long as it. Thread: notify and notify_revision any, all else the loop's.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <coroutine>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/loop.h"
#include "cache/resource_hub.h"

namespace pintle::cache {

inline constexpr size_t kLoopsMax = 64;                   // one bit each in LiveResource::watching()
inline constexpr size_t kWakesPerTurn = 256;              // watches resumed before the loop may do something else
inline constexpr std::chrono::seconds kBookmarkSlack{1};  // bookmarks due so close together are sent together

// A place in the list of watches that are to be resumed.
struct ReadyLink {
  ReadyLink* before = this;
  ReadyLink* behind = this;

  bool linked() const { return before != this; }
  void insert_before(ReadyLink& other);
  void unlink();
};

class RevisionWait;

class LoopHub {
 public:
  using Bookmarks = std::multimap<std::chrono::steady_clock::time_point, LiveWatch*>;

  LoopHub(Loop& loop, size_t slot, const ResourceContext& context) : loop_(loop), slot_(slot), context_(context) {}
  LoopHub(const LoopHub&) = delete;

  // `resource` has published something, or has ended.
  void notify(const std::shared_ptr<LiveResource>& resource);
  // The cache has reached this revision.
  void notify_revision(int64_t revision);

  Loop& loop() const { return loop_; }
  const ResourceContext& context() const { return context_; }
  // Counts a watch in, with the hub of its resource.
  ResourceHub& enter(const std::shared_ptr<LiveResource>& resource);
  void leave(ResourceHub& hub);
  // Resumes the watch soon, if it waits.
  void make_ready(LiveWatch& watch);
  // The watch's next bookmark: about kBookmarkInterval from now, or shortly before its deadline; none when that has passed.
  void schedule_bookmark(LiveWatch& watch);
  void unschedule_bookmark(LiveWatch& watch);
  void add(RevisionWait& wait);
  void remove(RevisionWait& wait);

 private:
  void post_run();
  void run();
  void wake();
  void schedule_bookmark(LiveWatch& watch, std::chrono::steady_clock::time_point earliest);
  void send_bookmarks();
  void arm_bookmark_timer();
  void resume_waits();

  Loop& loop_;
  const size_t slot_;
  const ResourceContext& context_;

  std::mutex mutex_;
  std::vector<std::shared_ptr<LiveResource>> mailbox_;
  bool run_posted_ = false;
  std::atomic<int64_t> least_wait_{INT64_MAX};  // the smallest revision that a RevisionWait waits for

  std::unordered_map<const LiveResource*, std::unique_ptr<ResourceHub>> hubs_;
  ReadyLink ready_;
  bool wake_pending_ = false;
  Bookmarks bookmarks_;
  std::unique_ptr<Loop::Timer> bookmark_timer_;
  std::chrono::steady_clock::time_point bookmark_timer_time_;
  std::multimap<int64_t, RevisionWait*> waits_;
};

class LoopHubs {
 public:
  // On `loop`, or before it runs.
  LoopHub& of(Loop& loop, const ResourceContext& context);
  // Any thread.
  void notify(const std::shared_ptr<LiveResource>& resource);
  void notify_revision(int64_t revision);

 private:
  std::mutex mutex_;  // for adding
  std::array<std::unique_ptr<LoopHub>, kLoopsMax> hubs_;
  std::atomic<size_t> count_{0};  // hubs_[0, count_) are there for good
};

}  // namespace pintle::cache

// LiveWatch: the Watch of a LiveResource. It is in one of four phases:
//
//   kObjects  reads the objects of a snapshot (initial events)
//   kChanges  reads the history from its place on
//   kLive     stands in a bucket of the hub, which pushes changes into its queue
//   kEnded
//
// kObjects -> kChanges -> kLive; a full queue takes it from kLive back to kChanges. A place counts the changes of the resource, so
// that what was read and what is pushed cannot overlap: a live watch ignores what lies before its place.
// Thread: the loop's.
#pragma once

#include <coroutine>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "cache/loop_hub.h"
#include "cache/resource_hub.h"
#include "cache/watch.h"

namespace pintle::cache {

class LiveWatch final : public Watch, private ReadyLink {
 public:
  static Result<std::unique_ptr<Watch>> create(LoopHub& loop_hub, std::shared_ptr<LiveResource> resource, WatchOptions options);
  ~LiveWatch() override;

  Task<std::vector<WatchEvent>> next() override;
  void cancel() override;

  const WatchOptions& options() const { return options_; }
  // For the ResourceHub: the place in the bucket.
  size_t slot() const { return slot_; }
  void set_slot(size_t slot) { slot_ = slot; }
  // A change for a live watch. False when the queue is full: the watch is no longer live and must be dropped from its bucket.
  bool push(const Change& change, uint64_t place);
  // The resource has ended, or the history has outrun the watch. It is in no bucket any more.
  void end();
  // For the LoopHub: it is time for a bookmark.
  void send_bookmark();

 private:
  friend class LoopHub;
  class Suspension;
  enum class Phase : uint8_t { kObjects, kChanges, kLive, kEnded };
  struct InitialState {
    ObjectRange objects;
    int64_t revision;
  };

  LiveWatch(LoopHub& loop_hub, std::shared_ptr<LiveResource> resource, WatchOptions options);
  Result<void> start();
  void leave_hub();
  void pull();
  void pull_objects();
  void pull_changes();
  bool concerns(std::string_view key) const;
  bool selects(const Object& object) const;
  std::optional<WatchEvent> convert(const Change& change) const;
  void push_bookmark(int64_t revision);

  ResourceHub& hub_;
  WatchOptions options_;
  Phase phase_ = Phase::kChanges;
  bool bookmark_due_ = false;
  size_t slot_ = 0;
  uint64_t place_ = 0;  // the next change to read; what is pushed lies at it or behind it
  std::unique_ptr<InitialState> initial_;
  std::vector<WatchEvent> queue_;
  std::coroutine_handle<> waiter_;
  std::optional<LoopHub::Bookmarks::iterator> bookmark_;
};

}  // namespace pintle::cache

// Committer: takes groups of transactions, one after the other: check, write with one sync, publish, call back.
//
// After a write failed its outcome is open until the disk is read again: the group is answered 503 and so is what follows, until the
// disk takes writes. Then the database is reopened, and if the failed group turns out to be on the disk, it is published after all.
// Thread: the commit queue's; finish() when that has ended.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>
#include <string>

#include "base/clock.h"
#include "store/commit_queue.h"
#include "store/embedded/embedded_store.h"
#include "store/embedded/heads.h"
#include "store/embedded/staged_group.h"
#include "store/subscribers.h"

namespace pintle::store::embedded {

// With unsynced commits, how many revisions are reserved at a time: the gap that an unclean end leaves.
inline constexpr int64_t kReservedRevisions = 1'000'000;
inline constexpr int64_t kRecoveryPauseMs = 1'000;  // between attempts while the disk refuses
inline constexpr size_t kExpiredGroupMax = 512;

class Committer {
 public:
  struct Options {
    Durability durability;
    const Clock& clock;
    int64_t revision;
  };
  Committer(Database& database, Heads& heads, Subscribers& subscribers, const Options& options);

  void run(CommitQueue::Group group);
  std::optional<std::chrono::milliseconds> sleep_max() const;
  // The newest revision that is written. Any thread.
  int64_t applied() const { return applied_.load(std::memory_order_acquire); }
  // After the last group: makes the next opening quick.
  void finish();

 private:
  void stage_expiries(StagedGroup& group);
  Result<void> write(StagedGroup& group);
  void publish(const StagedGroup& group);
  void fail_group(StagedGroup& group, const Status& why);
  bool healthy();
  Result<void> recover();
  Result<void> settle_doubt();

  Database& database_;
  Heads& heads_;
  Subscribers& subscribers_;
  const Options options_;
  std::atomic<int64_t> applied_;
  int64_t ceiling_ = 0;            // unsynced: revisions up to here are reserved on the disk
  UnixMs next_expiry_ = 0;         // nothing expires before
  std::string expiries_from_;      // no expiry is before this key
  std::optional<Status> failure_;  // why the disk refuses
  std::optional<EventBatch> doubt_;
  std::chrono::steady_clock::time_point next_attempt_;
};

}  // namespace pintle::store::embedded

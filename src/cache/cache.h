// Cache: every resource of the store in memory. All reads and watches are served from here; only writes go to the store.
//
//   PINTLE_TRY(auto cache, Cache::create(store, std::move(specs), {}));
//   std::shared_ptr<ResourceCache> pods = cache->resource("/registry/pods/");
//
// It reads the whole store once, as it was some revisions ago, then follows it by one subscription from there, so that watches and page
// tokens from before a restart go on. The store calls back a commit after its subscribers, so that
// whoever was told of a write finds it here.
//
// Ownership: made and destroyed by main; the store and the EncodingBudget outlive it, and it outlives every Watch. stop() first, then
// the loops, then the cache.
// Thread: every function on any thread unless said otherwise.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/loop.h"
#include "base/result.h"
#include "base/task.h"
#include "cache/encoding_budget.h"
#include "cache/resource_cache.h"
#include "store/store.h"

namespace pintle::cache {

// How long wait_for() waits. Source: cacher/watch_cache.go blockTimeout.
inline constexpr std::chrono::seconds kWaitForRevision{3};

// How many of the store's last revisions are read as history at the start.
inline constexpr int64_t kHistoryRevisionsLoaded = 1000;

struct CacheOptions {
  std::string key_prefix = "/registry/";  // what is read of the store; every resource's prefix begins with it
  const Clock* clock = &Clock::system();
  int64_t history_revisions = kHistoryRevisionsLoaded;
  // Called once, on a thread of the store, when the store ends the subscription: the cache no longer follows it.
  std::function<void(Status)> on_lost_store;
};

class Cache {
 public:
  // Blocks until everything is loaded. `store` and `budget` outlive the cache.
  static Result<std::unique_ptr<Cache>> create(store::Store& store, EncodingBudget& budget, std::vector<ResourceSpec> specs,
                                               CacheOptions options = {});
  virtual ~Cache() = default;

  // null when there is none with exactly this key prefix.
  virtual std::shared_ptr<ResourceCache> resource(std::string_view key_prefix) const = 0;
  // Loads what the store has under the prefix and follows it from there. Blocks for a scan: not for an I/O loop when there may be
  // much. Error: the store's; conflict when a resource with this prefix, or one that overlaps it, is there.
  virtual Result<std::shared_ptr<ResourceCache>> add_resource(ResourceSpec spec) = 0;
  // Its watches end, its memory is freed when the last request lets go. False when there is none.
  virtual bool remove_resource(std::string_view key_prefix) = 0;

  // The store's revision up to which everything is published here.
  virtual int64_t revision() const = 0;
  // Resumes on `loop`, which is the caller's, when revision() has reached `revision`. Error: 504 Timeout "Too large resource version"
  // after kWaitForRevision.
  virtual Task<Result<void>> wait_for(int64_t revision, Loop& loop) = 0;
  // Drops history, pinned snapshots and encodings that are too old, also of resources that nobody writes. For a timer, about once a
  // minute.
  virtual void trim() = 0;
  // Leaves the store and ends every watch. Idempotent.
  virtual void stop() = 0;
};

}  // namespace pintle::cache

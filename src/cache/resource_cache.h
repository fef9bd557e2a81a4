// ResourceCache: one resource in memory: its newest snapshot, its history, and the watches on it.
//
//   Snapshot now = pods.snapshot();
//   PINTLE_TRY(Snapshot then, pods.snapshot_at(revision));           // exact list, continue token
//   PINTLE_TRY(auto watch, pods.watch(loop, {.after = then.revision()}));
//
// The store's publisher thread is the only writer (Cache calls apply); everybody else reads published versions.
// Ownership: shared by the Cache and by requests; a resource that was removed still serves its last snapshot, its watches end.
// Errors: 410 Expired for a revision that the history does not reach; 504 Timeout "Too large resource version" above the newest one.
// Source: apiserver/pkg/storage/cacher (Cacher, watchCache), apiserver/pkg/storage/errors.go, etcd3/errors.go.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>

#include "base/loop.h"
#include "base/result.h"
#include "cache/resource_spec.h"
#include "cache/snapshot.h"
#include "cache/watch.h"

namespace pintle::cache {

// Snapshots that page tokens refer to are held for so long, and so many of them, the oldest dropped first.
inline constexpr std::chrono::minutes kSnapshotPinAgeMax{5};
inline constexpr size_t kSnapshotsPinnedMax = 32;

class ResourceCache {
 public:
  virtual ~ResourceCache() = default;
  virtual const ResourceSpec& spec() const = 0;

  // The newest. Any thread, never waits; contains every write that was acknowledged before the call.
  virtual Snapshot snapshot() const = 0;
  // The state at exactly this revision: the newest if nothing has changed since, a pinned one, or rebuilt from the history. Any thread.
  virtual Result<Snapshot> snapshot_at(int64_t revision) const = 0;
  // Holds the snapshot for a while, so that the next pages of a list find it: called with the first page. Any thread.
  virtual void pin(const Snapshot& snapshot) = 0;
  // On `loop` only. Error: 410 Expired when `options.after` lies before the history.
  virtual Result<std::unique_ptr<Watch>> watch(Loop& loop, WatchOptions options) = 0;
};

// The error for a revision that does not exist yet; `retry_after_seconds` as upstream's caller has it (1 after waiting, else 0).
Status too_large_resource_version(int64_t wanted, int64_t current, int32_t retry_after_seconds);

}  // namespace pintle::cache

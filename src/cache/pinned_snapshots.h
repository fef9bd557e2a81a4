// PinnedSnapshots: older snapshots of a resource that the next pages of a list will ask for.
//
// Limits: kSnapshotsPinnedMax, kSnapshotPinAgeMax, and kPinnedBytesMax of versions that have been replaced since: a pin keeps them alive.
// Thread: any.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

#include "cache/snapshot.h"

namespace pintle::cache {

inline constexpr size_t kPinnedBytesMax = size_t{128} << 20;

class PinnedSnapshots {
 public:
  void add(const Snapshot& snapshot, std::chrono::steady_clock::time_point now);
  // One that is exact at `revision`.
  std::optional<Snapshot> find(int64_t revision) const;
  // Drops what is too old, or too much against `newest`, the state that is published now.
  void trim(const SnapshotState& newest, std::chrono::steady_clock::time_point now);

 private:
  struct Pin {
    Snapshot snapshot;
    std::chrono::steady_clock::time_point time;
  };
  mutable std::mutex mutex_;
  std::vector<Pin> pins_;           // oldest first
  std::atomic<bool> empty_ = true;  // spares the writer the lock
};

}  // namespace pintle::cache

#include "cache/pinned_snapshots.h"

#include <utility>

#include "cache/resource_cache.h"

namespace pintle::cache {

void PinnedSnapshots::add(const Snapshot& snapshot, std::chrono::steady_clock::time_point now) {
  const std::lock_guard lock(mutex_);
  // A page after the first renews the pin.
  std::erase_if(pins_, [&](const Pin& pin) { return pin.snapshot.revision() == snapshot.revision(); });
  if (pins_.size() == kSnapshotsPinnedMax) pins_.erase(pins_.begin());
  pins_.push_back({snapshot, now});
  empty_.store(false, std::memory_order_relaxed);
}

std::optional<Snapshot> PinnedSnapshots::find(int64_t revision) const {
  const std::lock_guard lock(mutex_);
  for (const Pin& pin : pins_) {
    if (pin.snapshot.state()->revision <= revision && revision <= pin.snapshot.revision()) return Snapshot(pin.snapshot.state(), revision);
  }
  return std::nullopt;
}

void PinnedSnapshots::trim(const SnapshotState& newest, std::chrono::steady_clock::time_point now) {
  if (empty_.load(std::memory_order_relaxed)) return;
  std::vector<Pin> dropped;  // freed without the lock
  const std::lock_guard lock(mutex_);
  for (Pin& pin : std::exchange(pins_, {})) {
    const bool old = now - pin.time > kSnapshotPinAgeMax;
    const bool heavy = newest.replaced_bytes - pin.snapshot.state()->replaced_bytes > kPinnedBytesMax;
    (old || heavy ? dropped : pins_).push_back(std::move(pin));
  }
  empty_.store(pins_.empty(), std::memory_order_relaxed);
}

}  // namespace pintle::cache

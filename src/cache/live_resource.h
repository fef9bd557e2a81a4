// LiveResource: the ResourceCache of a resource that follows the store.
//
// The writer side (apply, publish, ...) belongs to whoever holds the Cache's writer mutex: the store's publisher thread, or a thread that
// adds the resource. It changes trees and history that nobody else sees and publishes them as one SnapshotState per batch. The reader side
// takes what is published.
// Order, which the watches rest on: publish() comes before `watching` is read and hubs are told; a hub sets its bit in `watching`
// before it reads what is published. So a hub misses no change.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/clock.h"
#include "base/published.h"
#include "cache/object_reader.h"
#include "cache/pinned_snapshots.h"
#include "cache/resource_cache.h"
#include "store/store.h"

namespace pintle::cache {

class LoopHubs;

// What all resources of a Cache share, and what belongs to it.
struct ResourceContext {
  const Clock& clock;
  const store::Store& store;
  LoopHubs& hubs;
  std::atomic<int64_t> applied{0};  // the newest revision that came by the subscription or the first listing

  // Everything up to here is published. The store's own revision goes on with changes that the subscription leaves out.
  int64_t revision() const { return std::max(applied.load(std::memory_order_seq_cst), store.revision()); }
};

class LiveResource final : public ResourceCache, public std::enable_shared_from_this<LiveResource> {
 public:
  static Result<std::shared_ptr<LiveResource>> create(ResourceSpec spec, EncodingBudget& budget, const ResourceContext& context);

  const ResourceSpec& spec() const override { return spec_; }
  Snapshot snapshot() const override;
  Result<Snapshot> snapshot_at(int64_t revision) const override;
  void pin(const Snapshot& snapshot) override;
  Result<std::unique_ptr<Watch>> watch(Loop& loop, WatchOptions options) override;

  // Writer. Objects of the listing that the resource begins with, in any order; ascending keys are fastest.
  void load(const store::KeyValue& kv);
  // The listing is complete and was read at this revision.
  void finish_load(int64_t revision);
  // A change with a revision that is not less than any before.
  void apply(const store::Event& event);
  // Makes what was applied visible.
  void publish();
  void trim();

  const ObjectReader& reader() const { return reader_; }
  Ref<const SnapshotState> state() const { return published_.load(); }
  // Bit i: the hub in slot i has watches on this resource.
  std::atomic<uint64_t>& watching() { return watching_; }
  // Once true, watches end. Who sets it tells the hubs.
  bool ended() const { return ended_.load(std::memory_order_seq_cst); }
  void end_watches() { ended_.store(true, std::memory_order_seq_cst); }

 private:
  LiveResource(ResourceSpec spec, ObjectReader reader, const ResourceContext& context);
  Ref<const SnapshotState> rebuild(const SnapshotState& newest, int64_t revision) const;

  const ResourceSpec spec_;
  const ObjectReader reader_;
  const ResourceContext& context_;

  // The writer's.
  Tree<Object> objects_;
  std::vector<FieldIndex> indexes_;
  History history_;
  int64_t revision_ = 0;
  uint64_t replaced_bytes_ = 0;
  object::Attributes scratch_;

  Published<const SnapshotState> published_;
  std::atomic<uint64_t> watching_{0};
  std::atomic<bool> ended_{false};
  mutable PinnedSnapshots pins_;
};

}  // namespace pintle::cache

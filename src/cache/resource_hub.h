// ResourceHub: the watches of one loop on one resource, and how a change finds those that it may concern.
//
// Each live watch stands in one bucket, the narrowest that it allows: its object's key, the value of an indexed field ("spec.nodeName =
// node-7"), its namespace, or the rest. A change looks into the buckets of its key, of its namespace and of its field values before and
// after, so that a thousand watches of one node each cost a change nothing but two lookups.
// Thread: the loop's.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "cache/live_resource.h"

namespace pintle::cache {

class LiveWatch;
class LoopHub;

// Live watches that look for the same thing.
using WatchBucket = std::vector<LiveWatch*>;

class ResourceHub {
 public:
  ResourceHub(LoopHub& loop_hub, std::shared_ptr<LiveResource> resource);
  ResourceHub(const ResourceHub&) = delete;

  LoopHub& loop_hub() const { return loop_hub_; }
  LiveResource& resource() const { return *resource_; }

  // Makes the watch live; it has everything before its place. The watch is in no bucket.
  void add(LiveWatch& watch);
  void remove(LiveWatch& watch);
  // Gives each live watch what was published since the last call, or ends them all when the resource was removed.
  void deliver();
  // Everything up to here was delivered, and nothing beyond.
  int64_t delivered_revision() const { return delivered_revision_; }

  size_t watches = 0;  // live or not; counted by LoopHub

 private:
  struct TextHash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  using Buckets = std::unordered_map<std::string, WatchBucket, TextHash, std::equal_to<>>;
  struct FieldBuckets {
    size_t field;
    Buckets buckets;
  };

  // The map and the text under which the watch stands; a null map is rest_.
  std::pair<Buckets*, std::string_view> home(const LiveWatch& watch);
  std::string_view namespace_prefix(std::string_view key) const;
  void deliver(const Change& change, uint64_t place);
  void deliver(Buckets& buckets, std::string_view text, const Change& change, uint64_t place);
  void deliver(WatchBucket& bucket, const Change& change, uint64_t place);
  void end_all();

  LoopHub& loop_hub_;
  const std::shared_ptr<LiveResource> resource_;
  uint64_t delivered_place_ = 0;
  int64_t delivered_revision_ = 0;
  Buckets by_key_;
  Buckets by_namespace_;
  std::vector<FieldBuckets> by_field_;
  WatchBucket rest_;
};

}  // namespace pintle::cache

// ShardedMap: a map from text whose copies are cheap and never change: an array of shards, of which a write copies one.
//
//   ShardedMap<Role> roles;                        // the writer's
//   roles.set("default/reader", role);
//   const ShardedMap<Role> seen = roles.share();   // 256 pointers; later writes do not touch it
//   const Role* role = seen.find("default/reader");
//
// A shard that was copied since share() is changed in place, so that loading many entries copies nothing.
// Thread: one writer per value; what share() gives may be read on any thread.
#pragma once

#include <array>
#include <bitset>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace pintle::access {

template <class Value>
class ShardedMap {
 public:
  // null when there is none; lives as long as this version.
  const Value* find(std::string_view key) const {
    const auto& shard = shards_[place_of(key)];
    if (!shard) return nullptr;
    const auto found = shard->find(key);
    return found == shard->end() ? nullptr : found->second.get();
  }
  void set(std::string_view key, std::shared_ptr<const Value> value) {
    own(place_of(key)).insert_or_assign(std::string(key), std::move(value));
  }
  void erase(std::string_view key) {
    if (!find(key)) return;
    Shard& shard = own(place_of(key));
    shard.erase(shard.find(key));
  }
  // What it is now, for good.
  ShardedMap share() {
    own_.reset();
    return *this;
  }
  size_t size() const {
    size_t size = 0;
    for (const auto& shard : shards_) size += shard ? shard->size() : 0;
    return size;
  }

 private:
  static constexpr size_t kShards = 256;
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  using Shard = std::unordered_map<std::string, std::shared_ptr<const Value>, Hash, std::equal_to<>>;

  static size_t place_of(std::string_view key) { return std::hash<std::string_view>()(key) % kShards; }
  Shard& own(size_t place) {
    std::shared_ptr<Shard>& shard = shards_[place];
    if (!own_.test(place)) shard = shard ? std::make_shared<Shard>(*shard) : std::make_shared<Shard>();
    own_.set(place);
    return *shard;
  }

  std::array<std::shared_ptr<Shard>, kShards> shards_;
  std::bitset<kShards> own_;  // shards that nobody else has seen
};

}  // namespace pintle::access

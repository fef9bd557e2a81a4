// Routes: which resource a key belongs to. Immutable; a new one replaces it when a resource comes or goes.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "cache/live_resource.h"

namespace pintle::cache {

class Routes {
 public:
  Routes() = default;
  // Key prefixes must not overlap.
  explicit Routes(std::vector<std::shared_ptr<LiveResource>> resources);

  // The resource whose prefix the key begins with, or null. O(log n).
  LiveResource* find(std::string_view key) const;
  // The resource with exactly this prefix, or null.
  std::shared_ptr<LiveResource> with_prefix(std::string_view key_prefix) const;
  const std::vector<std::shared_ptr<LiveResource>>& resources() const { return resources_; }

 private:
  std::vector<std::shared_ptr<LiveResource>> resources_;  // sorted by prefix
};

// One of both begins with the other.
bool overlap(std::string_view one_prefix, std::string_view other_prefix);

}  // namespace pintle::cache

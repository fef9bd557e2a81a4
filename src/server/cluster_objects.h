// What authentication reads of the cluster (auth/cluster_objects.h), from the cache's newest snapshots. The registry outlives it.
#pragma once

#include <array>

#include "api/resource.h"
#include "auth/cluster_objects.h"

namespace pintle::server {

class CachedClusterObjects final : public auth::ClusterObjects {
 public:
  explicit CachedClusterObjects(const api::Registry& registry);
  Result<auth::FoundObject> get(auth::BoundKind kind, std::string_view namespace_, std::string_view name) const override;
  int64_t revision(auth::BoundKind kind, std::string_view namespace_, std::string_view name) const override;

 private:
  std::array<const api::Resource*, 4> resources_;  // by BoundKind
};

}  // namespace pintle::server

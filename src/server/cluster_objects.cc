#include "server/cluster_objects.h"

#include "api/stored_object.h"
#include "base/check.h"
#include "cache/resource_cache.h"

namespace pintle::server {
namespace {

const api::Resource* resource_of(const api::Registry& registry, std::string_view plural) {
  const api::Resource* resource = registry.find("", "v1", plural);
  PINTLE_CHECK(resource && resource->cache);
  return resource;
}

}  // namespace

CachedClusterObjects::CachedClusterObjects(const api::Registry& registry)
    : resources_{resource_of(registry, "serviceaccounts"), resource_of(registry, "secrets"), resource_of(registry, "pods"),
                 resource_of(registry, "nodes")} {}

Result<auth::FoundObject> CachedClusterObjects::get(auth::BoundKind kind, std::string_view namespace_, std::string_view name) const {
  const api::Resource& resource = *resources_[static_cast<size_t>(kind)];
  const cache::ObjectPtr object = resource.cache->snapshot().get(resource.key(namespace_, name));
  if (!object) return fail(Status::not_found(resource.group_resource(), name));
  PINTLE_TRY(object::Document document, api::decode_stored(resource, *object));
  return auth::FoundObject{std::move(document), object->revision()};
}

int64_t CachedClusterObjects::revision(auth::BoundKind kind, std::string_view namespace_, std::string_view name) const {
  const api::Resource& resource = *resources_[static_cast<size_t>(kind)];
  const cache::ObjectPtr object = resource.cache->snapshot().get(resource.key(namespace_, name));
  return object ? object->revision() : 0;
}

}  // namespace pintle::server

#include "proxy/read_object.h"

#include "api/stored_object.h"
#include "api/write.h"
#include "base/check.h"
#include "cache/resource_cache.h"

namespace pintle::proxy {

Result<object::Document> read_object(const api::Call& call, std::string_view resource, std::string_view namespace_, std::string_view name) {
  PINTLE_TRY_VOID(api::check_path_name(name));
  const api::Resource* kind = call.backend.registry.find("", "v1", resource);
  PINTLE_CHECK(kind && kind->cache);
  const cache::ObjectPtr object = kind->cache->snapshot().get(kind->key(namespace_, name));
  if (!object) return fail(Status::not_found(call.resource.group_resource(), name));
  return api::decode_stored(*kind, *object);
}

}  // namespace pintle::proxy

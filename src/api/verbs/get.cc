// GET of one object: from the cache, in the encoding the client takes.
#include "api/options.h"
#include "api/render.h"
#include "api/verbs/verbs.h"
#include "api/write.h"
#include "cache/cache.h"
#include "cache/resource_cache.h"

namespace pintle::api {

Task<Result<net::Response>> get(Call& call) {
  PINTLE_CO_TRY(const int64_t revision, parse_resource_version(call.query.get("resourceVersion")));
  PINTLE_CO_TRY_VOID(check_path_name(call.info.name));
  if (revision > call.backend.cache.revision()) PINTLE_CO_TRY_VOID(co_await call.backend.cache.wait_for(revision, call.loop()));
  const cache::ObjectPtr object = read_object(call, call.info.namespace_, call.info.name);
  if (!object) co_return fail(Status::not_found(call.resource.group_resource(), call.info.name));
  co_return render_cached(call, 200, object);
}

}  // namespace pintle::api

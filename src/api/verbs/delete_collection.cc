// DELETE of a collection: every object that the selectors choose, each as a delete of its own. The answer is the list of what there was.
#include "api/delete_object.h"
#include "api/list_page.h"
#include "api/verbs/verbs.h"
#include "object/storage.h"

namespace pintle::api {

Task<Result<net::Response>> delete_collection(Call& call) {
  PINTLE_CO_TRY(const ListOptions list_options, read_list_options(call.query));
  PINTLE_CO_TRY(const ListScope scope, read_scope(call, list_options));
  PINTLE_CO_TRY(const DeleteOptions options, co_await read_delete_options(call));
  warn_of_orphans(call, options);
  PINTLE_CO_TRY(ListPage page, co_await read_page(call, list_options, scope));
  for (const cache::ObjectPtr& object : page.objects) {
    PINTLE_CO_TRY(const object::Metadata metadata, object::scan_metadata(object->canonical()));
    auto deleted = co_await delete_object(call, metadata.namespace_name, metadata.name, options);
    if (!deleted && deleted.error().code() != 404) co_return fail(deleted.error());
  }
  co_return co_await render_page(call, std::move(page));
}

}  // namespace pintle::api

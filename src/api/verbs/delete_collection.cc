// DELETE of a collection: every object that the selectors choose, each as a delete of its own.
#include "api/body.h"
#include "api/delete_object.h"
#include "api/list_page.h"
#include "api/stored_object.h"
#include "api/verbs/verbs.h"
#include "object/json.h"
#include "object/storage.h"

namespace pintle::api {
namespace {

// The answer is the list of what there was, as upstream gives it.
Result<net::Response> render_listed(const Call& call, const ListPage& page) {
  const std::string kind = std::string(call.resource.kind->kind) + "List";
  std::string json = json_type_meta(call.resource.api_version, kind) + "\"metadata\":" + page.meta.json() + ",\"items\":[";
  for (const cache::ObjectPtr& object : page.objects) {
    PINTLE_TRY(const Bytes members, json_members(call.resource, *object));
    if (json.back() != '[') json += ",";
    json += members.view();
  }
  return text_body(200, json + "]}", call.accepted, call.resource.api_version, kind);
}

}  // namespace

Task<Result<net::Response>> delete_collection(Call& call) {
  PINTLE_CO_TRY(const ListOptions list_options, read_list_options(call.query));
  PINTLE_CO_TRY(const ListScope scope, read_scope(call, list_options));
  PINTLE_CO_TRY(const DeleteOptions options, co_await read_delete_options(call));
  warn_of_orphans(call, options);
  PINTLE_CO_TRY(const ListPage page, co_await read_page(call, list_options, scope));
  for (const cache::ObjectPtr& object : page.objects) {
    PINTLE_CO_TRY(const object::Metadata metadata, object::scan_metadata(object->canonical()));
    auto deleted = co_await delete_object(call, metadata.namespace_name, metadata.name, options);
    if (!deleted && deleted.error().code() != 404) co_return fail(deleted.error());
  }
  co_return render_listed(call, page);
}

}  // namespace pintle::api

// DELETE of one object: at once, or marked when finalizers, a grace period or the kind itself hold it.
#include "api/delete_object.h"
#include "api/render.h"
#include "api/verbs/verbs.h"
#include "object/object_meta.h"

namespace pintle::api {
namespace {

Result<void> check_deletable(const Call& call) {
  const Kind& kind = *call.resource.kind;
  const std::string_view why = kind.undeletable ? kind.undeletable(call.info.name) : std::string_view();
  if (why.empty()) return {};
  return fail(Status::forbidden(call.resource.group_resource(), call.info.name, std::string(why)));
}

}  // namespace

Task<Result<net::Response>> delete_one(Call& call) {
  PINTLE_CO_TRY(DeleteOptions options, co_await read_delete_options(call));
  warn_of_orphans(call, options);
  PINTLE_CO_TRY_VOID(check_deletable(call));
  PINTLE_CO_TRY(const Deleted deleted, co_await delete_object(call, call.info.namespace_, call.info.name, options));
  if (deleted.removed && !call.resource.kind->returns_deleted) {
    const object::ObjectMeta meta(*call.resource.type, deleted.document.root());
    co_return render_deleted(call, call.info.name, meta.uid());
  }
  const bool accepted = !deleted.removed && options.orphan_dependents && !*options.orphan_dependents;
  co_return render_object(call, accepted ? 202 : 200, deleted.document);
}

}  // namespace pintle::api

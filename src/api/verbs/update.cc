// PUT of one object, or of a subresource that is a part of it.
#include "api/decode.h"
#include "api/limits.h"
#include "api/options.h"
#include "api/owner_references.h"
#include "api/render.h"
#include "api/request_audit.h"
#include "api/verbs/verbs.h"
#include "api/write.h"
#include "object/mutable_object_meta.h"

namespace pintle::api {
namespace {

// The new state is what the client sent, whatever was stored.
class Replacement final : public Change {
 public:
  Replacement(Call& call, const Write& write, const WriteOptions& options, const object::Document& sent)
      : call_(call), write_(write), options_(options), sent_(sent) {}
  Task<Result<object::Document>> apply(const object::Document* live) override {
    object::Document document = sent_.clone();
    track_fields(call_, write_, options_.field_manager, live ? &live->root() : nullptr, document);
    co_return document;
  }

 private:
  Call& call_;
  const Write& write_;
  const WriteOptions& options_;
  const object::Document& sent_;
};

// The object's own name and namespace must be those of the URL.
Result<void> check_name(const Call& call, const object::Document& document) {
  const object::ObjectMeta meta(*document.type(), document.root());
  if (meta.name().empty())
    return fail(
        Status::bad_request("the name of the object (" + call.info.name + " based on URL) was undeterminable: name must be provided"));
  if (meta.name() != call.info.name)
    return fail(Status::bad_request("the name of the object (" + std::string(meta.name()) + ") does not match the name on the URL (" +
                                    call.info.name + ")"));
  return {};
}

}  // namespace

Task<Result<net::Response>> update(Call& call) {
  PINTLE_CO_TRY(Bytes body, co_await call.http.body->read_all(kRequestBodyBytesMax));
  PINTLE_CO_TRY(const WriteOptions options, read_write_options(call.query, WriteKind::kUpdate));
  PINTLE_CO_TRY(const Encoding encoding, negotiate_input(call.http.headers.get("content-type")));
  const Kind& kind = *call.resource.kind;
  PINTLE_CO_TRY(object::Document document,
                decode_body({call.resource.type, kind.group, kind.version, kind.kind}, std::move(body),
                            {.encoding = encoding, .field_validation = options.field_validation}, call.warnings));
  set_defaults(call.resource, document);
  record_request_object(call, document);
  PINTLE_CO_TRY_VOID(match_namespace(call.resource, call.info.namespace_, document));
  PINTLE_CO_TRY_VOID(check_name(call, document));
  deduplicate_owner_references(document, call.warnings);

  const Write write{.resource = call.resource,
                    .subresource = call.subresource,
                    .namespace_ = call.info.namespace_,
                    .now_seconds = call.now_seconds(),
                    .dry_run = options.dry_run,
                    .user = call.user,
                    .warnings = call.warnings};
  Replacement replacement(call, write, options, document);
  const CreateIfAbsent create = kind.create_on_update && !call.subresource ? CreateIfAbsent::kYes : CreateIfAbsent::kNo;
  PINTLE_CO_TRY(const Updated updated, co_await update_stored(call, write, call.info.name, replacement, create));
  co_return render_object(call, updated.created ? 201 : 200, updated.document);
}

}  // namespace pintle::api

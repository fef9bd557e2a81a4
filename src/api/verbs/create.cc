// POST to a collection: a new object, its name chosen or generated.
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

Task<Result<net::Response>> create(Call& call) {
  PINTLE_CO_TRY(const Encoding encoding, negotiate_input(call.http.headers.get("content-type")));
  PINTLE_CO_TRY(Bytes body, co_await call.http.body->read_all(kRequestBodyBytesMax));
  PINTLE_CO_TRY(const WriteOptions options, read_write_options(call.query, WriteKind::kCreate));
  const Kind& kind = *call.resource.kind;
  PINTLE_CO_TRY(object::Document document,
                decode_body({call.resource.type, kind.group, kind.version, kind.kind}, std::move(body),
                            {.encoding = encoding, .field_validation = options.field_validation}, call.warnings));
  set_defaults(call.resource, document);
  record_request_object(call, document);
  wipe_system_fields(document);
  PINTLE_CO_TRY_VOID(match_namespace(call.resource, call.info.namespace_, document));
  deduplicate_owner_references(document, call.warnings);

  const Write write{.resource = call.resource,
                    .namespace_ = call.info.namespace_,
                    .now_seconds = call.now_seconds(),
                    .dry_run = options.dry_run,
                    .user = call.user,
                    .warnings = call.warnings};
  track_fields(call, write, options.field_manager, nullptr, document);
  fill_system_fields(document, write.now_seconds);
  PINTLE_CO_TRY(const object::Document created, co_await store_new(call, write, std::move(document)));
  co_return render_object(call, 201, created);
}

}  // namespace pintle::api

// PUT of one object, or of a subresource that is a part of it.
#include <optional>
#include <string>
#include <utility>
#include <vector>

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

// What the client sent, with defaults.
struct Sent {
  Bytes body;
  Encoding encoding;
};

Result<object::Document> read_sent(const Call& call, const Sent& sent, const WriteOptions& options, std::vector<std::string>& warnings) {
  const Kind& kind = *call.resource.kind;
  PINTLE_TRY(object::Document document, decode_body({call.resource.type, kind.group, kind.version, kind.kind}, sent.body,
                                                    {.encoding = sent.encoding, .field_validation = options.field_validation}, warnings));
  set_defaults(call.resource, document);
  return document;
}

// The new state is what the client sent, whatever was stored.
class Replacement final : public Change {
 public:
  // `document`: what was sent, read once.
  Replacement(Call& call, const Write& write, const WriteOptions& options, const Sent& sent, object::Document document)
      : call_(call), write_(write), options_(options), sent_(sent), document_(std::move(document)) {}
  // A second attempt, after another write came between, reads what was sent again: that is rare, a copy for it would not be.
  Task<Result<object::Document>> apply(const object::Document* live) override {
    if (!document_) {
      std::vector<std::string> told_already;
      PINTLE_CO_TRY(document_, read_sent(call_, sent_, options_, told_already));
      deduplicate_owner_references(*document_, told_already);
    }
    object::Document document = *std::exchange(document_, std::nullopt);
    track_fields(call_, write_, options_.field_manager, live ? &live->root() : nullptr, document);
    co_return document;
  }

 private:
  Call& call_;
  const Write& write_;
  const WriteOptions& options_;
  const Sent& sent_;
  std::optional<object::Document> document_;
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
  const Sent sent{std::move(body), encoding};
  PINTLE_CO_TRY(object::Document document, read_sent(call, sent, options, call.warnings));
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
  Replacement replacement(call, write, options, sent, std::move(document));
  const CreateIfAbsent create = call.resource.kind->create_on_update && !call.subresource ? CreateIfAbsent::kYes : CreateIfAbsent::kNo;
  PINTLE_CO_TRY(const Updated updated, co_await update_stored(call, write, call.info.name, replacement, create));
  co_return render_object(call, updated.created ? 201 : 200, updated.document);
}

}  // namespace pintle::api

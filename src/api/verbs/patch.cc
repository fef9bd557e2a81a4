// PATCH of one object or of a subresource that is a part of it: JSON Patch, merge patch, strategic merge patch, server-side apply.
#include "object/patch.h"

#include "api/applied.h"
#include "api/decode.h"
#include "api/kept_fields.h"
#include "api/limits.h"
#include "api/options.h"
#include "api/owner_references.h"
#include "api/render.h"
#include "api/request_audit.h"
#include "api/verbs/verbs.h"
#include "api/version_conversion.h"
#include "api/write.h"
#include "object/json.h"
#include "object/managed_fields.h"
#include "object/mutable_object_meta.h"
#include "object/recode_raw.h"
#include "object/time.h"

namespace pintle::api {
namespace {

using object::Document;
using object::PatchKind;

object::FieldValidation validation_of(const WriteOptions& options) {
  switch (options.field_validation) {
    case FieldValidation::kIgnore:
      return object::FieldValidation::kIgnore;
    case FieldValidation::kWarn:
      return object::FieldValidation::kWarn;
    case FieldValidation::kStrict:
      return object::FieldValidation::kStrict;
  }
  return object::FieldValidation::kWarn;
}

PatchKind patch_kind(std::string_view media_type) {
  if (media_type == "application/json-patch+json") return PatchKind::kJson;
  if (media_type == "application/merge-patch+json") return PatchKind::kMerge;
  return PatchKind::kStrategicMerge;
}

// The name, namespace and kind of what a patch has made must still be those of the URL.
Result<void> check_identity(const Call& call, const Document& document) {
  const object::ObjectMeta meta(*document.type(), document.root());
  if (meta.name().empty())
    return fail(
        Status::bad_request("the name of the object (" + call.info.name + " based on URL) was undeterminable: name must be provided"));
  if (meta.name() != call.info.name)
    return fail(Status::bad_request("the name of the object (" + std::string(meta.name()) + ") does not match the name on the URL (" +
                                    call.info.name + ")"));
  if (!meta.namespace_name().empty() && !call.info.namespace_.empty() && meta.namespace_name() != call.info.namespace_)
    return fail(Status::bad_request("the namespace of the object (" + std::string(meta.namespace_name()) +
                                    ") does not match the namespace on the request (" + call.info.namespace_ + ")"));
  return {};
}

class PatchChange final : public Change {
 public:
  PatchChange(Call& call, const Write& write, const WriteOptions& options, object::PatchKind kind, const Result<object::Patch>& patch)
      : call_(call), write_(write), options_(options), kind_(kind), patch_(patch) {}
  Task<Result<Document>> apply(const Document* live) override { co_return apply_now(*live); }

 private:
  Result<Document> apply_now(const Document& live) {
    if (!patch_) return fail(patch_.error());
    PINTLE_TRY(object::Patched patched, patch_->apply(*call_.resource.type, live.root()));
    call_.warnings = std::move(patched.warnings);
    Document& document = patched.object;
    const Kind& kind = *call_.resource.kind;
    object::set_type_meta(document, call_.resource.api_version, kind.kind);
    const bool as_tree = kind_ == object::PatchKind::kStrategicMerge;
    object::recode_raw(*document.type(), document.root(), &live.root(), document.arena(),
                       as_tree ? object::RawForm::kSorted : object::RawForm::kCompact);
    set_defaults(call_.resource, document);
    PINTLE_TRY_VOID(check_identity(call_, document));
    track_fields(call_, write_, options_.field_manager, &live.root(), document);
    deduplicate_owner_references(document, call_.warnings);
    return std::move(document);
  }

  Call& call_;
  const Write& write_;
  const WriteOptions& options_;
  const object::PatchKind kind_;
  const Result<object::Patch>& patch_;
};

// Server-side apply: `config` is the plain tree of the configuration.
class ApplyChange final : public Change {
 public:
  ApplyChange(Call& call, const Write& write, const WriteOptions& options, const object::Value& config)
      : call_(call), write_(write), options_(options), config_(config) {}

  Task<Result<Document>> apply(const Document* live) override { co_return apply_now(live); }

 private:
  Result<Document> apply_now(const Document* live) {
    const std::string manager = object::manager_name(options_.field_manager, call_.http.headers.get("user-agent"));
    const std::string now = object::format_time({.seconds = write_.now_seconds});
    const std::vector<std::string_view> kept = kept_paths(*call_.resource.kind, call_.subresource);
    const object::ManagedRequest request{.manager = manager,
                                         .api_version = call_.resource.api_version,
                                         .kind = call_.resource.kind->kind,
                                         .subresource = call_.subresource ? call_.subresource->name : std::string_view(),
                                         .time = now,
                                         .reset_fields = kept,
                                         .written_fields = written_paths(call_.subresource),
                                         .convert = version_converter(call_.backend.registry, call_.resource)};
    const Resource& resource = call_.resource;
    PINTLE_TRY(Document document, object::apply_configuration(*resource.type, live ? &live->root() : nullptr, config_, request,
                                                              options_.force ? object::Force::kYes : object::Force::kNo,
                                                              [&resource](Document& applied) { set_defaults(resource, applied); }));
    object::set_type_meta(document, resource.api_version, resource.kind->kind);
    const object::ObjectMeta meta(*document.type(), document.root());
    if (!meta.name().empty()) PINTLE_TRY_VOID(check_identity(call_, document));
    if (!live && !meta.uid().empty())
      return fail(Status::conflict(
          resource.group_resource(), call_.info.name,
          "uid mismatch: the provided object specified uid " + std::string(meta.uid()) + ", and no existing object was found"));
    if (!live) {
      wipe_system_fields(document);
      object::MutableObjectMeta(document).set_name(call_.info.name);
    }
    PINTLE_TRY_VOID(match_namespace(resource, call_.info.namespace_, document));
    deduplicate_owner_references(document, call_.warnings);
    return document;
  }

  Call& call_;
  const Write& write_;
  const WriteOptions& options_;
  const object::Value& config_;
};

Task<Result<net::Response>> apply(Call& call, const Bytes& body) {
  PINTLE_CO_TRY(const WriteOptions options, read_write_options(call.query, WriteKind::kApply));
  record_request_patch(call, body);
  const AppliedKind kind{*call.resource.type, call.resource.api_version, call.resource.kind->kind};
  PINTLE_CO_TRY(const Document config, decode_applied(call, kind, body, options));
  const Write write{.resource = call.resource,
                    .subresource = call.subresource,
                    .namespace_ = call.info.namespace_,
                    .now_seconds = call.now_seconds(),
                    .dry_run = options.dry_run,
                    .user = call.user,
                    .warnings = call.warnings};
  ApplyChange change(call, write, options, config.root());
  const CreateIfAbsent create = call.subresource ? CreateIfAbsent::kNo : CreateIfAbsent::kYes;
  PINTLE_CO_TRY(const Updated updated, co_await update_stored(call, write, call.info.name, change, create));
  co_return render_object(call, updated.created ? 201 : 200, updated.document);
}

}  // namespace

Task<Result<net::Response>> patch(Call& call) {
  const std::string media_type = media_type_essence(call.http.headers.get("content-type"));
  PINTLE_CO_TRY(Bytes body, co_await call.http.body->read_all(kRequestBodyBytesMax));
  if (media_type == "application/apply-patch+yaml") co_return co_await apply(call, body);
  PINTLE_CO_TRY(const WriteOptions options, read_write_options(call.query, WriteKind::kPatch));
  record_request_patch(call, body);
  const Write write{.resource = call.resource,
                    .subresource = call.subresource,
                    .namespace_ = call.info.namespace_,
                    .now_seconds = call.now_seconds(),
                    .dry_run = options.dry_run,
                    .user = call.user,
                    .warnings = call.warnings};
  const object::PatchKind kind = patch_kind(media_type);
  const Result<object::Patch> parsed = object::Patch::parse(kind, std::move(body), validation_of(options));
  PatchChange change(call, write, options, kind, parsed);
  PINTLE_CO_TRY(const Updated updated, co_await update_stored(call, write, call.info.name, change, CreateIfAbsent::kNo));
  co_return render_object(call, 200, updated.document);
}

}  // namespace pintle::api

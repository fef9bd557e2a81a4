// The subresource scale: autoscaling/v1 Scale is a view of an object's replica counts; writing it writes spec.replicas.
// Source: pkg/registry/apps/deployment/storage (ScaleREST), pkg/apis/autoscaling/validation ValidateScale.
#include "api/applied.h"
#include "api/body.h"
#include "api/columns.h"
#include "api/decode.h"
#include "api/kept_fields.h"
#include "api/limits.h"
#include "api/render.h"
#include "api/request_audit.h"
#include "api/stored_object.h"
#include "api/verbs/verbs.h"
#include "api/write.h"
#include "base/check.h"
#include "object/json.h"
#include "object/label_selector.h"
#include "object/managed_fields.h"
#include "object/mutable_object_meta.h"
#include "object/patch.h"
#include "object/scale_managed_fields.h"
#include "object/time.h"

namespace pintle::api {
namespace {

using object::Document;
using object::Value;

constexpr std::string_view kScaleVersion = "autoscaling/v1";
constexpr std::string_view kScaleKind = "Scale";

const schema::Type& scale_type() {
  const schema::Type* type = schema::find_builtin_kind("autoscaling", "v1", "Scale");
  PINTLE_CHECK(type != nullptr);
  return *type;
}

// Sets an integer or a text at a path of structs, making what is missing.
void set_path(Document& document, std::string_view path, Value value) {
  const schema::Type* type = document.type();
  Value* at = &document.root();
  for (;;) {
    const size_t dot = path.find('.');
    const int index = type->find(path.substr(0, dot));
    PINTLE_CHECK(index >= 0);
    const auto field = static_cast<uint16_t>(index);
    if (dot == std::string_view::npos) {
      at->set(document.arena(), field, value);
      return;
    }
    Value* next = at->get(field);
    at = next ? next : &at->set(document.arena(), field, Value::empty_struct());
    type = type->fields[field].type;
    path.remove_prefix(dot + 1);
  }
}

int64_t number_at(const Document& document, std::string_view path) {
  const Value* value = find_path(*document.type(), document.root(), path);
  return value ? value->as_int() : 0;
}

// A LabelSelector, or the plain label map that replication controllers have.
std::string selector_text(const Value* selector, const schema::Type& type, std::string_view path) {
  if (!selector) return "";
  const size_t dot = path.rfind('.');
  const schema::Type* parent = type.fields[static_cast<size_t>(type.find(path.substr(0, dot)))].type;
  const schema::Type* selector_type = parent->fields[static_cast<size_t>(parent->find(path.substr(dot + 1)))].type;
  if (selector_type->kind == schema::TypeKind::kMap) return object::LabelSelector::from_labels(selector).to_string();
  const auto parsed = object::LabelSelector::from_value(selector);
  return parsed ? parsed->to_string() : "";
}

Document scale_of(const Document& document, const ScalePaths& paths) {
  const object::ObjectMeta meta(*document.type(), document.root());
  Document scale(&scale_type());
  scale.root() = Value::empty_struct();
  object::set_type_meta(scale, "autoscaling/v1", "Scale");
  object::MutableObjectMeta out(scale);
  out.set_name(meta.name());
  out.set_namespace(meta.namespace_name());
  out.set_uid(meta.uid());
  out.set_resource_version(meta.resource_version());
  out.set_creation_timestamp(meta.creation_timestamp());
  if (const int64_t replicas = number_at(document, paths.spec_replicas); replicas != 0)
    set_path(scale, "spec.replicas", Value::integer(replicas));
  if (const int64_t replicas = number_at(document, paths.status_replicas); replicas != 0)
    set_path(scale, "status.replicas", Value::integer(replicas));
  const Value* selector = find_path(*document.type(), document.root(), paths.selector);
  if (const std::string text = selector_text(selector, *document.type(), paths.selector); !text.empty())
    set_path(scale, "status.selector", Value::string(scale.arena().copy(text)));
  return scale;
}

Result<void> validate_scale(const Document& scale) {
  const int64_t replicas = number_at(scale, "spec.replicas");
  if (replicas >= 0) return {};
  object::ErrorList errors;
  errors.invalid(object::FieldPath("spec").child("replicas"), std::to_string(replicas), object::kNegativeError);
  return fail(errors.to_status("autoscaling", "Scale", object::ObjectMeta(*scale.type(), scale.root()).name()));
}

// The new Scale, given the current one.
class NewScale {
 public:
  virtual ~NewScale() = default;
  virtual Result<Document> make(const Document& current) = 0;
};

// Who writes the Scale, for its managedFields.
struct ScaleManager {
  std::string name;
  std::string now;

  ScaleManager(const Call& call, const Write& write, const WriteOptions& options)
      : name(object::manager_name(options.field_manager, call.http.headers.get("user-agent"))),
        now(object::format_time({.seconds = write.now_seconds})) {}
  object::ManagedRequest request() const {
    return {.manager = name, .api_version = kScaleVersion, .kind = kScaleKind, .subresource = "scale", .time = now};
  }
};

class SentScale final : public NewScale {
 public:
  SentScale(Document sent, const ScaleManager& manager) : sent_(std::move(sent)), manager_(manager) {}
  Result<Document> make(const Document& current) override {
    Document scale = sent_.clone();
    object::update_managed_fields(scale_type(), &current.root(), scale, manager_.request());
    return scale;
  }

 private:
  Document sent_;
  const ScaleManager& manager_;
};

class PatchedScale final : public NewScale {
 public:
  PatchedScale(const object::Patch& patch, const ScaleManager& manager) : patch_(patch), manager_(manager) {}
  Result<Document> make(const Document& current) override {
    PINTLE_TRY(object::Patched patched, patch_.apply(scale_type(), current.root()));
    object::update_managed_fields(scale_type(), &current.root(), patched.object, manager_.request());
    return std::move(patched.object);
  }

 private:
  const object::Patch& patch_;
  const ScaleManager& manager_;
};

class AppliedScale final : public NewScale {
 public:
  AppliedScale(const Value& config, object::Force force, const ScaleManager& manager) : config_(config), force_(force), manager_(manager) {}
  Result<Document> make(const Document& current) override {
    return object::apply_configuration(scale_type(), &current.root(), config_, manager_.request(), force_, [](Document&) {});
  }

 private:
  const Value& config_;
  const object::Force force_;
  const ScaleManager& manager_;
};

// The uid that a Scale says is that of the object, if it says one.
Result<void> check_uid(const Call& call, const object::ObjectMeta& sent, const object::ObjectMeta& stored) {
  if (sent.uid().empty() || sent.uid() == stored.uid()) return {};
  const std::string resource = std::string(call.resource.kind->resource) + "/scale";
  return fail(Status::conflict(
      {call.resource.kind->group, resource}, stored.name(),
      "Precondition failed: UID in precondition: " + std::string(sent.uid()) + ", UID in object meta: " + std::string(stored.uid())));
}

class ScaleChange final : public Change {
 public:
  ScaleChange(Call& call, NewScale& scale) : call_(call), scale_(scale) {}
  Task<Result<Document>> apply(const Document* live) override { co_return apply_now(*live); }

 private:
  Result<Document> apply_now(const Document& live) {
    const ScalePaths& paths = call_.subresource->scale;
    const std::string_view served[] = {call_.resource.api_version};
    const object::ScaleMapping mapping{.api_versions = served, .replicas = paths.spec_replicas};
    const object::ObjectMeta live_meta(*live.type(), live.root());
    Document current = scale_of(live, paths);
    PINTLE_TRY(const Value entries, object::scale_managed_fields(live_meta.managed_fields(), mapping, current.arena()));
    object::MutableObjectMeta(current).set(object::ObjectMetaFields::get().managed_fields, &entries);

    PINTLE_TRY(const Document scale, scale_.make(current));
    PINTLE_TRY_VOID(validate_scale(scale));
    const object::ObjectMeta meta(scale_type(), scale.root());
    PINTLE_TRY_VOID(check_uid(call_, meta, live_meta));
    return parent_of(scale, live, mapping);
  }

  // The object with the replicas and the resourceVersion of its Scale.
  Result<Document> parent_of(const Document& scale, const Document& live, const object::ScaleMapping& mapping) {
    Document document = live.clone();
    set_path(document, mapping.replicas, Value::integer(number_at(scale, "spec.replicas")));
    const object::ObjectMeta meta(scale_type(), scale.root());
    object::MutableObjectMeta out(document);
    out.set_resource_version(meta.resource_version());
    PINTLE_TRY(const Value entries,
               object::parent_managed_fields(object::ObjectMeta(*live.type(), live.root()).managed_fields(), meta.managed_fields(), mapping,
                                             call_.resource.api_version, document.arena()));
    const bool none = entries.items().empty();
    out.set(object::ObjectMetaFields::get().managed_fields, none ? nullptr : &entries);
    return document;
  }

  Call& call_;
  NewScale& scale_;
};

void scale_row(const Value& scale, int64_t now_seconds, Cells& cells) {
  const object::ObjectMeta meta(scale_type(), scale);
  const auto number = [&](std::string_view path) {
    const Value* value = find_path(scale_type(), scale, path);
    return value ? value->as_int() : 0;
  };
  cells.text(meta.name());
  cells.number(number("spec.replicas"));
  cells.number(number("status.replicas"));
  cells.age(meta.creation_timestamp(), now_seconds);
}

// What a Table of Scale needs; Scale is no resource of its own.
const Kind& scale_kind() {
  static const Kind kind = {.kind = "Scale", .columns = {scale_columns().begin(), scale_columns().end()}, .row = scale_row};
  return kind;
}

Result<net::Response> render_scale(const Call& call, const Document& document) {
  const Document scale = scale_of(document, call.subresource->scale);
  return render_object_as(call, 200, scale, scale_kind());
}

Write write_of(Call& call, const WriteOptions& options) {
  return {.resource = call.resource,
          .subresource = call.subresource,
          .namespace_ = call.info.namespace_,
          .now_seconds = call.now_seconds(),
          .dry_run = options.dry_run,
          .warnings = call.warnings};
}

Task<Result<net::Response>> write_scale(Call& call, const Write& write, NewScale& scale) {
  ScaleChange change(call, scale);
  PINTLE_CO_TRY(const Updated updated, co_await update_stored(call, write, call.info.name, change, CreateIfAbsent::kNo));
  co_return render_scale(call, updated.document);
}

Task<Result<net::Response>> apply_scale(Call& call, const Bytes& body) {
  PINTLE_CO_TRY(const WriteOptions options, read_write_options(call.query, WriteKind::kApply));
  record_request_patch(call, body);
  PINTLE_CO_TRY(const Document config, decode_applied(call, {scale_type(), kScaleVersion, kScaleKind}, body, options));
  const Write write = write_of(call, options);
  const ScaleManager manager(call, write, options);
  AppliedScale scale(config.root(), options.force ? object::Force::kYes : object::Force::kNo, manager);
  co_return co_await write_scale(call, write, scale);
}

}  // namespace

Task<Result<net::Response>> get_scale(Call& call) {
  const cache::ObjectPtr object = read_object(call, call.info.namespace_, call.info.name);
  if (!object) co_return fail(Status::not_found(call.resource.group_resource(), call.info.name));
  PINTLE_CO_TRY(const Document document, decode_stored(call.resource, *object));
  co_return render_scale(call, document);
}

Task<Result<net::Response>> update_scale(Call& call) {
  PINTLE_CO_TRY(Bytes body, co_await call.http.body->read_all(kRequestBodyBytesMax));
  PINTLE_CO_TRY(const WriteOptions options, read_write_options(call.query, WriteKind::kUpdate));
  PINTLE_CO_TRY(const Encoding encoding, negotiate_input(call.http.headers.get("content-type")));
  PINTLE_CO_TRY(Document document, decode_body({&scale_type(), "autoscaling", "v1", "Scale"}, std::move(body),
                                               {.encoding = encoding, .field_validation = options.field_validation}, call.warnings));
  record_request_object(call, document);
  const object::ObjectMeta meta(scale_type(), document.root());
  if (meta.name() != call.info.name)
    co_return fail(Status::bad_request("the name of the object (" + std::string(meta.name()) + ") does not match the name on the URL (" +
                                       call.info.name + ")"));
  const Write write = write_of(call, options);
  const ScaleManager manager(call, write, options);
  SentScale scale(std::move(document), manager);
  co_return co_await write_scale(call, write, scale);
}

Task<Result<net::Response>> patch_scale(Call& call) {
  const std::string media_type = media_type_essence(call.http.headers.get("content-type"));
  PINTLE_CO_TRY(Bytes body, co_await call.http.body->read_all(kRequestBodyBytesMax));
  if (media_type == "application/apply-patch+yaml") co_return co_await apply_scale(call, body);
  PINTLE_CO_TRY(const WriteOptions options, read_write_options(call.query, WriteKind::kPatch));
  record_request_patch(call, body);
  const auto kind = media_type == "application/json-patch+json"    ? object::PatchKind::kJson
                    : media_type == "application/merge-patch+json" ? object::PatchKind::kMerge
                                                                   : object::PatchKind::kStrategicMerge;
  PINTLE_CO_TRY(const object::Patch patch, object::Patch::parse(kind, std::move(body), object::FieldValidation::kWarn));
  const Write write = write_of(call, options);
  const ScaleManager manager(call, write, options);
  PatchedScale scale(patch, manager);
  co_return co_await write_scale(call, write, scale);
}

}  // namespace pintle::api

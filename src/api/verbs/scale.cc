// The subresource scale: autoscaling/v1 Scale is a view of an object's replica counts; writing it writes spec.replicas.
// Source: pkg/registry/apps/deployment/storage (ScaleREST), pkg/apis/autoscaling/validation ValidateScale.
#include "api/body.h"
#include "api/columns.h"
#include "api/decode.h"
#include "api/kept_fields.h"
#include "api/limits.h"
#include "api/render.h"
#include "api/stored_object.h"
#include "api/verbs/verbs.h"
#include "api/write.h"
#include "base/check.h"
#include "object/json.h"
#include "object/label_selector.h"
#include "object/mutable_object_meta.h"
#include "object/patch.h"

namespace pintle::api {
namespace {

using object::Document;
using object::Value;

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

class SentScale final : public NewScale {
 public:
  explicit SentScale(Document sent) : sent_(std::move(sent)) {}
  Result<Document> make(const Document&) override { return sent_.clone(); }

 private:
  Document sent_;
};

class PatchedScale final : public NewScale {
 public:
  explicit PatchedScale(const object::Patch& patch) : patch_(patch) {}
  Result<Document> make(const Document& current) override {
    PINTLE_TRY(object::Patched patched, patch_.apply(scale_type(), current.root()));
    return std::move(patched.object);
  }

 private:
  const object::Patch& patch_;
};

class ScaleChange final : public Change {
 public:
  ScaleChange(Call& call, const Write& write, const WriteOptions& options, NewScale& scale)
      : call_(call), write_(write), options_(options), scale_(scale) {}
  Task<Result<Document>> apply(const Document* live) override { co_return apply_now(*live); }

 private:
  Result<Document> apply_now(const Document& live) {
    const ScalePaths& paths = call_.subresource->scale;
    PINTLE_TRY(const Document scale, scale_.make(scale_of(live, paths)));
    PINTLE_TRY_VOID(validate_scale(scale));
    Document document = live.clone();
    set_path(document, paths.spec_replicas, Value::integer(number_at(scale, "spec.replicas")));
    const object::ObjectMeta meta(scale_type(), scale.root());
    object::MutableObjectMeta out(document);
    if (!meta.resource_version().empty()) out.set_resource_version(meta.resource_version());
    if (!meta.uid().empty()) out.set_uid(meta.uid());
    track_fields(call_, write_, options_.field_manager, &live.root(), document);
    return document;
  }

  Call& call_;
  const Write& write_;
  const WriteOptions& options_;
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

Task<Result<net::Response>> write_scale(Call& call, const WriteOptions& options, NewScale& scale) {
  const Write write{.resource = call.resource,
                    .subresource = call.subresource,
                    .namespace_ = call.info.namespace_,
                    .now_seconds = call.now_seconds(),
                    .dry_run = options.dry_run,
                    .warnings = call.warnings};
  ScaleChange change(call, write, options, scale);
  PINTLE_CO_TRY(const Updated updated, co_await update_stored(call, write, call.info.name, change, CreateIfAbsent::kNo));
  co_return render_scale(call, updated.document);
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
  const object::ObjectMeta meta(scale_type(), document.root());
  if (meta.name() != call.info.name)
    co_return fail(Status::bad_request("the name of the object (" + std::string(meta.name()) + ") does not match the name on the URL (" +
                                       call.info.name + ")"));
  SentScale scale(std::move(document));
  co_return co_await write_scale(call, options, scale);
}

Task<Result<net::Response>> patch_scale(Call& call) {
  const std::string media_type = media_type_essence(call.http.headers.get("content-type"));
  PINTLE_CO_TRY(Bytes body, co_await call.http.body->read_all(kRequestBodyBytesMax));
  PINTLE_CO_TRY(const WriteOptions options, read_write_options(call.query, WriteKind::kPatch));
  const auto kind = media_type == "application/json-patch+json"    ? object::PatchKind::kJson
                    : media_type == "application/merge-patch+json" ? object::PatchKind::kMerge
                                                                   : object::PatchKind::kStrategicMerge;
  PINTLE_CO_TRY(const object::Patch patch, object::Patch::parse(kind, std::move(body), object::FieldValidation::kWarn));
  PatchedScale scale(patch);
  co_return co_await write_scale(call, options, scale);
}

}  // namespace pintle::api

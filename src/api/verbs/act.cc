// POST of what is not stored, but done to another object: a subresource like pods/binding, or a kind of its own like bindings.
#include "api/action.h"
#include "api/body.h"
#include "api/decode.h"
#include "api/lifecycle.h"
#include "api/limits.h"
#include "api/request_audit.h"
#include "api/status_body.h"
#include "api/verbs/verbs.h"
#include "api/write.h"
#include "object/mutable_object_meta.h"

namespace pintle::api {
namespace {

constexpr int kCreated = 201;

struct ActionKind {
  ExpectedKind body;
  ActionHook hook;
  bool keeps_system_fields;
};

ActionKind kind_of(const Call& call) {
  const Kind& kind = *call.resource.kind;
  if (!call.subresource) return {{call.resource.type, kind.group, kind.version, kind.kind}, kind.action, false};
  const Subresource& subresource = *call.subresource;
  const std::string_view group = subresource.version.empty() ? kind.group : subresource.group;
  const std::string_view version = subresource.version.empty() ? kind.version : subresource.version;
  const schema::Type* type = schema::find_builtin_kind(group, version, subresource.kind);
  return {{type, group, version, subresource.kind, subresource.also_version}, subresource.action, subresource.keeps_system_fields};
}

admission::Attributes attributes_of(Call& call, const ExpectedKind& body, std::string_view name, bool dry_run) {
  admission::Attributes attributes = admission_attributes(call, admission::Operation::kCreate, call.info.namespace_, name);
  attributes.kind = body.kind;
  attributes.dry_run = dry_run;
  return attributes;
}

net::Response answer(const Call& call, const ActionAnswer& answer) {
  if (answer.object) return document_body(kCreated, *answer.object, call.accepted);
  const std::string json = answer.failure ? status_json(*answer.failure) : done_json(kCreated);
  return text_body(kCreated, json, call.accepted, "v1", "Status");
}

}  // namespace

Task<Result<void>> ActionCall::validate_admission() { return call.backend.admission.validate(attributes); }

Call call_of(const Call& call, const Resource& resource, const Subresource* subresource) {
  return {.http = call.http,
          .info = call.info,
          .query = call.query,
          .backend = call.backend,
          .resource = resource,
          .subresource = subresource,
          .accepted = call.accepted,
          .user = call.user};
}

Task<Result<net::Response>> act(Call& call) {
  const ActionKind kind = kind_of(call);
  PINTLE_CO_TRY(const Encoding encoding, negotiate_input(call.http.headers.get("content-type")));
  PINTLE_CO_TRY(Bytes body, co_await call.http.body->read_all(kRequestBodyBytesMax));
  PINTLE_CO_TRY(const WriteOptions options, read_write_options(call.query, WriteKind::kCreate));
  PINTLE_CO_TRY(
      object::Document document,
      decode_body(kind.body, std::move(body), {.encoding = encoding, .field_validation = options.field_validation}, call.warnings));
  record_request_object(call, document);
  if (!kind.keeps_system_fields) wipe_system_fields(document);
  PINTLE_CO_TRY_VOID(match_namespace(call.resource, call.info.namespace_, document));
  const std::string name = call.subresource ? call.info.name : std::string(object::ObjectMeta(*document.type(), document.root()).name());
  ActionCall action{.call = call,
                    .name = name,
                    .body = std::move(document),
                    .options = options,
                    .attributes = attributes_of(call, kind.body, name, options.dry_run)};
  action.attributes.name = action.name;
  action.attributes.object = &action.body;
  PINTLE_CO_TRY_VOID(co_await call.backend.admission.admit(action.attributes));
  PINTLE_CO_TRY(const ActionAnswer done, co_await kind.hook(action));
  co_return answer(call, done);
}

}  // namespace pintle::api

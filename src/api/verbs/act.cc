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
#include "object/managed_fields.h"
#include "object/mutable_object_meta.h"
#include "object/time.h"

namespace pintle::api {
namespace {

constexpr int kCreated = 201;

struct ActionKind {
  ExpectedKind body;
  ActionHook hook;
  const Answerer* answerer;  // instead of the hook
  bool keeps_system_fields;
};

ActionKind kind_of(const Call& call) {
  const Kind& kind = *call.resource.kind;
  if (!call.subresource)
    return {{call.resource.type, kind.group, kind.version, kind.kind}, kind.action, call.resource.find_answerer(""), false};
  const Subresource& subresource = *call.subresource;
  const std::string_view group = subresource.version.empty() ? kind.group : subresource.group;
  const std::string_view version = subresource.version.empty() ? kind.version : subresource.version;
  const schema::Type* type = schema::find_builtin_kind(group, version, subresource.kind);
  return {{type, group, version, subresource.kind, subresource.also_version},
          subresource.action,
          call.resource.find_answerer(subresource.name),
          subresource.keeps_system_fields};
}

// What is answered tells who wrote it, as if it were stored.
void track_fields(const Call& call, const ExpectedKind& body, std::string_view field_manager, object::Document& document) {
  const std::string manager = object::manager_name(field_manager, call.http.headers.get("user-agent"));
  const std::string now = object::format_time({.seconds = call.now_seconds()});
  object::update_managed_fields(*body.type, nullptr, document,
                                {.manager = manager,
                                 .api_version = group_version(body.group, body.version),
                                 .kind = body.kind,
                                 .subresource = call.subresource ? call.subresource->name : std::string_view(),
                                 .time = now});
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
  if (!call.subresource) set_defaults(call.resource, document);
  if (call.subresource && call.subresource->set_defaults) call.subresource->set_defaults(document);
  record_request_object(call, document);
  if (!kind.keeps_system_fields) wipe_system_fields(document);
  PINTLE_CO_TRY_VOID(match_namespace(call.resource, call.info.namespace_, document));
  if (kind.answerer) track_fields(call, kind.body, options.field_manager, document);
  const std::string name = call.subresource ? call.info.name : std::string(object::ObjectMeta(*document.type(), document.root()).name());
  ActionCall action{.call = call,
                    .name = name,
                    .body = std::move(document),
                    .options = options,
                    .attributes = attributes_of(call, kind.body, name, options.dry_run)};
  action.attributes.name = action.name;
  action.attributes.object = &action.body;
  PINTLE_CO_TRY_VOID(co_await call.backend.admission.admit(action.attributes));
  Task<Result<ActionAnswer>> doing = kind.answerer ? kind.answerer->answer(action) : kind.hook(action);
  PINTLE_CO_TRY(const ActionAnswer done, co_await std::move(doing));
  co_return answer(call, done);
}

}  // namespace pintle::api

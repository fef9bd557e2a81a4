#include "api/request_audit.h"

#include <algorithm>

#include "api/body.h"
#include "api/lifecycle.h"
#include "api/long_running.h"
#include "api/request_attributes.h"
#include "api/response_object.h"
#include "api/status_body.h"
#include "audit/json_text.h"
#include "object/json.h"
#include "object/object_meta.h"
#include "object/yaml.h"

namespace pintle::api {
namespace {

using audit::Level;
using audit::Stage;

constexpr std::chrono::milliseconds kSlow{500};  // what takes longer says where the time went

std::string kept_form(const audit::Record& record, std::string json) {
  return record.omits_managed_fields() ? audit::without_managed_fields(json) : json;
}

// A body under way that ends its request's record.
class AuditedStream final : public net::BodyStream {
 public:
  AuditedStream(std::unique_ptr<net::BodyStream> stream, std::unique_ptr<audit::Record> record, std::string content_type)
      : stream_(std::move(stream)), record_(std::move(record)), content_type_(std::move(content_type)) {}
  ~AuditedStream() override { end(); }

  Task<std::vector<Bytes>> next() override {
    std::vector<Bytes> pieces = co_await stream_->next();
    if (!content_type_.empty())
      for (const Bytes& piece : pieces) object_ += piece.view();
    if (pieces.empty()) end();
    co_return pieces;
  }
  void cancel() override { stream_->cancel(); }
  bool broken_off() const override { return stream_->broken_off(); }

 private:
  void end() {
    if (!record_) return;
    if (!content_type_.empty()) record_->event().response_object = kept_form(*record_, object_json(object_, content_type_));
    record_->process_later(Stage::kResponseComplete);
    record_.reset();
  }

  std::unique_ptr<net::BodyStream> stream_;
  std::unique_ptr<audit::Record> record_;
  const std::string content_type_;  // of what is to be recorded; "": nothing is
  std::string object_;
};

// What an object says of itself and the URL does not.
void complete_reference(audit::ObjectReference& reference, const object::ObjectMeta& meta) {
  const auto fill = [](std::string& field, std::string_view text) {
    if (field.empty()) field = text;
  };
  fill(reference.namespace_, meta.namespace_name());
  fill(reference.name, meta.name());
  fill(reference.uid, meta.uid());
  fill(reference.resource_version, meta.resource_version());
}

}  // namespace

std::string audit_id_of(const net::Request& request) {
  const std::string_view sent = request.headers.get("audit-id");
  return sent.empty() ? generate_uid() : std::string(sent);
}

RequestAudit::RequestAudit(const audit::Auditor* auditor, const AuditedRequest& request) {
  if (!auditor) return;
  auditor_ = auditor;
  http_ = &request.http;
  clock_ = &request.clock;
  begin_ = request.begin;
  authentication_ = clock_->steady() - begin_;
  authenticated_ = request.user != nullptr;
  long_running_ = is_long_running(request.info);
  const net::Headers& headers = http_->headers;
  const std::string uri = request_uri(*http_);
  record_ = auditor->begin({.audit_id = request.audit_id,
                            .uri = uri,
                            .user_agent = headers.get("user-agent"),
                            .forwarded_for = headers.get("x-forwarded-for"),
                            .real_ip = headers.get("x-real-ip"),
                            .remote_address = http_->peer ? std::string_view(http_->peer->address) : std::string_view(),
                            .received = clock_->now() - std::chrono::duration_cast<std::chrono::system_clock::duration>(authentication_)},
                           attributes_of(request.info, request.user.get()), request.user);
}

Task<std::optional<net::Response>> RequestAudit::receive() {
  if (!record_ || co_await record_->process(Stage::kRequestReceived, *http_->loop)) co_return std::nullopt;
  auditor_->rejected();
  record_.reset();
  co_return internal_server_error(*http_, "failed to store audit event");
}

void RequestAudit::impersonated(auth::UserRef user, std::string_view constraint) {
  if (record_) record_->impersonated(std::move(user), constraint);
}

void RequestAudit::authenticated(const auth::Identity& identity) {
  if (!record_ || !identity.annotations) return;
  for (const auth::AuditAnnotation& annotation : *identity.annotations) record_->annotate(annotation.key, annotation.value);
}

void RequestAudit::authorized(const auth::Decision& decision, std::chrono::nanoseconds took) {
  if (!record_) return;
  authorization_ = took;
  if (!decision.allowed() && !decision.error.empty()) return record_->annotate("authorization.k8s.io/reason", "internal error");
  record_->annotate("authorization.k8s.io/decision", decision.allowed() ? "allow" : "forbid");
  record_->annotate("authorization.k8s.io/reason", decision.reason);
}

void RequestAudit::annotate_latency() {
  const auto total = clock_->steady() - begin_;
  if (total <= kSlow) return;
  const auto annotate = [this](std::string_view layer, std::chrono::nanoseconds took) {
    if (took.count() > 0) record_->annotate("apiserver.latency.k8s.io/" + std::string(layer), go_duration(took));
  };
  annotate("authentication", authentication_);
  annotate("authorization", authorization_);
  annotate("total", total);
}

Task<void> RequestAudit::answer(const Status* error, net::Response& response) {
  if (!record_) co_return;
  audit::Event& event = record_->event();
  event.response_status = audit::ResponseStatus{.code = response.status};
  auto* stream = std::get_if<std::unique_ptr<net::BodyStream>>(&response.body);
  const bool wants_object = record_->wants(Level::kRequestResponse) && (error || !long_running_);
  if (error) {
    event.response_status->members = status_members(status_json(*error));
  } else if (!stream && is_status(response)) {
    event.response_status->members = status_members(response_object(response));
  }
  if (wants_object && !stream) event.response_object = kept_form(*record_, response_object(response));
  if (long_running_ || !authenticated_) co_await record_->process(Stage::kResponseStarted, *http_->loop);
  if (!authenticated_) co_return;
  if (stream) {
    std::string content_type(wants_object ? response.headers.get("content-type") : "");
    *stream = std::make_unique<AuditedStream>(std::move(*stream), std::move(record_), std::move(content_type));
    co_return;
  }
  annotate_latency();
  co_await record_->process(Stage::kResponseComplete, *http_->loop);
}

void record_request_object(Call& call, const object::Document& document) {
  if (!call.audit) return;
  audit::Event& event = call.audit->event();
  if (event.object_ref) complete_reference(*event.object_ref, object::ObjectMeta(*document.type(), document.root()));
  if (!call.audit->wants(Level::kRequest)) return;
  std::string json;
  object::encode_json(*document.type(), document.root(), json);
  event.request_object = kept_form(*call.audit, std::move(json));
}

void record_request_patch(Call& call, const Bytes& patch) {
  if (!call.audit || !call.audit->wants(Level::kRequest)) return;
  std::optional<std::string> json = audit::compact_json(patch);
  if (!json) {
    if (auto converted = object::yaml_to_json(patch)) json = audit::compact_json(*converted);
  }
  call.audit->event().request_object = json.value_or("");
}

bool records_response_object(const Call& call) { return call.audit && call.audit->wants(Level::kRequestResponse); }

void record_annotations(Call& call) {
  if (!call.audit) return;
  if (!call.resource.kind->deprecation_warning.empty()) call.audit->annotate("k8s.io/deprecated", "true");
  for (const admission::Annotation& annotation : call.annotations) call.audit->annotate(annotation.key, annotation.value);
}

}  // namespace pintle::api

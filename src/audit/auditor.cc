#include "audit/auditor.h"

#include "audit/source_ips.h"

namespace pintle::audit {
namespace {

ObjectReference reference_of(const auth::Attributes& attributes) {
  return {.resource = std::string(attributes.resource),
          .namespace_ = std::string(attributes.namespace_),
          .name = std::string(attributes.name),
          .api_group = std::string(attributes.group),
          .api_version = std::string(attributes.version),
          .subresource = std::string(attributes.subresource)};
}

}  // namespace

void Record::impersonated(auth::UserRef user, std::string_view constraint) {
  event_.impersonated_user = std::move(user);
  event_.impersonation_constraint = constraint;
}

bool Record::enter(Stage stage) {
  if (config_.omit_stages.has(stage)) return false;
  event_.stage = stage;
  event_.stage_time = stage == Stage::kRequestReceived ? event_.received : object::Timestamp::from(auditor_.clock_.now());
  auditor_.metrics_.generated();
  return true;
}

Task<bool> Record::process(Stage stage, Loop& loop) {
  if (!enter(stage)) co_return true;
  bool kept = true;
  for (const auto& backend : auditor_.backends_)
    if (!co_await backend->process(event_, loop)) kept = false;
  co_return kept;
}

void Record::process_later(Stage stage) {
  if (!enter(stage)) return;
  for (const auto& backend : auditor_.backends_) backend->process_later(event_);
}

std::unique_ptr<Record> Auditor::begin(const RequestFacts& facts, const auth::Attributes& attributes, auth::UserRef user) const {
  const RequestConfig config = policy_.load()->evaluate(attributes);
  metrics_.decided(config.level);
  if (config.level == Level::kNone) return nullptr;
  auto record = std::make_unique<Record>(*this, config);
  Event& event = record->event();
  event.audit_id = facts.audit_id;
  event.received = object::Timestamp::from(facts.received);
  event.verb = attributes.verb;
  event.request_uri = facts.uri;
  event.user_agent = shortened_user_agent(facts.user_agent);
  event.source_ips = source_ips(facts.forwarded_for, facts.real_ip, facts.remote_address);
  event.user = std::move(user);
  if (attributes.is_resource) event.object_ref = reference_of(attributes);
  return record;
}

void Auditor::stop() {
  for (const auto& backend : backends_) backend->stop();
}

}  // namespace pintle::audit

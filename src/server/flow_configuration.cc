#include "server/flow_configuration.h"

#include "api/stored_object.h"
#include "api/system_write.h"
#include "base/check.h"
#include "base/finish_now.h"
#include "base/log.h"
#include "cache/resource_cache.h"
#include "object/object_meta.h"
#include "object/time.h"
#include "server/blocking_commit.h"

namespace pintle::server {
namespace {

constexpr std::chrono::minutes kInterval{1};
constexpr std::string_view kProducer = "api-priority-and-fairness-config-producer-v1";
constexpr std::string_view kConsumer = "api-priority-and-fairness-config-consumer-v1";

const api::Resource& resource_of(const api::Backend& backend, std::string_view resource) {
  const api::Resource* found = backend.registry.find("flowcontrol.apiserver.k8s.io", "v1", resource);
  PINTLE_CHECK(found);
  return *found;
}

store::Transaction removal(const cache::Object& stored) {
  store::Transaction transaction;
  transaction.operations.push_back(store::Operation::erase(std::string(stored.key()), store::Expect::revision(stored.revision())));
  return transaction;
}

bool has_finalizers(const object::Document& document) {
  const object::Value* finalizers = object::ObjectMeta(*document.type(), document.root()).finalizers();
  return finalizers && finalizers->size() > 0;
}

}  // namespace

FlowConfiguration::FlowConfiguration(const api::Backend& backend)
    : backend_(backend),
      levels_(resource_of(backend, "prioritylevelconfigurations")),
      schemas_(resource_of(backend, "flowschemas")),
      rounds_(kInterval, [this](Rounds::Why why) {
        if (why == Rounds::Why::kTime || !ensured_) maintain();
        if (auto synced = sync_conditions(); !synced) log_error("Flow schemas could not be marked", {{"error", synced.error()}});
      }) {}

void FlowConfiguration::start() {
  for (const api::Resource* resource : {&levels_, &schemas_}) {
    auto subscription = backend_.store.subscribe(std::string(resource->kind->key_prefix), backend_.store.revision(),
                                                 [this](const Result<store::EventBatch>&) { rounds_.wake(); });
    if (subscription)
      subscriptions_.push_back(*std::move(subscription));
    else
      log_error("Flow schemas are looked at once a minute only", {{"error", subscription.error()}});
  }
  // The first time before the server listens: who is told that it is ready finds it well.
  maintain();
  rounds_.start();
}

void FlowConfiguration::maintain() {
  if (auto ensured = ensure(); !ensured)
    log_error("Flow schemas and priority levels could not be maintained", {{"error", ensured.error()}});
}

void FlowConfiguration::stop() {
  subscriptions_.clear();
  rounds_.stop();
}

std::string FlowConfiguration::fault() const { return ensured_ ? "" : "not finished"; }

Result<void> FlowConfiguration::ensure() {
  PINTLE_TRY_VOID(ensure_kind(levels_, flowcontrol::bootstrap_priority_levels()));
  PINTLE_TRY_VOID(ensure_kind(schemas_, flowcontrol::bootstrap_flow_schemas()));
  ensured_ = true;
  return {};
}

Result<void> FlowConfiguration::ensure_kind(const api::Resource& resource, std::span<const flowcontrol::BootstrapObject> wanted) {
  const api::Kind& kind = *resource.kind;
  const cache::Snapshot snapshot = resource.cache->snapshot();
  std::vector<store::Transaction> changes;
  for (const flowcontrol::BootstrapObject& object : wanted) {
    const cache::ObjectPtr stored = snapshot.get(resource.key("", object.name));
    if (!stored) {
      PINTLE_TRY(store::Transaction creation,
                 finish_now(api::system_creation(resource, backend_.clock, flowcontrol::bootstrap_document(kind, object), kProducer)));
      changes.push_back(std::move(creation));
      continue;
    }
    PINTLE_TRY(const object::Document live, api::decode_stored(resource, *stored));
    auto revised = flowcontrol::revise(kind, object, live);
    if (!revised) continue;
    PINTLE_TRY(store::Transaction update,
               api::system_update(resource, backend_.clock, *stored, live, *std::move(revised), {.manager = kProducer}));
    changes.push_back(std::move(update));
  }
  for (cache::ObjectRange at = snapshot.range(kind.key_prefix); at; ++at) {
    PINTLE_TRY(const object::Document live, api::decode_stored(resource, *at));
    if (flowcontrol::is_unwanted(live, wanted) && !has_finalizers(live)) changes.push_back(removal(*at));
  }
  return commit(std::move(changes));
}

Result<void> FlowConfiguration::sync_conditions() {
  const cache::Snapshot levels = levels_.cache->snapshot();
  const cache::Snapshot schemas = schemas_.cache->snapshot();
  const std::string now = object::format_time(object::Timestamp::from(backend_.clock.now()));
  std::vector<store::Transaction> changes;
  for (cache::ObjectRange at = schemas.range(schemas_.kind->key_prefix); at; ++at) {
    PINTLE_TRY(const object::Document live, api::decode_stored(schemas_, *at));
    const bool has_level = levels.get(levels_.key("", flowcontrol::priority_level_of(live))) != nullptr;
    const auto configuration = flowcontrol::dangling_configuration(live, has_level, now);
    if (!configuration) continue;
    PINTLE_TRY(store::Transaction update,
               api::system_apply(schemas_, backend_.clock, *at, live, *configuration, {.manager = kConsumer, .subresource = "status"}));
    changes.push_back(std::move(update));
  }
  return commit(std::move(changes));
}

// What another write came before is looked at again: that write wakes the next round.
Result<void> FlowConfiguration::commit(std::vector<store::Transaction> transactions) {
  for (const Result<store::CommitResult>& result : commit_all_and_wait(backend_.store, std::move(transactions)))
    if (!result) return fail(result.error());
  return {};
}

}  // namespace pintle::server

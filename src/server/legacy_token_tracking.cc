#include "server/legacy_token_tracking.h"

#include "api/stored_object.h"
#include "api/system_write.h"
#include "base/check.h"
#include "base/finish_now.h"
#include "base/log.h"
#include "cache/resource_cache.h"
#include "groups/bootstrap.h"
#include "object/managed_fields.h"
#include "object/mutable_object_meta.h"
#include "object/time.h"
#include "server/blocking_commit.h"
#include "views/core_v1_mut.h"

namespace pintle::server {
namespace {

using object::Document;

constexpr std::chrono::seconds kLookAgain{10};
constexpr std::string_view kNamespace = "kube-system";
constexpr std::string_view kSince = "since";

const api::Resource& resource_of(const api::Registry& registry, std::string_view plural) {
  const api::Resource* resource = registry.find("", "v1", plural);
  PINTLE_CHECK(resource && resource->cache);
  return *resource;
}

std::string now_text(const Clock& clock) { return object::format_time(object::Timestamp::from(clock.now())); }
std::string date_of(const std::string& time) { return time.substr(0, time.find('T')); }

bool is_date(std::string_view text) {
  constexpr size_t kDateBytes = 10;
  return text.size() == kDateBytes && object::parse_time(std::string(text) + "T00:00:00Z").has_value();
}

std::string_view since_of(core::v1::ConfigMap map) {
  for (auto [key, value] : map.data())
    if (key == kSince) return value;
  return "";
}

// The put of a changed object that is still at this revision.
Result<store::Transaction> replacement(const api::Resource& resource, const cache::Object& stored, const Document& live, Document changed,
                                       const std::string& now) {
  object::update_managed_fields(
      *resource.type, &live.root(), changed,
      {.manager = api::kSystemManager, .api_version = resource.api_version, .kind = resource.kind->kind, .time = now});
  PINTLE_TRY(Bytes bytes, api::encode_stored(resource, changed));
  store::Transaction update;
  update.operations.push_back(
      store::Operation::put(std::string(stored.key()), std::move(bytes), store::Expect::revision(stored.revision())));
  return update;
}

}  // namespace

LegacyTokenTracking::LegacyTokenTracking(const api::Backend& backend)
    : backend_(backend),
      secrets_(resource_of(backend.registry, "secrets")),
      config_maps_(resource_of(backend.registry, "configmaps")),
      rounds_(kLookAgain, [this](Rounds::Why) {
        if (auto kept = keep_config_map(); !kept) log_error("The tracking of legacy tokens cannot be announced", {{"error", kept.error()}});
      }) {}

Result<store::Transaction> LegacyTokenTracking::relabelled(const cache::Object& secret, std::string_view uid, std::string_view date) const {
  PINTLE_TRY(const Document live, api::decode_stored(secrets_, secret));
  if (object::ObjectMeta(*secrets_.type, live.root()).uid() != uid) return store::Transaction();
  Document labelled = live.clone();
  object::MutableObjectMeta(labelled).set_label(auth::kLastUsedLabel, date);
  return replacement(secrets_, secret, live, std::move(labelled), now_text(backend_.clock));
}

void LegacyTokenTracking::used(std::string_view namespace_, std::string_view name, std::string_view uid, std::string_view date) {
  const cache::ObjectPtr secret = secrets_.cache->snapshot().get(secrets_.key(namespace_, name));
  if (!secret) return;
  auto update = relabelled(*secret, uid, date);
  if (!update) return log_error("A token's use cannot be noted", {{"secret", secret->key()}, {"error", update.error()}});
  if (update->operations.empty()) return;
  backend_.store.commit(*std::move(update), [key = std::string(secret->key())](const Result<store::CommitResult>& result) {
    if (!result) log_error("A token's use cannot be noted", {{"secret", key}, {"error", result.error()}});
  });
}

Result<void> LegacyTokenTracking::create_config_map(const std::string& today) {
  const auto now = backend_.clock.steady();
  if (made_at_ && now - *made_at_ < kTrackingMadeAgainAfter) return {};
  PINTLE_TRY(store::Transaction creation,
             finish_now(api::system_creation(config_maps_, backend_.clock, groups::legacy_token_tracking(today))));
  PINTLE_TRY(const store::CommitResult result, commit_and_wait(backend_.store, std::move(creation)));
  if (result.applied) made_at_ = now;
  return {};
}

Result<void> LegacyTokenTracking::keep_config_map() {
  const std::string now = now_text(backend_.clock);
  const cache::ObjectPtr stored = config_maps_.cache->snapshot().get(config_maps_.key(kNamespace, groups::kLegacyTokenTracking));
  if (!stored) return create_config_map(date_of(now));
  PINTLE_TRY(const Document live, api::decode_stored(config_maps_, *stored));
  if (is_date(since_of(core::v1::ConfigMap(&live.root())))) return {};
  Document repaired = live.clone();
  core::v1::ConfigMapMut(&repaired.root(), repaired.arena()).ensure_data().set(kSince, date_of(now));
  PINTLE_TRY(store::Transaction update, replacement(config_maps_, *stored, live, std::move(repaired), now));
  PINTLE_TRY_VOID(commit_and_wait(backend_.store, std::move(update)));
  return {};
}

}  // namespace pintle::server

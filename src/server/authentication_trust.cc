#include "server/authentication_trust.h"

#include <algorithm>
#include <array>
#include <map>

#include "api/stored_object.h"
#include "api/system_write.h"
#include "auth/certificate_bundle.h"
#include "base/check.h"
#include "base/finish_now.h"
#include "base/log.h"
#include "cache/resource_cache.h"
#include "object/json.h"
#include "object/managed_fields.h"
#include "object/mutable_object_meta.h"
#include "object/time.h"
#include "server/blocking_commit.h"
#include "views/core_v1_mut.h"

namespace pintle::server {
namespace {

using object::Document;
using Data = std::map<std::string, std::string>;

constexpr std::string_view kNamespace = "kube-system";
constexpr std::string_view kName = "extension-apiserver-authentication";
constexpr std::chrono::minutes kInterval{1};
constexpr int kAttemptsMax = 10;  // while other servers write it as well

// A JSON list of strings; "" is none.
Result<std::vector<std::string>> parse_list(const std::string& json) {
  std::vector<std::string> items;
  if (json.empty()) return items;
  PINTLE_TRY(const object::Decoded decoded, object::decode_json(object::any_type(), Bytes::copy(json)));
  const object::Value& root = decoded.document.root();
  if (!root.is_list()) return fail(Status::bad_request("json: cannot unmarshal into a list of strings"));
  for (const object::Value& item : root.items()) {
    if (!item.is_string()) return fail(Status::bad_request("json: cannot unmarshal into a list of strings"));
    items.emplace_back(item.as_string());
  }
  return items;
}

std::string json_list(const std::vector<std::string>& items) {
  if (items.empty()) return "[]";
  const std::vector<std::string_view> views(items.begin(), items.end());
  return object::printed_list(views);
}

Result<std::string> combined_list(const std::string& stored_json, const std::vector<std::string>& wanted) {
  PINTLE_TRY(std::vector<std::string> all, parse_list(stored_json));
  std::vector<std::string> unique;
  all.insert(all.end(), wanted.begin(), wanted.end());
  for (std::string& item : all)
    if (std::ranges::find(unique, item) == unique.end()) unique.push_back(std::move(item));
  return json_list(unique);
}

class Trust {
 public:
  Trust(const api::Backend& backend, const Options& options, AuthorityTexts authorities)
      : backend_(backend),
        options_(options),
        authorities_(std::move(authorities)),
        resource_(*backend.registry.find("", "v1", "configmaps")) {}

  Result<void> publish() const {
    for (int attempt = 0; attempt < kAttemptsMax; ++attempt) {
      PINTLE_TRY(const bool done, try_publish());
      if (done) return {};
    }
    return fail(Status::internal("others keep writing the same object"));
  }

 private:
  // False: somebody else has written it meanwhile.
  Result<bool> try_publish() const {
    const cache::ObjectPtr stored = resource_.cache->snapshot().get(resource_.key(kNamespace, kName));
    if (!stored) return create();
    PINTLE_TRY(const Document live, api::decode_stored(resource_, *stored));
    Data old;
    for (auto [key, value] : core::v1::ConfigMap(&live.root()).data()) old.emplace(key, value);
    PINTLE_TRY(const Data data, combined(old));
    if (data == old) return true;
    return update(*stored, live, data);
  }

  Result<Data> combined(Data old) const {
    Data data;
    const auto now = backend_.clock.now();
    PINTLE_TRY(std::string clients, auth::combined_certificates(std::array{old["client-ca-file"], authorities_.clients}, now));
    if (!clients.empty()) data["client-ca-file"] = std::move(clients);
    PINTLE_TRY(std::string proxies,
               auth::combined_certificates(std::array{old["requestheader-client-ca-file"], authorities_.proxies}, now));
    if (proxies.empty()) return data;
    data["requestheader-client-ca-file"] = std::move(proxies);
    const std::pair<const char*, const std::vector<std::string>*> lists[] = {
        {"requestheader-username-headers", &options_.requestheader_username_headers},
        {"requestheader-uid-headers", &options_.requestheader_uid_headers},
        {"requestheader-group-headers", &options_.requestheader_group_headers},
        {"requestheader-extra-headers-prefix", &options_.requestheader_extra_headers_prefixes},
        {"requestheader-allowed-names", &options_.requestheader_allowed_names},
    };
    for (const auto& [key, wanted] : lists) {
      PINTLE_TRY(std::string json, combined_list(old[key], *wanted));
      // Readers of older versions do not know of it.
      const bool left_out = std::string_view(key) == "requestheader-uid-headers" && json == "[]";
      if (!left_out) data[key] = std::move(json);
    }
    return data;
  }

  Result<bool> create() const {
    Document document(&core::v1::ConfigMapMut::schema_type());
    document.root() = object::Value::empty_struct();
    object::set_type_meta(document, "v1", "ConfigMap");
    object::MutableObjectMeta meta(document);
    meta.set_name(kName);
    meta.set_namespace(kNamespace);
    PINTLE_TRY(const Data data, combined({}));
    put(document, data);
    PINTLE_TRY(store::Transaction transaction, finish_now(api::system_creation(resource_, backend_.clock, std::move(document))));
    return commit(std::move(transaction));
  }

  static void put(Document& document, const Data& data) {
    const core::v1::ConfigMapMut map(&document.root(), document.arena());
    map.clear_data();
    for (const auto& [key, value] : data) map.ensure_data().set(key, value);
  }

  Result<bool> update(const cache::Object& stored, const Document& live, const Data& data) const {
    Document changed = live.clone();
    put(changed, data);
    object::update_managed_fields(*resource_.type, &live.root(), changed,
                                  {.manager = api::kSystemManager,
                                   .api_version = resource_.api_version,
                                   .kind = resource_.kind->kind,
                                   .time = object::format_time(object::Timestamp::from(backend_.clock.now()))});
    PINTLE_TRY(Bytes bytes, api::encode_stored(resource_, changed));
    store::Transaction transaction;
    transaction.operations.push_back(
        store::Operation::put(std::string(stored.key()), std::move(bytes), store::Expect::revision(stored.revision())));
    return commit(std::move(transaction));
  }

  Result<bool> commit(store::Transaction transaction) const {
    PINTLE_TRY(const store::CommitResult result, commit_and_wait(backend_.store, std::move(transaction)));
    return result.applied;
  }

  const api::Backend& backend_;
  const Options& options_;
  const AuthorityTexts authorities_;
  const api::Resource& resource_;
};

}  // namespace

AuthenticationTrust::AuthenticationTrust(const api::Backend& backend, const Options& options, const ClientAuthorities& authorities)
    : backend_(backend), options_(options), authorities_(authorities), rounds_(kInterval, [this](Rounds::Why) { publish_trust(); }) {}

void AuthenticationTrust::publish_trust() const {
  const auto published = Trust(backend_, options_, authorities_.texts()).publish();
  if (!published) log_error("Whom this server trusts is not published", {{"error", published.error()}});
}

void AuthenticationTrust::start() {
  publish_trust();
  rounds_.start();
  const std::string key = "/registry/configmaps/" + std::string(kNamespace) + "/" + std::string(kName);
  auto follower = access::Follower::create(backend_.store, key, *this);
  if (!follower) return log_error("Whom this server trusts is written again each minute only", {{"error", follower.error()}});
  follower_ = *std::move(follower);
}

void AuthenticationTrust::stop() {
  follower_.reset();
  rounds_.stop();
}

}  // namespace pintle::server

#include "server/identity_lease.h"

#include <openssl/sha.h>

#include <array>
#include <chrono>

#include "api/lifecycle.h"
#include "api/stored_object.h"
#include "api/system_write.h"
#include "base/check.h"
#include "base/finish_now.h"
#include "base/log.h"
#include "cache/resource_cache.h"
#include "object/mutable_object_meta.h"
#include "object/time.h"
#include "server/blocking_commit.h"
#include "views/coordination_v1_mut.h"

namespace pintle::server {
namespace {

using coordination::v1::Lease;
using coordination::v1::LeaseMut;
using coordination::v1::LeaseSpecMut;

constexpr std::string_view kNamespace = "kube-system";
constexpr std::string_view kComponent = "kube-apiserver";
constexpr std::string_view kHostnameLabel = "kubernetes.io/hostname";
constexpr std::chrono::seconds kRenewInterval{10};
constexpr std::chrono::seconds kCollectInterval{3600};
constexpr int32_t kDurationSeconds = 3600;
constexpr size_t kHashBytes = 16;

const api::Resource& leases_of(const api::Backend& backend) {
  const api::Resource* found = backend.registry.find("coordination.k8s.io", "v1", "leases");
  PINTLE_CHECK(found);
  return *found;
}

void append_with_length(std::string_view text, std::string& out) {
  out += static_cast<char>(text.size() >> 8);
  out += static_cast<char>(text.size());
  out += text;
}

// RFC 4648 base32, lower case, without padding.
std::string base32(std::string_view bytes) {
  constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz234567";
  std::string out;
  uint32_t pending = 0;
  int bits = 0;
  for (const unsigned char byte : bytes) {
    pending = (pending << 8 | byte) & 0xffff;
    for (bits += 8; bits >= 5; bits -= 5) out += kAlphabet[pending >> (bits - 5) & 31];
  }
  if (bits > 0) out += kAlphabet[pending << (5 - bits) & 31];
  return out;
}

// What has no renewal or no duration is not of a server and goes, too.
bool is_expired(const object::Document& lease, std::chrono::system_clock::time_point now) {
  const coordination::v1::LeaseSpec spec = Lease(&lease.root()).spec();
  if (!spec.renew_time() || !spec.lease_duration_seconds()) return true;
  const auto renewed = object::parse_time(*spec.renew_time());
  return !renewed || renewed->to_time_point() + std::chrono::seconds(*spec.lease_duration_seconds()) < now;
}

bool is_of_server(const object::Document& lease) {
  const object::Value* labels = object::ObjectMeta(*lease.type(), lease.root()).labels();
  const object::Value* identity = labels ? labels->get(kIdentityLabel) : nullptr;
  return identity && identity->as_string() == kComponent;
}

void report(const Result<void>& done, std::string_view what) {
  if (!done) log_error(what, {{"error", done.error()}});
}

}  // namespace

std::string server_identity(std::string_view hostname) {
  std::string input;
  append_with_length(hostname, input);
  append_with_length(kComponent, input);
  std::array<unsigned char, SHA256_DIGEST_LENGTH> hash;
  SHA256(reinterpret_cast<const unsigned char*>(input.data()), input.size(), hash.data());
  return "apiserver-" + base32({reinterpret_cast<const char*>(hash.data()), kHashBytes});
}

IdentityLease::IdentityLease(const api::Backend& backend, std::string hostname)
    : backend_(backend),
      leases_(leases_of(backend)),
      hostname_(std::move(hostname)),
      name_(server_identity(hostname_)),
      holder_(name_ + "_" + api::generate_uid()),
      renewals_(kRenewInterval, [this](Rounds::Why) { report(renew(), "The identity lease could not be renewed"); }),
      collections_(kCollectInterval, [this](Rounds::Why) { report(remove_expired(), "Expired identity leases could not be removed"); }) {}

void IdentityLease::start() {
  started_ = true;
  report(remove(name_), "The identity lease of an earlier start could not be removed");
  renewals_.start();
  collections_.start();
}

void IdentityLease::stop() {
  renewals_.stop();
  collections_.stop();
  if (std::exchange(started_, false)) report(remove(name_), "The identity lease could not be removed");
}

Result<void> IdentityLease::remove(std::string_view name) {
  const cache::ObjectPtr stored = leases_.cache->snapshot().get(leases_.key(kNamespace, name));
  if (!stored) return {};
  store::Transaction transaction;
  transaction.operations.push_back(store::Operation::erase(std::string(stored->key()), store::Expect::revision(stored->revision())));
  PINTLE_TRY_VOID(commit_and_wait(backend_.store, std::move(transaction)));
  return {};
}

void IdentityLease::set_labels(object::Document& lease) const {
  object::MutableObjectMeta meta(lease);
  meta.set_label(kIdentityLabel, kComponent);
  meta.set_label(kHostnameLabel, hostname_);
}

Result<void> IdentityLease::create() {
  object::Document document(&LeaseMut::schema_type());
  document.root() = object::Value::empty_struct();
  object::MutableObjectMeta meta(document);
  meta.set_name(name_);
  meta.set_namespace(kNamespace);
  set_labels(document);
  const LeaseSpecMut spec = LeaseMut(&document.root(), document.arena()).ensure_spec();
  spec.set_holder_identity(holder_);
  spec.set_lease_duration_seconds(kDurationSeconds);
  spec.set_renew_time(object::format_micro_time(object::Timestamp::from(backend_.clock.now())));
  PINTLE_TRY(store::Transaction creation, finish_now(api::system_creation(leases_, backend_.clock, std::move(document))));
  PINTLE_TRY_VOID(commit_and_wait(backend_.store, std::move(creation)));
  return {};
}

// Whoever has written to it meanwhile is overwritten the next time.
Result<void> IdentityLease::renew() {
  const cache::ObjectPtr stored = leases_.cache->snapshot().get(leases_.key(kNamespace, name_));
  if (!stored) return create();
  PINTLE_TRY(const object::Document live, api::decode_stored(leases_, *stored));
  object::Document document = live.clone();
  set_labels(document);
  LeaseMut(&document.root(), document.arena())
      .ensure_spec()
      .set_renew_time(object::format_micro_time(object::Timestamp::from(backend_.clock.now())));
  PINTLE_TRY(store::Transaction update, api::system_update(leases_, backend_.clock, *stored, live, std::move(document), {}));
  PINTLE_TRY_VOID(commit_and_wait(backend_.store, std::move(update)));
  return {};
}

Result<void> IdentityLease::remove_expired() {
  const cache::Snapshot snapshot = leases_.cache->snapshot();
  for (cache::ObjectRange at = snapshot.range(leases_.key_prefix(kNamespace)); at; ++at) {
    PINTLE_TRY(const object::Document lease, api::decode_stored(leases_, *at));
    if (!is_of_server(lease) || !is_expired(lease, backend_.clock.now())) continue;
    PINTLE_TRY_VOID(remove(object::ObjectMeta(*lease.type(), lease.root()).name()));
  }
  return {};
}

}  // namespace pintle::server

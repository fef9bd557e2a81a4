#include "groups/core/service_repair.h"

#include <algorithm>
#include <set>

#include "api/stored_object.h"
#include "api/system_write.h"
#include "base/finish_now.h"
#include "base/log.h"
#include "cache/resource_cache.h"
#include "groups/core/service_type.h"
#include "object/ip_validation.h"
#include "object/time.h"

namespace pintle::core {
namespace {

using groups::PortAllocator;
using groups::PortBitmap;
using networking::v1::IPAddress;
using networking::v1::ParentReference;

constexpr int kConflictRetriesMax = 10;

std::string name_of(v1::Service service) {
  return std::string(service.metadata().namespace_()) + "/" + std::string(service.metadata().name());
}

bool refers_to_service(ParentReference parent) { return parent.group().empty() && parent.resource() == "services"; }

bool refers_to(ParentReference parent, v1::Service service) {
  return parent.namespace_() == service.metadata().namespace_() && parent.name() == service.metadata().name();
}

bool has_our_labels(IPAddress address, const IpAddress& ip) {
  const auto labels = address.metadata().labels();
  return labels.get(groups::kAddressFamilyLabel) == to_string(groups::family_of(ip)) &&
         labels.get(groups::kAddressManagedByLabel) == groups::kAddressManager;
}

int64_t seconds_of(std::string_view timestamp) {
  const auto time = object::parse_time(timestamp);
  return time ? time->seconds : 0;
}

// The ports of a Service that have to be marked; the same port of two protocols is one.
std::vector<int32_t> marked_ports(v1::ServiceSpec spec) {
  std::vector<int32_t> ports = node_ports_of(spec);
  if (spec.health_check_node_port() != 0) ports.push_back(spec.health_check_node_port());
  std::ranges::sort(ports);
  const auto rest = std::ranges::unique(ports);
  ports.erase(rest.begin(), rest.end());
  return ports;
}

void report(std::string_view fault, v1::Service service, std::string_view value) {
  log_error(fault, {{"service", name_of(service)}, {"value", value}});
}

}  // namespace

Result<void> ServiceRepair::run_once(const Commit& commit) {
  const cache::Snapshot services = parts_.services.cache->snapshot();
  for (cache::ObjectRange at = services.range(parts_.services.kind->key_prefix); at; ++at) {
    const auto document = api::decode_stored(parts_.services, *at);
    if (!document) continue;
    PINTLE_TRY_VOID(check_service(v1::Service(&document->root()), commit));
  }
  const api::Resource& resource = parts_.addresses.addresses();
  const cache::Snapshot addresses = resource.cache->snapshot();
  for (cache::ObjectRange at = addresses.range(resource.kind->key_prefix); at; ++at) {
    const auto document = api::decode_stored(resource, *at);
    if (!document) continue;
    PINTLE_TRY_VOID(check_owner(*at, IPAddress(&document->root()), commit));
  }
  return repair_ports(commit);
}

Result<void> ServiceRepair::check_service(v1::Service service, const Commit& commit) {
  if (!has_cluster_ip(service.spec())) return {};
  for (const std::string_view text : service.spec().cluster_ips()) {
    const auto address = object::parse_ip_sloppy(text);
    if (!address) {
      report("A cluster address is no address; recreate the Service", service, text);
    } else if (!parts_.addresses.is_in_range(*address)) {
      report("A cluster address is not within any ServiceCIDR; recreate the Service", service, text);
    } else {
      PINTLE_TRY_VOID(check_address(*address, service, commit));
    }
  }
  return {};
}

Result<void> ServiceRepair::check_address(const IpAddress& ip, v1::Service service, const Commit& commit) {
  const api::Resource& resource = parts_.addresses.addresses();
  const cache::ObjectPtr stored = resource.cache->snapshot().get(resource.key("", ip.to_string()));
  if (!stored) {
    report("A cluster address is not allocated; repairing", service, ip.to_string());
    return create_address(ip, service, commit);
  }
  PINTLE_TRY(const object::Document document, api::decode_stored(resource, *stored));
  const IPAddress address(&document.root());
  const ParentReference parent = address.spec().parent_ref();
  const bool ours = refers_to_service(parent);
  const cache::ObjectPtr other = ours && !refers_to(parent, service) ? find_service(parent) : nullptr;
  if (other) {
    PINTLE_TRY(const object::Document owner, api::decode_stored(parts_.services, *other));
    if (v1::Service(&owner.root()).spec().cluster_ips().contains(ip.to_string()))
      report("A cluster address was assigned to several Services; recreate this one", service, ip.to_string());
  }
  const bool misses_owner = !ours || (!refers_to(parent, service) && !other);
  if (!misses_owner && has_our_labels(address, ip)) return {};
  if (misses_owner) report("An IPAddress has a wrong reference; repairing", service, ip.to_string());
  PINTLE_TRY_VOID(remove_address(*stored, address, commit));
  return create_address(ip, service, commit);
}

Result<void> ServiceRepair::create_address(const IpAddress& address, v1::Service service, const Commit& commit) {
  object::Document document =
      parts_.addresses.address_object(address, {.namespace_ = service.metadata().namespace_(), .name = service.metadata().name()});
  PINTLE_TRY(store::Transaction creation,
             finish_now(api::system_creation(parts_.addresses.addresses(), parts_.clock, std::move(document))));
  PINTLE_TRY_VOID(commit(std::move(creation)));
  return {};  // not applied: another server was quicker
}

Result<void> ServiceRepair::remove_address(const cache::Object& stored, IPAddress address, const Commit& commit) {
  if (!address.metadata().finalizers().empty()) return {};
  store::Transaction removal;
  removal.operations.push_back(store::Operation::erase(std::string(stored.key()), store::Expect::revision(stored.revision())));
  PINTLE_TRY_VOID(commit(std::move(removal)));
  return {};
}

cache::ObjectPtr ServiceRepair::find_service(ParentReference parent) const {
  return parts_.services.cache->snapshot().get(parts_.services.key(parent.namespace_(), parent.name()));
}

// Only what an allocator has made: others look after their own.
Result<void> ServiceRepair::check_owner(const cache::Object& stored, IPAddress address, const Commit& commit) {
  if (address.metadata().labels().get(groups::kAddressManagedByLabel) != groups::kAddressManager) return {};
  const ParentReference parent = address.spec().parent_ref();
  const auto clean_up = [&](std::string_view why) -> Result<void> {
    log_error(why,
              {{"address", address.metadata().name()}, {"service", std::string(parent.namespace_()) + "/" + std::string(parent.name())}});
    return remove_address(stored, address, commit);
  };
  if (!refers_to_service(parent)) return clean_up("An IPAddress does not refer to a Service; cleaning up");
  const int64_t now = std::chrono::duration_cast<std::chrono::seconds>(parts_.clock.now().time_since_epoch()).count();
  const int64_t created = seconds_of(address.metadata().creation_timestamp());
  const cache::ObjectPtr owner = find_service(parent);
  if (!owner) return now - created > kAddressGraceSeconds ? clean_up("An IPAddress has leaked; cleaning up") : Result<void>();
  PINTLE_TRY(const object::Document document, api::decode_stored(parts_.services, *owner));
  const v1::Service service(&document.root());
  if (service.spec().cluster_ips().contains(address.metadata().name())) return {};
  if (service.spec().type() == kExternalName && now - created < kAddressGraceSeconds) return {};
  const bool newer = created > seconds_of(service.metadata().creation_timestamp());
  if (newer && now - created < kNewAddressGraceSeconds) return {};
  return clean_up("An IPAddress refers to a Service with another address; cleaning up");
}

Result<void> ServiceRepair::repair_ports(const Commit& commit) {
  for (int attempt = 0; attempt < kConflictRetriesMax; ++attempt) {
    PINTLE_TRY(const bool done, try_repair_ports(commit));
    if (done) return {};
  }
  return {};  // the ports are in use all the time: the next round
}

// False: the bitmap and the Services are not of the same moment.
Result<bool> ServiceRepair::try_repair_ports(const Commit& commit) {
  const cache::Snapshot services = parts_.services.cache->snapshot();
  PINTLE_TRY(PortAllocator::State state, parts_.ports.read_any_range());
  if (state.expect.mod_revision > services.revision()) return false;
  PortBitmap unused = state.ports;
  PortBitmap rebuilt(parts_.ports.range());
  std::map<int32_t, int> leaks = leaks_;
  for (cache::ObjectRange at = services.range(parts_.services.kind->key_prefix); at; ++at) {
    const auto document = api::decode_stored(parts_.services, *at);
    if (!document) continue;
    const v1::Service service(&document->root());
    for (const int32_t port : marked_ports(service.spec())) {
      const std::string text = std::to_string(port);
      if (!rebuilt.range().contains(port)) {
        report("A node port is not within the port range; recreate the Service", service, text);
        continue;
      }
      if (rebuilt.has(port)) report("A node port was assigned to several Services; recreate this one", service, text);
      if (!state.ports.has(port)) report("A node port is not allocated; repairing", service, text);
      rebuilt.take(port);
      unused.release(port);
      leaks.erase(port);
    }
  }
  for (const int32_t port : unused.ports()) {
    int& rounds = leaks.try_emplace(port, kLeakRounds - 1).first->second;
    if (rounds-- > 0) {
      rebuilt.take(port);
    } else {
      log_error("A node port has leaked; cleaning up", {{"port", port}});
      leaks.erase(port);
    }
  }
  const bool of_our_range = state.stored && parts_.ports.state_of(state.stored);
  if (!of_our_range || state.ports.data() != rebuilt.data()) {
    state.ports = rebuilt;
    store::Transaction update;
    update.operations.push_back(parts_.ports.put(state));
    PINTLE_TRY(const store::CommitResult result, commit(std::move(update)));
    if (!result.applied) return false;
  }
  leaks_ = std::move(leaks);
  return true;
}

}  // namespace pintle::core

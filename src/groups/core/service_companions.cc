#include "groups/core/service_companions.h"

#include "api/stored_object.h"
#include "cache/resource_cache.h"
#include "groups/core/service_addresses.h"
#include "groups/core/service_allocation.h"
#include "object/mutable_object_meta.h"

namespace pintle::core {
namespace {

using api::CompanionsPtr;
using groups::PortOperation;

v1::ServiceMut service_of(object::Document& document) { return {&document.root(), document.arena()}; }

PortOperation::DryRun dry_run_of(const api::Write& write) {
  return write.dry_run ? PortOperation::DryRun::kYes : PortOperation::DryRun::kNo;
}

// Endpoints of the Service's name must not outlive it: another Service of that name would begin with them.
void erase_endpoints(const api::Resource& endpoints, std::string_view namespace_, std::string_view name, ServiceAllocation& allocation) {
  const std::string key = endpoints.key(namespace_, name);
  const cache::ObjectPtr stored = endpoints.cache->snapshot().get(key);
  if (!stored) return;
  const auto document = api::decode_stored(endpoints, *stored);
  if (!document || object::has_finalizers(object::ObjectMeta(*endpoints.type, document->root()))) return;
  allocation.erase(store::Operation::erase(key, store::Expect::revision(stored->revision())));
}

}  // namespace

Task<Result<CompanionsPtr>> ServiceCompanions::begin_create(const api::Write& write, object::Document& document) {
  const v1::ServiceMut service = service_of(document);
  normalize_cluster_ips(service.ensure_spec(), {});
  PINTLE_CO_TRY_VOID(init_families(service, {}, parts_.families));
  PINTLE_CO_TRY(groups::PortAllocator::State state, parts_.ports.read());
  auto allocation = std::make_unique<ServiceAllocation>(parts_.addresses, PortOperation(parts_.ports, std::move(state), dry_run_of(write)),
                                                        parts_.clock, dry_run_of(write));
  PINTLE_CO_TRY_VOID(allocation->take_addresses(service));
  PINTLE_CO_TRY_VOID(allocation->take_ports(service));
  co_return CompanionsPtr(std::move(allocation));
}

Task<Result<CompanionsPtr>> ServiceCompanions::begin_update(const api::Write& write, object::Document& document,
                                                            const object::Value& old_value) {
  const v1::ServiceMut service = service_of(document);
  const v1::Service old(&old_value);
  keep_allocated_values(service.ensure_spec(), old.spec());
  normalize_cluster_ips(service.spec(), old.spec());
  PINTLE_CO_TRY_VOID(init_families(service, old, parts_.families));
  PINTLE_CO_TRY(groups::PortAllocator::State state, parts_.ports.read());
  auto allocation = std::make_unique<ServiceAllocation>(parts_.addresses, PortOperation(parts_.ports, std::move(state), dry_run_of(write)),
                                                        parts_.clock, dry_run_of(write));
  PINTLE_CO_TRY_VOID(allocation->update_addresses(service, old));
  PINTLE_CO_TRY_VOID(allocation->update_ports(service, old));
  co_return CompanionsPtr(std::move(allocation));
}

Task<Result<CompanionsPtr>> ServiceCompanions::begin_remove(const api::Write& write, const object::Value& old) {
  const v1::Service service(&old);
  PINTLE_CO_TRY(groups::PortAllocator::State state, parts_.ports.read());
  auto allocation = std::make_unique<ServiceAllocation>(parts_.addresses, PortOperation(parts_.ports, std::move(state), dry_run_of(write)),
                                                        parts_.clock, dry_run_of(write));
  allocation->release_all(service);
  erase_endpoints(parts_.endpoints, service.metadata().namespace_(), service.metadata().name(), *allocation);
  co_return CompanionsPtr(std::move(allocation));
}

}  // namespace pintle::core

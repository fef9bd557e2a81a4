// ServiceAllocation: the addresses and ports that one write of a Service takes and gives back.
//
// Thread: the request's loop. Source: pkg/registry/core/service/storage/alloc.go (allocateCreate, allocateUpdate,
// releaseAllocatedResources).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "api/companions.h"
#include "base/clock.h"
#include "groups/allocation/address_allocator.h"
#include "groups/allocation/port_allocator.h"
#include "views/core_v1_mut.h"

namespace pintle::core {

class ServiceAllocation final : public api::Companions {
 public:
  using DryRun = groups::PortOperation::DryRun;
  ServiceAllocation(const groups::AddressAllocator& addresses, groups::PortOperation ports, const Clock& clock, DryRun dry_run)
      : addresses_(addresses), ports_(std::move(ports)), clock_(clock), dry_run_(dry_run) {}

  // Each fills the Service's fields with what was chosen.
  Result<void> take_addresses(v1::ServiceMut service);
  Result<void> update_addresses(v1::ServiceMut service, v1::Service old);
  Result<void> take_ports(v1::ServiceMut service);
  Result<void> update_ports(v1::ServiceMut service, v1::Service old);
  void release_all(v1::Service service);
  // Goes with the Service.
  void erase(store::Operation operation) { operations_.push_back(std::move(operation)); }

  Task<Result<std::vector<store::Operation>>> operations() override;
  Result<Next> lost(std::span<const std::optional<store::KeyValue>> current) override;

 private:
  Result<std::string> take_address(v1::Service service, std::string_view family, std::string_view wanted);
  // The IPAddress, to be stored with the Service.
  Result<void> add_address(v1::Service service, const IpAddress& address);
  void release_address(v1::Service service, std::string_view ip);
  Result<void> take_node_ports(v1::ServiceMut service);
  Result<void> update_node_ports(v1::ServiceMut service, v1::Service old);
  Result<void> take_health_check_port(v1::ServiceSpecMut spec);

  const groups::AddressAllocator& addresses_;
  groups::PortOperation ports_;
  const Clock& clock_;
  DryRun dry_run_;
  std::vector<store::Operation> operations_;  // all but the ports'
};

}  // namespace pintle::core

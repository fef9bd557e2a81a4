// ServiceRepair: looks whether the addresses and node ports that are marked as taken are those that Services have, and mends what is not.
//
//   ServiceRepair repair(parts);
//   PINTLE_TRY_VOID(repair.run_once(commit));     // at the start, then every now and then
//
// A server of this kind writes a Service and what it takes in one transaction, so there is nothing to mend after it. Other API servers
// on the same store do not, and administrators change IPAddress objects. What nobody has is given back only when it stays so for a
// while: it may be about to be used.
// DIFFERS: faults are logged; upstream makes Events of them as well.
// Thread: one at a time, none that is a loop: `commit` blocks. Errors: the store's.
// Source: pkg/registry/core/service/ipallocator/controller/repairip.go, portallocator/controller/repair.go.
#pragma once

#include <functional>
#include <map>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "cache/object.h"
#include "groups/allocation/address_allocator.h"
#include "groups/allocation/port_allocator.h"
#include "views/core_v1.h"
#include "views/networking_v1.h"

namespace pintle::core {

// Rounds that a port nobody has stays taken.
inline constexpr int kLeakRounds = 3;
// How long an IPAddress may be there before its Service.
inline constexpr int64_t kAddressGraceSeconds = 60;
inline constexpr int64_t kNewAddressGraceSeconds = 5;  // of a Service that has another address

class ServiceRepair {
 public:
  struct Parts {
    const api::Resource& services;
    groups::AddressAllocator addresses;
    groups::PortAllocator ports;
    const Clock& clock;
  };
  // Commits and waits.
  using Commit = std::function<Result<store::CommitResult>(store::Transaction)>;

  explicit ServiceRepair(Parts parts) : parts_(std::move(parts)) {}
  Result<void> run_once(const Commit& commit);

 private:
  Result<void> check_service(v1::Service service, const Commit& commit);
  Result<void> check_address(const IpAddress& address, v1::Service service, const Commit& commit);
  Result<void> check_owner(const cache::Object& stored, networking::v1::IPAddress address, const Commit& commit);
  Result<void> create_address(const IpAddress& address, v1::Service service, const Commit& commit);
  Result<void> remove_address(const cache::Object& stored, networking::v1::IPAddress address, const Commit& commit);
  Result<void> repair_ports(const Commit& commit);
  Result<bool> try_repair_ports(const Commit& commit);
  cache::ObjectPtr find_service(networking::v1::ParentReference parent) const;

  Parts parts_;
  std::map<int32_t, int> leaks_;  // rounds that a port nobody has may stay
};

}  // namespace pintle::core

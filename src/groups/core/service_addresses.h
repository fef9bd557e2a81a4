// What a Service's addresses are to be, before any is chosen: the linked fields clusterIP, clusterIPs, ipFamilies and ipFamilyPolicy are
// brought in line with each other, with the state before and with the families that the cluster has.
//
// Thread: pure. Errors: 422 as upstream words them.
// Source: pkg/registry/core/service/storage/storage.go (normalizeClusterIPs, patchAllocatedValues), alloc.go (initIPFamilyFields).
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "groups/allocation/address_allocator.h"
#include "views/core_v1_mut.h"

namespace pintle::core {

// The fields as values, to work on: read, changed, written back.
struct ServiceAddresses {
  std::vector<std::string> cluster_ips;
  std::vector<std::string> families;

  static ServiceAddresses of(v1::ServiceSpec spec);
  void write(v1::ServiceSpecMut spec) const;  // clusterIP as well
};

// A client that knows clusterIP only means clusterIPs too. `old` is absent on create.
void normalize_cluster_ips(v1::ServiceSpecMut spec, v1::ServiceSpec old);
// An update that leaves out what was chosen for the Service keeps it.
void keep_allocated_values(v1::ServiceSpecMut spec, v1::ServiceSpec old);
// Fills ipFamilyPolicy and ipFamilies. `families`: the cluster's, the default first.
Result<void> init_families(v1::ServiceMut service, v1::Service old, std::span<const groups::IpFamily> families);
// An update of a PreferDualStack Service that changes none of this neither takes nor gives back an address.
bool keeps_prefer_dual_stack(v1::ServiceSpec spec, v1::ServiceSpec old);

// The 422 of one fault of a Service.
Status invalid_service(v1::Service service, const object::ErrorList& errors);

}  // namespace pintle::core

// ServiceCompanions: what is stored with a Service: an IPAddress for each of its cluster addresses, its node ports in the range's bitmap.
//
//   registry->accompany("", "v1", "services", std::make_shared<ServiceCompanions>(parts));
//
// One transaction writes all of it, so an address is never given twice and never lost: who loses a race starts over. A Service's
// Endpoints, which somebody else made, go with it.
// Thread: any. Errors: 422 for what was asked for and is not to be had, 500 when a range is full.
// Source: pkg/registry/core/service/storage/{storage,alloc}.go.
#pragma once

#include <memory>
#include <vector>

#include "api/companions.h"
#include "base/clock.h"
#include "groups/allocation/address_allocator.h"
#include "groups/allocation/port_allocator.h"

namespace pintle::core {

class ServiceCompanions final : public api::CompanionWriter {
 public:
  struct Parts {
    groups::AddressAllocator addresses;
    groups::PortAllocator ports;
    std::vector<groups::IpFamily> families;  // of --service-cluster-ip-range, in its order
    const api::Resource& endpoints;
    const Clock& clock;
  };
  explicit ServiceCompanions(Parts parts) : parts_(std::move(parts)) {}

  Task<Result<api::CompanionsPtr>> begin_create(const api::Write& write, object::Document& document) override;
  Task<Result<api::CompanionsPtr>> begin_update(const api::Write& write, object::Document& document, const object::Value& old) override;
  Task<Result<api::CompanionsPtr>> begin_remove(const api::Write& write, const object::Value& old) override;

 private:
  Parts parts_;
};

}  // namespace pintle::core

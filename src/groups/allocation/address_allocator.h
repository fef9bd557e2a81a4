// AddressAllocator: which cluster addresses are free, as the cluster's own objects tell: ranges are ServiceCIDRs, an address is taken
// when there is an IPAddress of its name.
//
//   auto chosen = allocator.find_free(IpFamily::kV4);            // some address, or why there is none
//   if (auto fault = allocator.check(address)) ...                       // whether a certain one may be taken
//   auto document = allocator.address_object(address, {"default", "web"});
//
// It only reads; who writes the IPAddress expects its absence, so that two who choose the same one cannot both have it.
// Thread: any. Source: pkg/registry/core/service/ipallocator/{cidrallocator,ipallocator}.go.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/resource.h"
#include "groups/allocation/address_range.h"
#include "object/document.h"

namespace pintle::groups {

enum class IpFamily : uint8_t { kV4, kV6 };
std::string_view to_string(IpFamily family);  // "IPv4", "IPv6"
inline IpFamily family_of(const IpAddress& address) { return address.is_v4() ? IpFamily::kV4 : IpFamily::kV6; }

struct AllocationFault {
  std::string text;
  bool full = false;  // nothing is left
};

// What an IPAddress belongs to.
struct ServiceName {
  std::string_view namespace_;
  std::string_view name;
};

inline constexpr std::string_view kAddressFamilyLabel = "ipaddress.kubernetes.io/ip-family";
inline constexpr std::string_view kAddressManagedByLabel = "ipaddress.kubernetes.io/managed-by";
inline constexpr std::string_view kAddressManager = "ipallocator.k8s.io";

class AddressAllocator {
 public:
  // Both resources outlive it.
  AddressAllocator(const api::Resource& addresses, const api::Resource& ranges, RandomBelow random);

  std::expected<IpAddress, AllocationFault> find_free(IpFamily family) const;
  std::optional<AllocationFault> check(const IpAddress& address) const;
  // What a dry run is told: nothing is looked for, the first address of a range stands for any.
  std::expected<IpAddress, AllocationFault> find_dry(IpFamily family) const;
  std::optional<AllocationFault> check_dry(const IpAddress& address) const;

  bool is_taken(const IpAddress& address) const;
  // Some ServiceCIDR, ready or not, could give this address out.
  bool is_in_range(const IpAddress& address) const;
  object::Document address_object(const IpAddress& address, ServiceName service) const;
  const api::Resource& addresses() const { return addresses_; }

 private:
  struct Range {
    AddressRange range;
    bool ready = false;
  };
  std::vector<Range> ranges() const;
  std::optional<Range> first_range(IpFamily family) const;

  const api::Resource& addresses_;
  const api::Resource& ranges_;
  RandomBelow random_;
};

}  // namespace pintle::groups

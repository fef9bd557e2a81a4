#include "groups/allocation/address_allocator.h"

#include "api/stored_object.h"
#include "cache/resource_cache.h"
#include "object/mutable_object_meta.h"
#include "views/networking_v1_mut.h"

namespace pintle::groups {
namespace {

constexpr std::string_view kAllocated = "provided IP is already allocated";
constexpr std::string_view kMismatchedNetwork = "the provided network does not match the current range";
constexpr std::string_view kNotReady = "allocator not ready";
constexpr std::string_view kFull = "range is full";

AllocationFault fault(std::string_view text) { return {.text = std::string(text)}; }

// Without a Ready condition it is: who sets them may not be running.
bool is_ready(networking::v1::ServiceCIDR range) {
  if (range.metadata().deletion_timestamp()) return false;
  for (const meta::v1::Condition condition : range.status().conditions())
    if (condition.type() == "Ready") return condition.status() == "True";
  return true;
}

bool is_of(const AddressRange& range, IpFamily family) { return range.range().is_v4() == (family == IpFamily::kV4); }

}  // namespace

std::string_view to_string(IpFamily family) { return family == IpFamily::kV4 ? "IPv4" : "IPv6"; }

AddressAllocator::AddressAllocator(const api::Resource& addresses, const api::Resource& ranges, RandomBelow random)
    : addresses_(addresses), ranges_(ranges), random_(std::move(random)) {}

std::vector<AddressAllocator::Range> AddressAllocator::ranges() const {
  std::vector<Range> ranges;
  const cache::Snapshot snapshot = ranges_.cache->snapshot();
  for (cache::ObjectRange at = snapshot.range(ranges_.kind->key_prefix); at; ++at) {
    const auto document = api::decode_stored(ranges_, *at);
    if (!document) continue;  // who reads it is told
    const networking::v1::ServiceCIDR object(&document->root());
    for (const std::string_view cidr : object.spec().cidrs())
      if (const auto range = IpRange::parse(cidr)) ranges.push_back({AddressRange(*range), is_ready(object)});
  }
  return ranges;
}

std::optional<AddressAllocator::Range> AddressAllocator::first_range(IpFamily family) const {
  for (Range& range : ranges())
    if (is_of(range.range, family)) return std::move(range);
  return std::nullopt;
}

bool AddressAllocator::is_taken(const IpAddress& address) const {
  return addresses_.cache->snapshot().get(addresses_.key("", address.to_string())) != nullptr;
}

bool AddressAllocator::is_in_range(const IpAddress& address) const {
  for (const Range& range : ranges())
    if (range.range.may_be_given(address)) return true;
  return false;
}

std::expected<IpAddress, AllocationFault> AddressAllocator::find_free(IpFamily family) const {
  const cache::Snapshot snapshot = addresses_.cache->snapshot();
  const auto taken = [&](const IpAddress& address) { return snapshot.get(addresses_.key("", address.to_string())) != nullptr; };
  for (const Range& range : ranges()) {
    if (!range.ready || !is_of(range.range, family)) continue;
    if (const auto found = range.range.find_free(random_, taken)) return *found;
  }
  return std::unexpected(AllocationFault{.text = std::string(kFull), .full = true});
}

std::optional<AllocationFault> AddressAllocator::check(const IpAddress& address) const {
  for (const Range& range : ranges()) {
    if (!range.ready || !range.range.may_be_given(address)) continue;
    return is_taken(address) ? std::optional(fault(kAllocated)) : std::nullopt;
  }
  return fault(kMismatchedNetwork);
}

std::expected<IpAddress, AllocationFault> AddressAllocator::find_dry(IpFamily family) const {
  const auto range = first_range(family);
  if (!range || !range->ready) return std::unexpected(fault(kNotReady));
  return *range->range.range().at(0);
}

std::optional<AllocationFault> AddressAllocator::check_dry(const IpAddress& address) const {
  const auto range = first_range(family_of(address));
  if (!range || !range->ready) return fault(kNotReady);
  if (range->range.may_be_given(address)) return std::nullopt;
  return fault("the provided IP (" + address.to_string() + ") is not in the valid range. The range of valid IPs is " +
               range->range.range().to_string());
}

object::Document AddressAllocator::address_object(const IpAddress& address, ServiceName service) const {
  object::Document document(addresses_.type);
  document.root() = object::Value::empty_struct();
  object::MutableObjectMeta meta(document);
  meta.set_name(address.to_string());
  meta.set_label(kAddressFamilyLabel, to_string(family_of(address)));
  meta.set_label(kAddressManagedByLabel, kAddressManager);
  const networking::v1::IPAddressMut object(&document.root(), document.arena());
  const networking::v1::ParentReferenceMut parent = object.ensure_spec().ensure_parent_ref();
  parent.set_resource("services");
  parent.set_namespace(service.namespace_);
  parent.set_name(service.name);
  return document;
}

}  // namespace pintle::groups

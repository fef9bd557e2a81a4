#include <tuple>

#include "groups/conditions.h"
#include "groups/core/scheduling_rules.h"
#include "groups/core/volume_source_rules.h"
#include "groups/internal_json.h"
#include "groups/resource/claim_rules.h"
#include "groups/resource/rules.h"
#include "object/equality.h"
#include "object/ip_validation.h"
#include "object/validation.h"

namespace pintle::resource {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::json_quoted;
using object::quoted;

constexpr int64_t kConsumersMax = 256;
constexpr int64_t kResultsMax = 32;
constexpr int64_t kConditionsMax = 8;
constexpr size_t kDataBytesMax = 10 * 1024;
constexpr int64_t kAddressesMax = 16;
constexpr int64_t kInterfaceNameBytesMax = 256;
constexpr int64_t kHardwareAddressBytesMax = 128;
constexpr std::string_view kSources[] = {"FromClaim", "FromClass"};

// Driver, pool, device and share of a device that is allocated.
using DeviceId = std::tuple<std::string_view, std::string_view, std::string_view, std::optional<std::string_view>>;

template <class Device>
DeviceId id_of(Device device) {
  return {device.driver(), device.pool(), device.device(), device.share_id()};
}

std::set<DeviceId> allocated_devices(v1::ResourceClaimStatus status) {
  std::set<DeviceId> devices;
  for (const v1::DeviceRequestAllocationResult result : status.allocation().devices().results()) devices.insert(id_of(result));
  return devices;
}

std::string key_of(const DeviceId& id) {
  std::string key = std::string(std::get<0>(id)) + "/" + std::string(std::get<1>(id)) + "/" + std::string(std::get<2>(id));
  if (std::get<3>(id)) key.append("/").append(*std::get<3>(id));
  return key;
}

void validate_consumer(v1::ResourceClaimConsumerReference consumer, const FieldPath& path, ErrorList& errors) {
  if (consumer.resource().empty()) errors.required(path.child("resource"), "");
  if (consumer.name().empty()) errors.required(path.child("name"), "");
  if (consumer.uid().empty()) errors.required(path.child("uid"), "");
}

void validate_network_data(v1::NetworkDeviceData data, const FieldPath& path, ErrorList& errors) {
  if (!data) return;
  if (static_cast<int64_t>(data.interface_name().size()) > kInterfaceNameBytesMax)
    errors.too_long(path.child("interfaceName"), kInterfaceNameBytesMax);
  if (static_cast<int64_t>(data.hardware_address().size()) > kHardwareAddressBytesMax)
    errors.too_long(path.child("hardwareAddress"), kHardwareAddressBytesMax);
  validate_set(data.ips(), kAddressesMax, path.child("ips"), errors, object::validate_interface_address,
               [](std::string_view address) { return address; });
}

void validate_device(v1::AllocatedDeviceStatus device, const std::set<DeviceId>& allocated, const FieldPath& path, ErrorList& errors) {
  core::validate_csi_driver_name(device.driver(), path.child("driver"), errors);
  validate_pool_name(device.pool(), path.child("pool"), errors);
  validate_device_name(device.device(), path.child("device"), errors);
  if (device.share_id()) validate_share_id(*device.share_id(), path.child("shareID"), errors);
  if (!allocated.contains(id_of(device)))
    errors.invalid(path, json_quoted(key_of(id_of(device))), "must be an allocated device in the claim");
  const auto conditions = static_cast<int64_t>(device.conditions().size());
  if (conditions > kConditionsMax) errors.too_many(path.child("conditions"), conditions, kConditionsMax);
  groups::validate_conditions(device.conditions(), path.child("conditions"), errors);
  if (!device.data().value_or("").empty())
    validate_json_object(*device.data(), kDataBytesMax, StoredBefore::kNo, path.child("data"), errors);
  validate_network_data(device.network_data(), path.child("networkData"), errors);
}

void validate_result(v1::DeviceRequestAllocationResult result, const RequestNames& requests, const FieldPath& path, ErrorList& errors) {
  requests.validate_reference(result.request(), path.child("request"), errors);
  core::validate_csi_driver_name(result.driver(), path.child("driver"), errors);
  validate_pool_name(result.pool(), path.child("pool"), errors);
  validate_device_name(result.device(), path.child("device"), errors);
  validate_binding_conditions(result.binding_conditions(), result.binding_failure_conditions(), path, errors);
  if (result.share_id()) validate_share_id(*result.share_id(), path.child("shareID"), errors);
}

void validate_configuration(v1::DeviceAllocationConfiguration config, const RequestNames& requests, const FieldPath& path,
                            ErrorList& errors) {
  if (config.source().empty())
    errors.required(path.child("source"), "");
  else if (config.source() != "FromClaim" && config.source() != "FromClass")
    errors.not_supported(path.child("source"), json_quoted(config.source()), kSources);
  validate_set(
      config.requests(), kRequestsMax, path.child("requests"), errors,
      [&](std::string_view name, const FieldPath& at, ErrorList& list) { requests.validate_reference(name, at, list); },
      [](std::string_view name) { return name; });
  validate_opaque_configuration(config.opaque(), path.child("opaque"), errors);
}

void validate_allocation(v1::AllocationResult allocation, const RequestNames& requests, const FieldPath& path, ErrorList& errors) {
  const FieldPath devices_path = path.child("devices");
  validate_list(
      allocation.devices().results(), kResultsMax, devices_path.child("results"), errors,
      [&](v1::DeviceRequestAllocationResult result, const FieldPath& at, ErrorList& list) { validate_result(result, requests, at, list); });
  validate_list(allocation.devices().config(), 2 * kConfigsMax, devices_path.child("config"), errors,
                [&](v1::DeviceAllocationConfiguration config, const FieldPath& at, ErrorList& list) {
                  validate_configuration(config, requests, at, list);
                });
  if (allocation.node_selector())
    core::validate_node_selector(allocation.node_selector(), core::LabelValues::kChecked, path.child("nodeSelector"), errors);
}

bool adds_consumer(v1::ResourceClaimStatus status, v1::ResourceClaimStatus old) {
  const auto is_old = [&](v1::ResourceClaimConsumerReference wanted) {
    for (const v1::ResourceClaimConsumerReference consumer : old.reserved_for())
      if (object::semantic_equal(v1::ResourceClaimConsumerReference::schema_type(), consumer.node(), wanted.node())) return true;
    return false;
  };
  for (const v1::ResourceClaimConsumerReference consumer : status.reserved_for())
    if (!is_old(consumer)) return true;
  return false;
}

void validate_reservations(v1::ResourceClaim claim, v1::ResourceClaim old, const FieldPath& path, ErrorList& errors) {
  if (claim.status().reserved_for().empty()) return;
  if (!claim.status().allocation())
    errors.forbidden(path, "may not be specified when `allocated` is not set");
  else if (claim.metadata().deletion_timestamp() && adds_consumer(claim.status(), old.status()))
    errors.forbidden(path, "new entries may not be added while `deallocationRequested` or `deletionTimestamp` are set");
}

}  // namespace

void validate_claim_status_update(v1::ResourceClaim claim, v1::ResourceClaim old, ErrorList& errors) {
  const FieldPath path("status");
  const v1::ResourceClaimStatus status = claim.status();
  validate_set(
      status.reserved_for(), kConsumersMax, path.child("reservedFor"), errors, validate_consumer,
      [](v1::ResourceClaimConsumerReference consumer) { return consumer.uid(); }, [](const std::string& key) { return json_quoted(key); });
  const std::set<DeviceId> allocated = allocated_devices(status);
  validate_set(
      status.devices(), kNoLimit, path.child("devices"), errors,
      [&](v1::AllocatedDeviceStatus device, const FieldPath& at, ErrorList& list) { validate_device(device, allocated, at, list); },
      [](v1::AllocatedDeviceStatus device) { return key_of(id_of(device)); }, [](const std::string& key) { return json_quoted(key); });
  validate_reservations(claim, old, path.child("reservedFor"), errors);

  const v1::AllocationResult allocation = status.allocation();
  const v1::AllocationResult old_allocation = old.status().allocation();
  const FieldPath allocation_path = path.child("allocation");
  if (allocation && old_allocation) {
    if (!object::semantic_equal(v1::AllocationResult::schema_type(), allocation.node(), old_allocation.node()))
      errors.invalid(allocation_path, groups::internal_json_line(allocation), object::kImmutableError);
  } else if (allocation) {
    validate_allocation(allocation, RequestNames(claim.spec().devices()), allocation_path, errors);
  }
}

void drop_deallocated_devices(v1::ResourceClaimMut claim, v1::ResourceClaim old) {
  std::set<DeviceId> gone = allocated_devices(old.status());
  for (const DeviceId& id : allocated_devices(claim.status())) gone.erase(id);
  object::Value* devices = claim.status().devices().node();
  for (size_t i = devices ? devices->items().size() : 0; i-- > 0;)
    if (gone.contains(id_of(v1::AllocatedDeviceStatus(&devices->items()[i])))) devices->erase_item(i);
}

}  // namespace pintle::resource

#include <algorithm>

#include "groups/core/scheduling_rules.h"
#include "groups/resource/rules.h"
#include "groups/resource/slice_rules.h"
#include "object/equality.h"
#include "object/validation.h"

namespace pintle::resource {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::quoted;

constexpr size_t kAttributesAndCapacitiesMax = 32;
constexpr size_t kAttributeValuesMax = 48;
constexpr size_t kNameBytesMax = 63 + 1 + 32;  // of an attribute or a capacity: domain, slash, identifier
constexpr int64_t kTaintsMax = 16;
constexpr int64_t kCounterConsumptionsMax = 2;
constexpr std::string_view kOneDevicePlace =
    "exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when `perDeviceNodeSelection` is set to true in the "
    "ResourceSlice "
    "spec";
constexpr std::string_view kNoDevicePlace =
    "`nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set to true in the ResourceSlice spec";

// A key that is too long for a path, with its middle left out.
std::string shortened(std::string_view key) {
  if (key.size() <= kNameBytesMax) return std::string(key);
  constexpr size_t kKept = kNameBytesMax - 3;
  return std::string(key.substr(0, (kKept + 1) / 2)) + "..." + std::string(key.substr(key.size() - kKept / 2));
}

size_t count_values(object::MapView<v1::DeviceAttribute> attributes) {
  size_t count = 0;
  for (auto [name, attribute] : attributes)
    count +=
        std::max<size_t>(1, attribute.bools().size() + attribute.ints().size() + attribute.strings().size() + attribute.versions().size());
  return count;
}

void validate_sizes(v1::Device device, const FieldPath& path, ErrorList& errors) {
  const size_t named = device.attributes().size() + device.capacity().size();
  if (named > kAttributesAndCapacitiesMax)
    errors.invalid(path, std::to_string(named), "the total number of attributes and capacities must not exceed 32");
  const size_t values = count_values(device.attributes());
  if (values > kAttributeValuesMax) errors.invalid(path, std::to_string(values), "the total number of attribute values must not exceed 48");
}

void validate_capacities(v1::Device device, const FieldPath& path, ErrorList& errors) {
  const bool shared = device.allow_multiple_allocations().value_or(false);
  for (auto [name, capacity] : device.capacity()) {
    validate_qualified_name(name, path, errors);
    const FieldPath policy_path = path.key(shortened(name)).child("requestPolicy");
    if (!capacity.request_policy()) continue;
    if (shared)
      validate_request_policy(capacity, policy_path, errors);
    else
      errors.forbidden(policy_path, "allowMultipleAllocations must be true");
  }
}

bool same_taints(v1::Device device, v1::Device old) {
  const auto index = static_cast<uint16_t>(v1::Device::schema_type().find("taints"));
  return object::semantic_equal(v1::Device::schema_type().fields[index], device.node()->get(index), old.node()->get(index));
}

void validate_consumption(v1::DeviceCounterConsumption consumption, const FieldPath& path, ErrorList& errors) {
  if (consumption.counter_set().empty())
    errors.required(path.child("counterSet"), "");
  else
    validate_device_name(consumption.counter_set(), path.child("counterSet"), errors);
  validate_counters(consumption.counters(), path.child("counters"), errors);
}

void validate_place(v1::Device device, const FieldPath& path, ErrorList& errors) {
  std::string fields;
  const auto add = [&](std::string_view name) { fields.append(fields.empty() ? "`" : ", `").append(name).append("`"); };
  int count = 0;
  if (const auto name = device.node_name()) {
    if (name->empty()) {
      errors.invalid(path.child("nodeName"), quoted(""), "must not be empty");
    } else {
      ++count;
      add("nodeName");
      errors.invalid_text_each(path.child("nodeName"), *name, object::is_dns1123_subdomain(*name));
    }
  }
  if (device.node_selector()) {
    ++count;
    add("nodeSelector");
    core::validate_node_selector(device.node_selector(), core::LabelValues::kChecked, path.child("nodeSelector"), errors);
  }
  if (device.all_nodes().value_or(false)) {
    ++count;
    add("allNodes");
  } else if (device.all_nodes()) {
    errors.invalid(path.child("allNodes"), "false", "must be either unset or set to true");
  }
  if (count == 0) errors.required(path, kOneDevicePlace);
  if (count > 1) errors.invalid(path, quoted("{" + fields + "}"), kOneDevicePlace);
}

}  // namespace

void validate_device(v1::Device device, v1::Device old, DevicePlace place, const FieldPath& path, ErrorList& errors) {
  validate_device_name(device.name(), path.child("name"), errors);
  validate_sizes(device, path, errors);
  for (auto [name, attribute] : device.attributes()) {
    validate_qualified_name(name, path.child("attributes"), errors);
    validate_attribute(attribute, path.child("attributes").key(shortened(name)), errors);
  }
  validate_capacities(device, path.child("capacity"), errors);
  if (!old || !same_taints(device, old)) validate_list(device.taints(), kTaintsMax, path.child("taints"), errors, validate_taint);
  validate_set(device.consumes_counters(), kCounterConsumptionsMax, path.child("consumesCounters"), errors, validate_consumption,
               [](v1::DeviceCounterConsumption consumption) { return consumption.counter_set(); });
  if (place == DevicePlace::kOfDevice)
    validate_place(device, path, errors);
  else if (device.node_name() || device.node_selector() || device.all_nodes())
    errors.invalid(path, "null", kNoDevicePlace);
  validate_binding_conditions(device.binding_conditions(), device.binding_failure_conditions(), path, errors);
}

}  // namespace pintle::resource

#include "groups/resource/slice_rules.h"

#include "groups/core/scheduling_rules.h"
#include "groups/core/volume_source_rules.h"
#include "groups/internal_json.h"
#include "groups/resource/rules.h"
#include "object/validation.h"

namespace pintle::resource {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::quoted;

constexpr int64_t kDevicesMax = 128;
constexpr int64_t kAdvancedDevicesMax = 64;  // with taints, counters or lists
constexpr int64_t kCounterSetsMax = 8;
constexpr int64_t kCountersMax = 32;
constexpr std::string_view kOnePlace = "exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required";

void validate_pool(v1::ResourcePool pool, const FieldPath& path, ErrorList& errors) {
  validate_pool_name(pool.name(), path.child("name"), errors);
  if (pool.resource_slice_count() <= 0)
    errors.invalid(path.child("resourceSliceCount"), std::to_string(pool.resource_slice_count()), "must be greater than zero");
  if (pool.generation() < 0)
    errors.invalid(path.child("generation"), std::to_string(pool.generation()), "must be greater than or equal to zero");
}

void validate_kept(v1::ResourceSliceSpec spec, v1::ResourceSliceSpec old, const FieldPath& path, ErrorList& errors) {
  if (spec.pool().name() != old.pool().name())
    errors.invalid(path.child("pool").child("name"), quoted(spec.pool().name()), object::kImmutableError);
  if (spec.driver() != old.driver()) errors.invalid(path.child("driver"), quoted(spec.driver()), object::kImmutableError);
  if (spec.node_name() != old.node_name())
    errors.invalid(path.child("nodeName"), spec.node_name() ? object::json_quoted(*spec.node_name()) : "null", object::kImmutableError);
}

// The fields that are set, as an error shows them.
class SetFields {
 public:
  void add(std::string_view name) { text_.append(count_++ == 0 ? "`" : ", `").append(name).append("`"); }
  int count() const { return count_; }
  std::string text() const { return "{" + text_ + "}"; }

 private:
  int count_ = 0;
  std::string text_;
};

void add_flag(std::optional<bool> flag, std::string_view name, const FieldPath& path, SetFields& fields, ErrorList& errors) {
  if (!flag) return;
  if (*flag)
    fields.add(name);
  else
    errors.invalid(path.child(name), "false", "must be either unset or set to true");
}

std::string printed_terms(object::ListView<core::v1::NodeSelectorTerm> terms) {
  std::string text;
  for (const core::v1::NodeSelectorTerm term : terms) text.append(text.empty() ? "[" : ",").append(groups::internal_json_line(term));
  return text.empty() ? "null" : text + "]";
}

void validate_place(v1::ResourceSliceSpec spec, const FieldPath& path, ErrorList& errors) {
  SetFields fields;
  if (const auto name = spec.node_name()) {
    if (!name->empty()) {
      fields.add("nodeName");
      errors.invalid_text_each(path.child("nodeName"), *name, object::is_dns1123_subdomain(*name));
    } else {
      errors.invalid(path.child("nodeName"), quoted(""), "must be either unset or set to a non-empty string");
    }
  }
  if (const core::v1::NodeSelector selector = spec.node_selector()) {
    fields.add("nodeSelector");
    core::validate_node_selector(selector, core::LabelValues::kChecked, path.child("nodeSelector"), errors);
    if (selector.node_selector_terms().size() != 1)
      errors.invalid(path.child("nodeSelector").child("nodeSelectorTerms"), printed_terms(selector.node_selector_terms()),
                     "must have exactly one node selector term");
  }
  add_flag(spec.all_nodes(), "allNodes", path, fields, errors);
  add_flag(spec.per_device_node_selection(), "perDeviceNodeSelection", path, fields, errors);
  if (fields.count() == 0) errors.required(path, kOnePlace);
  if (fields.count() > 1) errors.invalid(path, quoted(fields.text()), std::string(kOnePlace) + ", but multiple fields are set");
}

bool is_advanced(object::ListView<v1::Device> devices) {
  for (const v1::Device device : devices) {
    if (!device.taints().empty() || !device.consumes_counters().empty()) return true;
    for (auto [name, attribute] : device.attributes())
      if (attribute.has_bools() || attribute.has_ints() || attribute.has_strings() || attribute.has_versions()) return true;
  }
  return false;
}

v1::Device find_device(v1::ResourceSliceSpec spec, std::string_view name) {
  for (const v1::Device device : spec.devices())
    if (device.name() == name) return device;
  return {};
}

void validate_counter_set(v1::CounterSet set, const FieldPath& path, ErrorList& errors) {
  if (set.name().empty())
    errors.required(path.child("name"), "");
  else
    validate_device_name(set.name(), path.child("name"), errors);
  validate_counters(set.counters(), path.child("counters"), errors);
}

}  // namespace

void validate_counters(object::MapView<v1::Counter> counters, const FieldPath& path, ErrorList& errors) {
  if (counters.empty()) {
    errors.required(path, "");
    return;
  }
  const auto count = static_cast<int64_t>(counters.size());
  if (count > kCountersMax) {
    errors.too_many(path, count, kCountersMax);
    return;
  }
  for (auto [name, counter] : counters) validate_device_name(name, path, errors);
}

void validate_slice(v1::ResourceSliceSpec spec, v1::ResourceSliceSpec old, ErrorList& errors) {
  const FieldPath path("spec");
  core::validate_csi_driver_name(spec.driver(), path.child("driver"), errors);
  validate_pool(spec.pool(), path.child("pool"), errors);
  if (old) validate_kept(spec, old, path, errors);
  validate_place(spec, path, errors);
  if (spec.has_shared_counters() && spec.has_devices())
    errors.invalid(path, quoted(""), "only one of `sharedCounters` or `devices` is allowed");
  const DevicePlace place = spec.per_device_node_selection().value_or(false) ? DevicePlace::kOfDevice : DevicePlace::kOfSlice;
  validate_set(
      spec.devices(), is_advanced(spec.devices()) ? kAdvancedDevicesMax : kDevicesMax, path.child("devices"), errors,
      [&](v1::Device device, const FieldPath& at, ErrorList& list) {
        validate_device(device, find_device(old, device.name()), place, at, list);
      },
      [](v1::Device device) { return device.name(); });
  validate_set(spec.shared_counters(), kCounterSetsMax, path.child("sharedCounters"), errors, validate_counter_set,
               [](v1::CounterSet set) { return set.name(); });
}

}  // namespace pintle::resource

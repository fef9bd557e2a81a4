// ResourceSlice: the devices that a driver offers on a Node. Source: resource.k8s.io/v1 ResourceSlice; pkg/registry/resource/resourceslice.
#include <algorithm>

#include "api/metadata_rules.h"
#include "groups/hook.h"
#include "groups/resource/resource.h"
#include "groups/resource/slice_rules.h"
#include "object/time.h"
#include "views/resource_v1_mut.h"

namespace pintle::resource {
namespace {

using groups::hook;
using object::ErrorList;
using object::ObjectMeta;

ObjectMeta meta_of(v1::ResourceSlice slice) { return ObjectMeta(slice.metadata().node()); }

void row(v1::ResourceSlice slice, int64_t now_seconds, api::Cells& cells) {
  cells.text(slice.metadata().name());
  cells.text(slice.spec().node_name().value_or(""));
  cells.text(slice.spec().driver());
  cells.text(slice.spec().pool().name());
  cells.age(slice.metadata().creation_timestamp(), now_seconds);
}

bool has_lists(v1::ResourceSlice slice) {
  for (const v1::Device device : slice.spec().devices())
    for (auto [name, attribute] : device.attributes())
      if (attribute.has_bools() || attribute.has_ints() || attribute.has_strings() || attribute.has_versions()) return true;
  return false;
}

bool has_mappings(v1::ResourceSlice slice) {
  for (const v1::Device device : slice.spec().devices())
    if (!device.node_allocatable_resource_mappings().empty()) return true;
  return false;
}

// Lists of values in attributes and resource mappings need features that are off; what a stored slice has of them stays.
void drop_disabled(v1::ResourceSliceMut slice, v1::ResourceSlice old) {
  const schema::Type& type = v1::DeviceAttribute::schema_type();
  const bool drop_lists = !has_lists(old);
  const bool drop_mappings = !has_mappings(old);
  for (const v1::DeviceMut device : slice.spec().devices()) {
    if (drop_mappings) device.clear_node_allocatable_resource_mappings();
    if (!drop_lists || device.attributes().empty()) continue;
    const auto attributes = static_cast<uint16_t>(v1::Device::schema_type().find("attributes"));
    for (object::Entry& entry : device.mutable_node()->get(attributes)->entries())
      for (const std::string_view list : {"bools", "ints", "strings", "versions"})
        entry.value.erase(static_cast<uint16_t>(type.find(list)));
  }
}

void set_taint_times(v1::ResourceSliceMut slice, int64_t now_seconds) {
  for (const v1::DeviceMut device : slice.spec().devices())
    for (const v1::DeviceTaintMut taint : device.taints())
      if (!taint.has_time_added()) taint.set_time_added(object::format_time({.seconds = now_seconds}));
}

void prepare_create(v1::ResourceSliceMut slice, const api::HookContext& context) {
  set_taint_times(slice, context.now_seconds);
  drop_disabled(slice, {});
}

void prepare_update(v1::ResourceSliceMut slice, v1::ResourceSlice old, const api::HookContext& context) {
  set_taint_times(slice, context.now_seconds);
  drop_disabled(slice, old);
}

void validate(v1::ResourceSlice slice, ErrorList& errors) { validate_slice(slice.spec(), {}, errors); }

void validate_update(v1::ResourceSlice slice, v1::ResourceSlice old, ErrorList& errors) {
  api::validate_metadata_update(kResourceSlice, meta_of(slice), meta_of(old), errors);
  validate_slice(slice.spec(), old.spec(), errors);
}

void warn(v1::ResourceSlice slice, v1::ResourceSlice, std::vector<std::string>& warnings) {
  const std::string_view driver = slice.spec().driver();
  if (std::ranges::any_of(driver, [](char c) { return c >= 'A' && c <= 'Z'; }))
    warnings.push_back("spec.driver: driver names should be lowercase; " + object::quoted(driver) + " contains uppercase characters");
}

}  // namespace

const api::Kind kResourceSlice = {
    .group = "resource.k8s.io",
    .version = "v1",
    .kind = "ResourceSlice",
    .resource = "resourceslices",
    .singular = "resourceslice",
    .scope = api::Scope::kCluster,
    .key_prefix = "/registry/resourceslices/",
    .selectable_fields =
        {
            {.name = "spec.nodeName", .indexed = true},
            {.name = "spec.driver"},
        },
    .unsupported_field = "field label not supported for resource.k8s.io/v1, Kind=ResourceSlice: %s",
    .selects_namespace = false,
    .columns =
        {
            api::kNameColumn,
            {.name = "Node", .type = "string", .documented_by = {"resource.v1.ResourceSliceSpec", "nodeName"}},
            {.name = "Driver", .type = "string", .documented_by = {"resource.v1.ResourceSliceSpec", "driver"}},
            {.name = "Pool", .type = "string", .documented_by = {"resource.v1.ResourcePool", "name"}},
            api::kAgeColumn,
        },
    .row = hook<row>,
    .prepare_create = hook<prepare_create>,
    .prepare_update = hook<prepare_update>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .warnings = hook<warn>,
    .tracks_generation = true,
    .returns_deleted = true,
};

}  // namespace pintle::resource

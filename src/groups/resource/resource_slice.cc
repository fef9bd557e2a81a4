// ResourceSlice: the devices that a driver offers on a Node. Source: resource.k8s.io/v1 ResourceSlice; pkg/registry/resource/resourceslice.
#include "groups/hook.h"
#include "groups/resource/resource.h"
#include "views/resource_v1.h"

namespace pintle::resource {
namespace {

using groups::hook;

void row(v1::ResourceSlice slice, int64_t now_seconds, api::Cells& cells) {
  cells.text(slice.metadata().name());
  cells.text(slice.spec().node_name().value_or(""));
  cells.text(slice.spec().driver());
  cells.text(slice.spec().pool().name());
  cells.age(slice.metadata().creation_timestamp(), now_seconds);
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
    .tracks_generation = true,
    .returns_deleted = true,
};

}  // namespace pintle::resource

// DeviceClass: devices that claims may ask for by one name. Source: resource.k8s.io/v1 DeviceClass; pkg/registry/resource/deviceclass.
#include "groups/hook.h"
#include "groups/resource/resource.h"
#include "views/resource_v1.h"

namespace pintle::resource {
namespace {

using groups::hook;

void row(v1::DeviceClass device_class, int64_t now_seconds, api::Cells& cells) {
  cells.text(device_class.metadata().name());
  cells.age(device_class.metadata().creation_timestamp(), now_seconds);
}

}  // namespace

const api::Kind kDeviceClass = {
    .group = "resource.k8s.io",
    .version = "v1",
    .kind = "DeviceClass",
    .resource = "deviceclasses",
    .singular = "deviceclass",
    .scope = api::Scope::kCluster,
    .key_prefix = "/registry/deviceclasses/",
    .columns =
        {
            api::kNameColumn,
            api::kAgeColumn,
        },
    .row = hook<row>,
    .tracks_generation = true,
    .returns_deleted = true,
};

}  // namespace pintle::resource

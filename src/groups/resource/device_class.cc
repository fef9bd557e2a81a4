// DeviceClass: devices that claims may ask for by one name. Source: resource.k8s.io/v1 DeviceClass; pkg/registry/resource/deviceclass.
#include "groups/resource/resource.h"

namespace pintle::resource {

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
    .tracks_generation = true,
    .returns_deleted = true,
};

}  // namespace pintle::resource

// VolumeAttributesClass: changeable attributes of volumes. Source: storage.k8s.io/v1 VolumeAttributesClass;
// pkg/registry/storage/volumeattributesclass.
#include "groups/storage/storage.h"

namespace pintle::storage {

const api::Kind kVolumeAttributesClass = {
    .group = "storage.k8s.io",
    .version = "v1",
    .kind = "VolumeAttributesClass",
    .resource = "volumeattributesclasses",
    .singular = "volumeattributesclass",
    .short_names = {"vac"},
    .scope = api::Scope::kCluster,
    .key_prefix = "/registry/volumeattributesclasses/",
    .columns =
        {
            api::kNameColumn,
            {.name = "DriverName", .type = "string", .documented_by = {"storage.v1.VolumeAttributesClass", "driverName"}},
            api::kAgeColumn,
        },
    .returns_deleted = true,
};

}  // namespace pintle::storage

// PersistentVolumeClaim: a request for storage. Source: core/v1 PersistentVolumeClaim; pkg/registry/core/persistentvolumeclaim.
#include "groups/core/core.h"

namespace pintle::core {

const api::Kind kPersistentVolumeClaim = {
    .group = "",
    .version = "v1",
    .kind = "PersistentVolumeClaim",
    .resource = "persistentvolumeclaims",
    .singular = "persistentvolumeclaim",
    .short_names = {"pvc"},
    .subresources =
        {
            {.name = "status", .keeps = {"spec"}},
        },
    .key_prefix = "/registry/persistentvolumeclaims/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Status", .type = "string", .documented_by = {"core.v1.PersistentVolumeClaimStatus", "phase"}},
            {.name = "Volume", .type = "string", .documented_by = {"core.v1.PersistentVolumeClaimSpec", "volumeName"}},
            {.name = "Capacity", .type = "string", .documented_by = {"core.v1.PersistentVolumeClaimStatus", "capacity"}},
            {.name = "Access Modes", .type = "string", .documented_by = {"core.v1.PersistentVolumeClaimStatus", "accessModes"}},
            {.name = "StorageClass", .type = "string", .description = "StorageClass of the pvc"},
            {.name = "VolumeAttributesClass", .type = "string", .description = "VolumeAttributesClass of the pvc"},
            api::kAgeColumn,
            {.name = "VolumeMode", .type = "string", .documented_by = {"core.v1.PersistentVolumeClaimSpec", "volumeMode"}, .priority = 1},
        },
    .has_status = true,
    .returns_deleted = true,
};

}  // namespace pintle::core

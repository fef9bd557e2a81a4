// PersistentVolume: a piece of storage. Source: core/v1 PersistentVolume; pkg/registry/core/persistentvolume.
#include "groups/core/core.h"

namespace pintle::core {

const api::Kind kPersistentVolume = {
    .group = "",
    .version = "v1",
    .kind = "PersistentVolume",
    .resource = "persistentvolumes",
    .singular = "persistentvolume",
    .short_names = {"pv"},
    .scope = api::Scope::kCluster,
    .subresources =
        {
            {.name = "status", .keeps = {"spec"}},
        },
    .key_prefix = "/registry/persistentvolumes/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Capacity", .type = "string", .documented_by = {"core.v1.PersistentVolumeSpec", "capacity"}},
            {.name = "Access Modes", .type = "string", .documented_by = {"core.v1.PersistentVolumeSpec", "accessModes"}},
            {.name = "Reclaim Policy",
             .type = "string",
             .documented_by = {"core.v1.PersistentVolumeSpec", "persistentVolumeReclaimPolicy"}},
            {.name = "Status", .type = "string", .documented_by = {"core.v1.PersistentVolumeStatus", "phase"}},
            {.name = "Claim", .type = "string", .documented_by = {"core.v1.PersistentVolumeSpec", "claimRef"}},
            {.name = "StorageClass", .type = "string", .description = "StorageClass of the pv"},
            {.name = "VolumeAttributesClass", .type = "string", .description = "VolumeAttributesClass of the pv"},
            {.name = "Reason", .type = "string", .documented_by = {"core.v1.PersistentVolumeStatus", "reason"}},
            api::kAgeColumn,
            {.name = "VolumeMode", .type = "string", .documented_by = {"core.v1.PersistentVolumeSpec", "volumeMode"}, .priority = 1},
        },
    .has_status = true,
    .returns_deleted = true,
};

}  // namespace pintle::core

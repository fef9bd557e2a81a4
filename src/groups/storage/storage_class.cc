// StorageClass: how volumes of a class are made. Source: storage.k8s.io/v1 StorageClass; pkg/registry/storage/storageclass.
#include "groups/storage/storage.h"

namespace pintle::storage {

const api::Kind kStorageClass = {
    .group = "storage.k8s.io",
    .version = "v1",
    .kind = "StorageClass",
    .resource = "storageclasses",
    .singular = "storageclass",
    .short_names = {"sc"},
    .scope = api::Scope::kCluster,
    .key_prefix = "/registry/storageclasses/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Provisioner", .type = "string", .documented_by = {"storage.v1.StorageClass", "provisioner"}},
            {.name = "ReclaimPolicy", .type = "string", .documented_by = {"storage.v1.StorageClass", "reclaimPolicy"}},
            {.name = "VolumeBindingMode", .type = "string", .documented_by = {"storage.v1.StorageClass", "volumeBindingMode"}},
            {.name = "AllowVolumeExpansion", .type = "string", .documented_by = {"storage.v1.StorageClass", "allowVolumeExpansion"}},
            api::kAgeColumn,
        },
    .returns_deleted = true,
};

}  // namespace pintle::storage

// CSIStorageCapacity: how much of a StorageClass is left in a part of the cluster. Source: storage.k8s.io/v1 CSIStorageCapacity;
// pkg/registry/storage/csistoragecapacity.
#include "groups/storage/storage.h"

namespace pintle::storage {

const api::Kind kCSIStorageCapacity = {
    .group = "storage.k8s.io",
    .version = "v1",
    .kind = "CSIStorageCapacity",
    .resource = "csistoragecapacities",
    .singular = "csistoragecapacity",
    .key_prefix = "/registry/csistoragecapacities/",
    .unconditional_update = false,
};

}  // namespace pintle::storage

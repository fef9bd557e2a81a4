// CSIDriver: how Kubernetes works with a CSI volume driver. Source: storage.k8s.io/v1 CSIDriver; pkg/registry/storage/csidriver.
#include "groups/storage/storage.h"

namespace pintle::storage {

const api::Kind kCSIDriver = {
    .group = "storage.k8s.io",
    .version = "v1",
    .kind = "CSIDriver",
    .resource = "csidrivers",
    .singular = "csidriver",
    .scope = api::Scope::kCluster,
    .key_prefix = "/registry/csidrivers/",
    .columns =
        {
            api::kNameColumn,
            {.name = "AttachRequired", .type = "boolean", .documented_by = {"storage.v1.CSIDriverSpec", "attachRequired"}},
            {.name = "PodInfoOnMount", .type = "boolean", .documented_by = {"storage.v1.CSIDriverSpec", "podInfoOnMount"}},
            {.name = "StorageCapacity", .type = "boolean", .documented_by = {"storage.v1.CSIDriverSpec", "storageCapacity"}},
            {.name = "TokenRequests", .type = "string", .documented_by = {"storage.v1.CSIDriverSpec", "tokenRequests"}},
            {.name = "RequiresRepublish", .type = "boolean", .documented_by = {"storage.v1.CSIDriverSpec", "requiresRepublish"}},
            {.name = "Modes", .type = "string", .documented_by = {"storage.v1.CSIDriverSpec", "volumeLifecycleModes"}},
            api::kAgeColumn,
        },
    .unconditional_update = false,
    .returns_deleted = true,
};

}  // namespace pintle::storage

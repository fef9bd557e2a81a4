// CSINode: the CSI drivers on a Node. Source: storage.k8s.io/v1 CSINode; pkg/registry/storage/csinode.
#include "groups/storage/storage.h"

namespace pintle::storage {

const api::Kind kCSINode = {
    .group = "storage.k8s.io",
    .version = "v1",
    .kind = "CSINode",
    .resource = "csinodes",
    .singular = "csinode",
    .scope = api::Scope::kCluster,
    .key_prefix = "/registry/csinodes/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Drivers", .type = "integer", .description = "Drivers indicates the number of CSI drivers registered on the node"},
            api::kAgeColumn,
        },
    .unconditional_update = false,
    .returns_deleted = true,
};

}  // namespace pintle::storage

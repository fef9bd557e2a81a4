// VolumeAttachment: that a volume is or is to be attached to a Node. Source: storage.k8s.io/v1 VolumeAttachment;
// pkg/registry/storage/volumeattachment.
#include "groups/storage/storage.h"

namespace pintle::storage {

const api::Kind kVolumeAttachment = {
    .group = "storage.k8s.io",
    .version = "v1",
    .kind = "VolumeAttachment",
    .resource = "volumeattachments",
    .singular = "volumeattachment",
    .scope = api::Scope::kCluster,
    .subresources =
        {
            {.name = "status", .keeps = {"spec", "metadata"}},
        },
    .key_prefix = "/registry/volumeattachments/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Attacher", .type = "string", .format = "name", .documented_by = {"storage.v1.VolumeAttachmentSpec", "attacher"}},
            {.name = "PV", .type = "string", .documented_by = {"storage.v1.VolumeAttachmentSource", "persistentVolumeName"}},
            {.name = "Node", .type = "string", .documented_by = {"storage.v1.VolumeAttachmentSpec", "nodeName"}},
            {.name = "Attached", .type = "boolean", .documented_by = {"storage.v1.VolumeAttachmentStatus", "attached"}},
            api::kAgeColumn,
        },
    .has_status = true,
    .unconditional_update = false,
    .returns_deleted = true,
};

}  // namespace pintle::storage

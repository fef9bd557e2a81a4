// VolumeAttachment: that a volume is or is to be attached to a Node. Source: storage.k8s.io/v1 VolumeAttachment;
// pkg/registry/storage/volumeattachment.
#include "groups/hook.h"
#include "groups/storage/storage.h"
#include "views/storage_v1.h"

namespace pintle::storage {
namespace {

using groups::hook;

void row(v1::VolumeAttachment attachment, int64_t now_seconds, api::Cells& cells) {
  const v1::VolumeAttachmentSpec spec = attachment.spec();
  cells.text(attachment.metadata().name());
  cells.text(spec.attacher());
  cells.text(spec.source().persistent_volume_name().value_or(""));
  cells.text(spec.node_name());
  cells.boolean(attachment.status().attached());
  cells.age(attachment.metadata().creation_timestamp(), now_seconds);
}

}  // namespace

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
    .row = hook<row>,
    .has_status = true,
    .unconditional_update = false,
    .returns_deleted = true,
};

}  // namespace pintle::storage

// PersistentVolumeClaim: a request for storage. Source: core/v1 PersistentVolumeClaim; pkg/registry/core/persistentvolumeclaim.
#include "groups/core/core.h"
#include "groups/core/volume_text.h"
#include "groups/hook.h"
#include "groups/row_text.h"
#include "views/core_v1_mut.h"

namespace pintle::core {
namespace {

using groups::hook;

void row(v1::PersistentVolumeClaim claim, int64_t now_seconds, api::Cells& cells) {
  const v1::PersistentVolumeClaimSpec spec = claim.spec();
  const v1::PersistentVolumeClaimStatus status = claim.status();
  const object::MapView annotations = claim.metadata().annotations();
  const bool bound = !spec.volume_name().empty();
  cells.text(claim.metadata().name());
  cells.text(claim.metadata().deletion_timestamp() ? "Terminating" : status.phase());
  cells.text(spec.volume_name());
  cells.text(bound ? groups::or_else(status.capacity().get("storage"), "0") : "");
  cells.text(bound ? access_modes_text(status.access_modes()) : "");
  cells.text(annotations.contains(kStorageClassAnnotation) ? annotations.get(kStorageClassAnnotation)
                                                           : spec.storage_class_name().value_or(""));
  cells.text(spec.volume_attributes_class_name().value_or(groups::kUnset));
  cells.age(claim.metadata().creation_timestamp(), now_seconds);
  cells.text(spec.volume_mode().value_or(groups::kUnset));
}

void prepare_create(v1::PersistentVolumeClaimMut claim, const api::HookContext&) { claim.ensure_status().set_phase("Pending"); }

}  // namespace

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
    .row = hook<row>,
    .prepare_create = hook<prepare_create>,
    .has_status = true,
    .returns_deleted = true,
};

}  // namespace pintle::core

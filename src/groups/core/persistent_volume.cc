// PersistentVolume: a piece of storage. Source: core/v1 PersistentVolume; pkg/registry/core/persistentvolume.
#include "groups/core/core.h"
#include "groups/core/volume_text.h"
#include "groups/hook.h"
#include "groups/row_text.h"
#include "object/time.h"
#include "views/core_v1_mut.h"

namespace pintle::core {
namespace {

using groups::hook;

void row(v1::PersistentVolume volume, int64_t now_seconds, api::Cells& cells) {
  const v1::PersistentVolumeSpec spec = volume.spec();
  const object::MapView annotations = volume.metadata().annotations();
  const v1::ObjectReference claim = spec.claim_ref();
  cells.text(volume.metadata().name());
  cells.text(groups::or_else(spec.capacity().get("storage"), "0"));
  cells.text(access_modes_text(spec.access_modes()));
  cells.text(spec.persistent_volume_reclaim_policy());
  cells.text(volume.metadata().deletion_timestamp() ? "Terminating" : volume.status().phase());
  cells.text(claim.present() ? std::string(claim.namespace_()) + "/" + std::string(claim.name()) : "");
  cells.text(annotations.contains(kStorageClassAnnotation) ? annotations.get(kStorageClassAnnotation) : spec.storage_class_name());
  cells.text(spec.volume_attributes_class_name().value_or(groups::kUnset));
  cells.text(volume.status().reason());
  cells.age(volume.metadata().creation_timestamp(), now_seconds);
  cells.text(spec.volume_mode().value_or(groups::kUnset));
}

void prepare_create(v1::PersistentVolumeMut volume, const api::HookContext& context) {
  volume.ensure_status().set_phase("Pending");
  volume.status().set_last_phase_transition_time(object::format_time({.seconds = context.now_seconds}));
}

}  // namespace

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
    .row = hook<row>,
    .prepare_create = hook<prepare_create>,
    .has_status = true,
    .returns_deleted = true,
};

}  // namespace pintle::core

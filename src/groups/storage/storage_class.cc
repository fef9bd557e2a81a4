// StorageClass: how volumes of a class are made. Source: storage.k8s.io/v1 StorageClass; pkg/registry/storage/storageclass.
#include "groups/hook.h"
#include "groups/storage/storage.h"
#include "views/storage_v1.h"

namespace pintle::storage {
namespace {

using groups::hook;

bool is_default(v1::StorageClass storage_class) {
  const object::MapView annotations = storage_class.metadata().annotations();
  return annotations.get("storageclass.kubernetes.io/is-default-class") == "true" ||
         annotations.get("storageclass.beta.kubernetes.io/is-default-class") == "true";
}

void row(v1::StorageClass storage_class, int64_t now_seconds, api::Cells& cells) {
  cells.text(std::string(storage_class.metadata().name()) + (is_default(storage_class) ? " (default)" : ""));
  cells.text(storage_class.provisioner());
  cells.text(storage_class.reclaim_policy().value_or("Delete"));
  cells.text(storage_class.volume_binding_mode().value_or("Immediate"));
  cells.boolean(storage_class.allow_volume_expansion().value_or(false));
  cells.age(storage_class.metadata().creation_timestamp(), now_seconds);
}

}  // namespace

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
    .row = hook<row>,
    .returns_deleted = true,
};

}  // namespace pintle::storage

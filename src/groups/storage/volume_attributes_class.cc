// VolumeAttributesClass: changeable attributes of volumes. Source: storage.k8s.io/v1 VolumeAttributesClass;
// pkg/registry/storage/volumeattributesclass.
#include "groups/hook.h"
#include "groups/storage/storage.h"
#include "views/storage_v1.h"

namespace pintle::storage {
namespace {

using groups::hook;

void row(v1::VolumeAttributesClass attributes, int64_t now_seconds, api::Cells& cells) {
  cells.text(attributes.metadata().name());
  cells.text(attributes.driver_name());
  cells.age(attributes.metadata().creation_timestamp(), now_seconds);
}

}  // namespace

const api::Kind kVolumeAttributesClass = {
    .group = "storage.k8s.io",
    .version = "v1",
    .kind = "VolumeAttributesClass",
    .resource = "volumeattributesclasses",
    .singular = "volumeattributesclass",
    .short_names = {"vac"},
    .scope = api::Scope::kCluster,
    .key_prefix = "/registry/volumeattributesclasses/",
    .columns =
        {
            api::kNameColumn,
            {.name = "DriverName", .type = "string", .documented_by = {"storage.v1.VolumeAttributesClass", "driverName"}},
            api::kAgeColumn,
        },
    .row = hook<row>,
    .returns_deleted = true,
};

}  // namespace pintle::storage

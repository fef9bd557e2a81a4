// VolumeAttributesClass: changeable attributes of volumes. Source: storage.k8s.io/v1 VolumeAttributesClass;
// pkg/registry/storage/volumeattributesclass.
#include "api/metadata_rules.h"
#include "groups/hook.h"
#include "groups/storage/rules.h"
#include "groups/storage/storage.h"
#include "views/storage_v1.h"

namespace pintle::storage {
namespace {

using groups::hook;
using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;

ObjectMeta meta_of(v1::VolumeAttributesClass attributes) { return ObjectMeta(attributes.metadata().node()); }

void row(v1::VolumeAttributesClass attributes, int64_t now_seconds, api::Cells& cells) {
  cells.text(attributes.metadata().name());
  cells.text(attributes.driver_name());
  cells.age(attributes.metadata().creation_timestamp(), now_seconds);
}

void validate(v1::VolumeAttributesClass attributes, ErrorList& errors) {
  validate_provisioner(attributes.driver_name(), FieldPath("driverName"), errors);
  validate_parameters(attributes.parameters(), Parameters::kRequired, FieldPath("parameters"), errors);
}

void validate_update(v1::VolumeAttributesClass attributes, v1::VolumeAttributesClass old, ErrorList& errors) {
  api::validate_metadata_update(kVolumeAttributesClass, meta_of(attributes), meta_of(old), errors);
  if (attributes.driver_name() != old.driver_name()) errors.forbidden(FieldPath("driverName"), "updates to driverName are forbidden.");
  if (attributes.has_parameters() != old.has_parameters() || !same_map(attributes.parameters(), old.parameters()))
    errors.forbidden(FieldPath("parameters"), "updates to parameters are forbidden.");
  api::validate_metadata(kVolumeAttributesClass, meta_of(attributes), errors);
  validate(attributes, errors);
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
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .returns_deleted = true,
};

}  // namespace pintle::storage

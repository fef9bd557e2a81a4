// VolumeAttachment: that a volume is or is to be attached to a Node. Source: storage.k8s.io/v1 VolumeAttachment;
// pkg/registry/storage/volumeattachment.
#include "api/metadata_rules.h"
#include "groups/core/persistent_volume_rules.h"
#include "groups/core/volume_source_rules.h"
#include "groups/hook.h"
#include "groups/internal_json.h"
#include "groups/storage/storage.h"
#include "object/equality.h"
#include "object/validation.h"
#include "views/storage_v1.h"

namespace pintle::storage {
namespace {

using groups::hook;
using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;
using object::quoted;

constexpr size_t kMetadataBytesMax = 256 << 10;  // of an attachment, keys and values
constexpr size_t kErrorMessageBytesMax = 1024;
constexpr std::string_view kOneSource = "must specify exactly one of inlineVolumeSpec and persistentVolumeName";

ObjectMeta meta_of(v1::VolumeAttachment attachment) { return ObjectMeta(attachment.metadata().node()); }

void row(v1::VolumeAttachment attachment, int64_t now_seconds, api::Cells& cells) {
  const v1::VolumeAttachmentSpec spec = attachment.spec();
  cells.text(attachment.metadata().name());
  cells.text(spec.attacher());
  cells.text(spec.source().persistent_volume_name().value_or(""));
  cells.text(spec.node_name());
  cells.boolean(attachment.status().attached());
  cells.age(attachment.metadata().creation_timestamp(), now_seconds);
}

void validate_source(v1::VolumeAttachmentSource source, const FieldPath& path, ErrorList& errors) {
  const bool is_inline = source.inline_volume_spec().present();
  const auto name = source.persistent_volume_name();
  if (!is_inline && !name) {
    errors.required(path, kOneSource);
  } else if (is_inline && name) {
    errors.forbidden(path, kOneSource);
  } else if (is_inline) {
    core::validate_volume_spec(source.inline_volume_spec(), {.place = core::VolumePlace::kInline}, path.child("inlineVolumeSpec"), errors);
  } else if (name->empty()) {
    errors.required(path.child("persistentVolumeName"), "must specify non empty persistentVolumeName");
  }
}

void validate_error(v1::VolumeError error, const FieldPath& path, ErrorList& errors) {
  // The limit that is named is not the one that holds, as upstream's.
  if (error.message().size() > kErrorMessageBytesMax) errors.too_long(path.child("message"), kMetadataBytesMax);
  const int32_t code = error.error_code().value_or(0);
  if (code < 0) errors.invalid(path.child("errorCode"), std::to_string(code), object::inclusive_range_error(0, INT32_MAX));
}

void validate_status(v1::VolumeAttachmentStatus status, ErrorList& errors) {
  const FieldPath path("status");
  size_t bytes = 0;
  for (auto [key, value] : status.attachment_metadata()) bytes += key.size() + value.size();
  if (bytes > kMetadataBytesMax) errors.too_long(path.child("attachmentMetadata"), kMetadataBytesMax);
  validate_error(status.attach_error(), path.child("attachError"), errors);
  validate_error(status.detach_error(), path.child("detachError"), errors);
}

void validate_name(std::string_view name, const FieldPath& path, ErrorList& errors) {
  errors.invalid_text_each(path, name, object::is_dns1123_subdomain(name));
}

void validate(v1::VolumeAttachment attachment, ErrorList& errors) {
  const v1::VolumeAttachmentSpec spec = attachment.spec();
  const FieldPath path("spec");
  core::validate_csi_driver_name(spec.attacher(), path.child("attacher"), errors);
  validate_source(spec.source(), path.child("source"), errors);
  validate_name(spec.node_name(), path.child("nodeName"), errors);
  validate_status(attachment.status(), errors);
  if (const auto name = spec.source().persistent_volume_name()) validate_name(*name, FieldPath("spec.source.persistentVolumeName"), errors);
}

void validate_update(v1::VolumeAttachment attachment, v1::VolumeAttachment old, ErrorList& errors) {
  api::validate_metadata(kVolumeAttachment, meta_of(attachment), errors);
  validate(attachment, errors);
  if (!object::semantic_equal(v1::VolumeAttachmentSpec::schema_type(), attachment.spec().node(), old.spec().node()))
    errors.invalid(FieldPath("spec"), groups::internal_json_line(attachment.spec()), object::kImmutableError);
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
            {.name = "status", .keeps = {"spec", "metadata"}, .validate_update = hook<validate_update>},
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
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .has_status = true,
    .unconditional_update = false,
    .returns_deleted = true,
};

}  // namespace pintle::storage

// PersistentVolumeClaim: a request for storage. Source: core/v1 PersistentVolumeClaim; pkg/registry/core/persistentvolumeclaim.
#include <algorithm>
#include <array>

#include "api/metadata_rules.h"
#include "groups/core/core.h"
#include "groups/core/persistent_volume_claim_rules.h"
#include "groups/core/resource_amounts.h"
#include "groups/core/resource_lists.h"
#include "groups/core/resource_names.h"
#include "groups/core/volume_text.h"
#include "groups/hook.h"
#include "groups/internal_json.h"
#include "groups/row_text.h"
#include "object/equality.h"
#include "object/unified_diff.h"
#include "views/core_v1_mut.h"

namespace pintle::core {
namespace {

using groups::hook;
using object::Arena;
using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;
using object::Value;

constexpr std::string_view kPending = "Pending";
constexpr std::string_view kBound = "Bound";
constexpr std::string_view kResizeStatuses[] = {"ControllerResizeInfeasible", "ControllerResizeInProgress", "NodeResizeInfeasible",
                                                "NodeResizeInProgress", "NodeResizePending"};
constexpr std::string_view kSpecImmutable =
    "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n";

ObjectMeta meta_of(v1::PersistentVolumeClaim claim) { return ObjectMeta(claim.metadata().node()); }

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

void set_defaults(v1::PersistentVolumeClaimMut claim) {
  if (claim.status().phase().empty()) claim.ensure_status().set_phase(kPending);
  set_claim_spec_defaults(claim.ensure_spec());
  if (claim.status().has_capacity()) round_up_to_milli(claim.status().ensure_capacity());
  if (claim.status().has_allocated_resources()) round_up_to_milli(claim.status().ensure_allocated_resources());
}

void prepare_create(v1::PersistentVolumeClaimMut claim, const api::HookContext&) {
  claim.ensure_status().set_phase(kPending);
  prepare_data_sources(claim.ensure_spec(), {});
}

void prepare_update(v1::PersistentVolumeClaimMut claim, v1::PersistentVolumeClaim old, const api::HookContext&) {
  prepare_data_sources(claim.ensure_spec(), old.spec());
}

void validate(v1::PersistentVolumeClaim claim, ErrorList& errors) { validate_claim_spec(claim.spec(), {}, FieldPath("spec"), errors); }

// The class of an old claim stands in an annotation; it may move from there to the field.
bool class_moves_from_annotation(v1::PersistentVolumeClaim claim, v1::PersistentVolumeClaim old) {
  const object::MapView before = old.metadata().annotations();
  const object::MapView after = claim.metadata().annotations();
  if (!before.contains(kStorageClassAnnotation) || old.spec().storage_class_name()) return false;
  const std::string_view name = before.get(kStorageClassAnnotation);
  return claim.spec().storage_class_name() == name &&
         (!after.contains(kStorageClassAnnotation) || after.get(kStorageClassAnnotation) == name);
}

// A claim that has no class may get one.
bool class_is_set_first(v1::PersistentVolumeClaim claim, v1::PersistentVolumeClaim old) {
  const object::MapView before = old.metadata().annotations();
  if (!claim.spec().storage_class_name() || old.spec().storage_class_name()) return false;
  return !before.contains(kStorageClassAnnotation) || before.get(kStorageClassAnnotation) == *claim.spec().storage_class_name();
}

void validate_class_annotation(v1::PersistentVolumeClaim claim, v1::PersistentVolumeClaim old, ErrorList& errors) {
  const std::string_view after = claim.metadata().annotations().get(kStorageClassAnnotation);
  if (after == old.metadata().annotations().get(kStorageClassAnnotation)) return;
  errors.invalid(FieldPath("metadata").child("annotations").child(kStorageClassAnnotation), object::quoted(after), object::kImmutableError);
}

Value copied(object::View view, Arena& arena) { return view ? object::deep_copy(*view.node(), arena) : Value::empty_struct(); }

// The spec is what it was, but for what may change: taken over here from one to the other before they are compared.
void validate_spec_is_kept(v1::PersistentVolumeClaim claim, v1::PersistentVolumeClaim old, ErrorList& errors) {
  Arena arena;
  Value after = copied(claim.spec(), arena);
  Value before = copied(old.spec(), arena);
  const v1::PersistentVolumeClaimSpecMut spec(&after, arena);
  const v1::PersistentVolumeClaimSpecMut old_spec(&before, arena);
  if (old_spec.volume_name().empty() && spec.has_volume_name()) old_spec.set_volume_name(spec.volume_name());
  if (class_moves_from_annotation(claim, old)) {
    spec.clear_storage_class_name();
  } else {
    validate_class_annotation(claim, old, errors);
    if (class_is_set_first(claim, old)) spec.clear_storage_class_name();
  }
  if (claim.status().phase() == kBound) {
    if (spec.resources().has_requests()) {
      const std::string_view storage = old.spec().resources().requests().get(kStorageResource);
      spec.resources().ensure_requests().set(kStorageResource, storage.empty() ? "0" : storage);
    }
    spec.clear_volume_attributes_class_name();
    if (old_spec.volume_attributes_class_name()) spec.set_volume_attributes_class_name(*old_spec.volume_attributes_class_name());
  }
  if (object::semantic_equal(v1::PersistentVolumeClaimSpec::schema_type(), &after, &before)) return;
  const std::string diff = object::unified_diff(groups::internal_json<v1::PersistentVolumeClaimSpec>(old_spec),
                                                groups::internal_json<v1::PersistentVolumeClaimSpec>(spec));
  errors.forbidden(FieldPath("spec"), std::string(kSpecImmutable) + diff);
}

// A claim may shrink again to what it has.
void validate_size(v1::PersistentVolumeClaim claim, v1::PersistentVolumeClaim old, ErrorList& errors) {
  const object::Quantity size = amount_of(claim.spec().resources().requests().get(kStorageResource));
  if (size >= amount_of(old.spec().resources().requests().get(kStorageResource))) return;
  if (size <= amount_of(old.status().capacity().get(kStorageResource)))
    errors.forbidden(FieldPath("spec").child("resources").child("requests").child("storage"), "field can not be less than status.capacity");
}

void validate_attributes_class(v1::PersistentVolumeClaim claim, v1::PersistentVolumeClaim old, ErrorList& errors) {
  const auto name = claim.spec().volume_attributes_class_name();
  if (name == old.spec().volume_attributes_class_name() || !old.status().current_volume_attributes_class_name()) return;
  const FieldPath path = FieldPath("spec").child("volumeAttributesClassName");
  if (!name)
    errors.forbidden(path, "update to nil is forbidden when status.currentVolumeAttributesClassName is not nil");
  else if (name->empty())
    errors.forbidden(path, "update to empty string is forbidden when status.currentVolumeAttributesClassName is not nil");
}

void validate_update(v1::PersistentVolumeClaim claim, v1::PersistentVolumeClaim old, ErrorList& errors) {
  api::validate_metadata_update(kPersistentVolumeClaim, meta_of(claim), meta_of(old), errors);
  api::validate_metadata(kPersistentVolumeClaim, meta_of(claim), errors);
  validate_claim_spec(claim.spec(), claim_rules(old.spec()), FieldPath("spec"), errors);
  validate_spec_is_kept(claim, old, errors);
  validate_size(claim, old, errors);
  const auto mode = claim.spec().volume_mode();
  if (mode != old.spec().volume_mode())
    errors.invalid(FieldPath("volumeMode"), mode ? object::json_quoted(*mode) : "null", object::kImmutableError);
  validate_attributes_class(claim, old, errors);
}

bool validate_resource_key(std::string_view name, const FieldPath& path, ErrorList& errors) {
  const object::Messages faults = object::is_qualified_name(name);
  errors.invalid_text_each(path, name, faults);
  if (!faults.empty()) return false;
  if (!is_native_resource(name) || name == kStorageResource) return true;
  errors.not_supported(path, object::quoted(name), std::array{kStorageResource});
  return false;
}

void validate_status_update(v1::PersistentVolumeClaim claim, v1::PersistentVolumeClaim old, ErrorList& errors) {
  api::validate_metadata_update(kPersistentVolumeClaim, meta_of(claim), meta_of(old), errors);
  if (claim.spec().access_modes().empty()) errors.required(FieldPath("Spec").child("accessModes"), "");
  const FieldPath status_path("status");
  for (auto [name, amount] : claim.status().capacity()) validate_basic_amount(amount, status_path.child("capacity").key(name), errors);
  const FieldPath resize_path = status_path.child("allocatedResourceStatuses");
  for (auto [name, resize] : claim.status().allocated_resource_statuses()) {
    validate_resource_key(name, resize_path, errors);
    if (std::ranges::find(kResizeStatuses, resize) == std::end(kResizeStatuses))
      errors.not_supported(resize_path, object::json_quoted(name), kResizeStatuses);
  }
  const FieldPath allocated_path = status_path.child("allocatedResources");
  for (auto [name, amount] : claim.status().allocated_resources())
    if (validate_resource_key(name, allocated_path, errors)) validate_basic_amount(amount, allocated_path.key(name), errors);
}

void warn(v1::PersistentVolumeClaim claim, v1::PersistentVolumeClaim, std::vector<std::string>& warnings) {
  if (claim.metadata().annotations().contains(kStorageClassAnnotation))
    warnings.push_back("metadata.annotations[" + std::string(kStorageClassAnnotation) +
                       R"(]: deprecated since v1.8; use "storageClassName" attribute instead)");
  warn_claim_spec(claim.spec(), FieldPath("spec"), warnings);
}

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
            {.name = "status", .keeps = {"spec"}, .validate_update = hook<validate_status_update>},
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
    .set_defaults = hook<set_defaults>,
    .prepare_create = hook<prepare_create>,
    .prepare_update = hook<prepare_update>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .warnings = hook<warn>,
    .has_status = true,
    .returns_deleted = true,
};

}  // namespace pintle::core

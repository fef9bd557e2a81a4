// PersistentVolume: a piece of storage. Source: core/v1 PersistentVolume; pkg/registry/core/persistentvolume.
#include "api/metadata_rules.h"
#include "groups/core/core.h"
#include "groups/core/node_label_warnings.h"
#include "groups/core/persistent_volume_rules.h"
#include "groups/core/resource_lists.h"
#include "groups/core/volume_text.h"
#include "groups/hook.h"
#include "groups/internal_json.h"
#include "groups/row_text.h"
#include "object/equality.h"
#include "object/time.h"
#include "object/unified_diff.h"
#include "object/validation.h"
#include "views/core_v1_mut.h"

namespace pintle::core {
namespace {

using groups::hook;
using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;
using object::Value;

constexpr std::string_view kMountOptionsAnnotation = "volume.beta.kubernetes.io/mount-options";

ObjectMeta meta_of(v1::PersistentVolume volume) { return ObjectMeta(volume.metadata().node()); }

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

void set_defaults(v1::PersistentVolumeMut volume) {
  if (volume.status().phase().empty()) volume.ensure_status().set_phase("Pending");
  const v1::PersistentVolumeSpecMut spec = volume.ensure_spec();
  if (spec.persistent_volume_reclaim_policy().empty()) spec.set_persistent_volume_reclaim_policy("Retain");
  if (!spec.has_volume_mode()) spec.set_volume_mode("Filesystem");
  if (spec.has_capacity()) round_up_to_milli(spec.ensure_capacity());
  if (spec.host_path() && !spec.host_path().has_type()) spec.host_path().set_type("");
}

void prepare_create(v1::PersistentVolumeMut volume, const api::HookContext& context) {
  volume.ensure_status().set_phase("Pending");
  volume.status().set_last_phase_transition_time(object::format_time({.seconds = context.now_seconds}));
}

void prepare_status_update(v1::PersistentVolumeMut volume, v1::PersistentVolume old, const api::HookContext& context) {
  const std::string_view time = volume.status().last_phase_transition_time().value_or("");
  const std::string_view old_time = old.status().last_phase_transition_time().value_or("");
  if (volume.status().phase() == old.status().phase()) {
    if (time.empty() && !old_time.empty()) volume.ensure_status().set_last_phase_transition_time(old_time);
  } else if (time.empty() || time == old_time) {
    volume.ensure_status().set_last_phase_transition_time(object::format_time({.seconds = context.now_seconds}));
  }
}

void validate_mount_options(v1::PersistentVolume volume, ErrorList& errors) {
  const v1::PersistentVolumeSpec spec = volume.spec();
  const bool mountable = spec.gce_persistent_disk() || spec.aws_elastic_block_store() || spec.glusterfs() || spec.nfs() || spec.rbd() ||
                         spec.quobyte() || spec.iscsi() || spec.cinder() || spec.cephfs() || spec.azure_file() || spec.vsphere_volume() ||
                         spec.azure_disk() || spec.photon_persistent_disk();
  if (!mountable && volume.metadata().annotations().contains(kMountOptionsAnnotation))
    errors.forbidden(FieldPath("metadata").child("annotations").child(kMountOptionsAnnotation),
                     "may not specify mount options for this volume type");
}

void validate_spec(v1::PersistentVolume volume, bool allow_invalid_label_values, ErrorList& errors) {
  const VolumeSpecRules rules{.name = volume.metadata().name(), .allow_invalid_label_values = allow_invalid_label_values};
  validate_volume_spec(volume.spec(), rules, FieldPath("spec"), errors);
}

void validate(v1::PersistentVolume volume, ErrorList& errors) {
  validate_spec(volume, false, errors);
  validate_mount_options(volume, errors);
}

bool has_invalid_label_value(v1::VolumeNodeAffinity affinity) {
  for (const v1::NodeSelectorTerm term : affinity.required().node_selector_terms())
    for (const v1::NodeSelectorRequirement requirement : term.match_expressions())
      for (const std::string_view value : requirement.values())
        if (!object::is_label_value(value).empty()) return true;
  return false;
}

// The source as a struct of its own: upstream compares it so, and shows it.
Value source_of(v1::PersistentVolumeSpec spec, object::Arena& arena) {
  const schema::Embed& embed = v1::PersistentVolumeSpec::schema_type().embeds[0];
  Value source = Value::empty_struct();
  if (!spec) return source;
  for (const Value& field : spec.node()->fields())
    if (field.field() >= embed.first && field.field() < embed.first + embed.count)
      source.set(arena, static_cast<uint16_t>(field.field() - embed.first), object::deep_copy(field, arena));
  return source;
}

void validate_source_is_kept(v1::PersistentVolumeSpec spec, v1::PersistentVolumeSpec old, ErrorList& errors) {
  const schema::Type& type = *v1::PersistentVolumeSpec::schema_type().embeds[0].type;
  object::Arena arena;
  Value after = source_of(spec, arena);
  const Value before = source_of(old, arena);
  // This reference may be added later.
  const bool adds_reference = old.csi() && !old.csi().controller_expand_secret_ref() && spec.csi().controller_expand_secret_ref();
  if (adds_reference)
    v1::CSIPersistentVolumeSourceMut(after.get(static_cast<uint16_t>(type.find("csi"))), arena).clear_controller_expand_secret_ref();
  if (object::semantic_equal(type, &after, &before)) return;
  errors.forbidden(FieldPath("spec").child("persistentvolumesource"),
                   "spec.persistentvolumesource is immutable after creation\n" +
                       object::unified_diff(groups::internal_json(type, &before), groups::internal_json(type, &after)));
}

// Labels of nodes that were renamed may be renamed here. As upstream has it, any label may be renamed to "".
std::string_view renamed_label(std::string_view key) {
  struct Renamed {
    std::string_view beta;
    std::string_view stable;
  };
  static constexpr Renamed kRenamed[] = {
      {"failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region"},
      {"failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone"},
      {"beta.kubernetes.io/arch", "kubernetes.io/arch"},
      {"beta.kubernetes.io/os", "kubernetes.io/os"},
      {"beta.kubernetes.io/instance-type", "node.kubernetes.io/instance-type"},
  };
  for (const Renamed& renamed : kRenamed)
    if (renamed.beta == key) return renamed.stable;
  return "";
}

void validate_node_affinity_is_kept(v1::PersistentVolumeSpec spec, v1::PersistentVolumeSpec old, ErrorList& errors) {
  if (!old.node_affinity()) return;
  object::Arena arena;
  Value before = object::deep_copy(*old.node_affinity().node(), arena);
  const v1::NodeSelector after = spec.node_affinity().required();
  size_t index = 0;
  for (const v1::NodeSelectorTermMut term : v1::VolumeNodeAffinityMut(&before, arena).required().node_selector_terms()) {
    const size_t at = index++;
    if (at >= after.node_selector_terms().size()) break;
    const object::ListView requirements = after.node_selector_terms()[at].match_expressions();
    size_t position = 0;
    for (const v1::NodeSelectorRequirementMut requirement : term.match_expressions()) {
      const size_t here = position++;
      const std::string_view key = here < requirements.size() ? requirements[here].key() : requirement.key();
      if (key != requirement.key() && key == renamed_label(requirement.key())) requirement.set_key(key);
    }
  }
  if (spec.node_affinity() && object::semantic_equal(v1::VolumeNodeAffinity::schema_type(), spec.node_affinity().node(), &before)) return;
  errors.invalid(FieldPath("nodeAffinity"), spec.node_affinity() ? groups::internal_json_line(spec.node_affinity()) : "null",
                 "field is immutable, except for updating from beta label to GA");
}

void validate_update(v1::PersistentVolume volume, v1::PersistentVolume old, ErrorList& errors) {
  const bool allow = has_invalid_label_value(old.spec().node_affinity());
  api::validate_metadata(kPersistentVolume, meta_of(volume), errors);
  validate_spec(volume, allow, errors);
  validate_mount_options(volume, errors);
  api::validate_metadata(kPersistentVolume, meta_of(volume), errors);
  validate_spec(volume, allow, errors);
  validate_source_is_kept(volume.spec(), old.spec(), errors);
  const auto mode = volume.spec().volume_mode();
  if (mode != old.spec().volume_mode())
    errors.invalid(FieldPath("volumeMode"), mode ? object::json_quoted(*mode) : "null", object::kImmutableError);
  validate_node_affinity_is_kept(volume.spec(), old.spec(), errors);
  if (old.spec().volume_attributes_class_name() && !volume.spec().volume_attributes_class_name())
    errors.forbidden(FieldPath("spec").child("volumeAttributesClassName"), "update from non-nil value to nil is forbidden");
}

void validate_status_update(v1::PersistentVolume volume, v1::PersistentVolume old, ErrorList& errors) {
  api::validate_metadata_update(kPersistentVolume, meta_of(volume), meta_of(old), errors);
}

void warn_source(bool present, std::string_view field, std::string_view message, std::vector<std::string>& warnings) {
  if (present) warnings.push_back("spec." + std::string(field) + ": " + std::string(message));
}

void warn(v1::PersistentVolume volume, v1::PersistentVolume, std::vector<std::string>& warnings) {
  const v1::PersistentVolumeSpec spec = volume.spec();
  const object::MapView annotations = volume.metadata().annotations();
  if (annotations.contains(kStorageClassAnnotation))
    warnings.push_back("metadata.annotations[" + std::string(kStorageClassAnnotation) +
                       R"(]: deprecated since v1.8; use "storageClassName" attribute instead)");
  if (annotations.contains(kMountOptionsAnnotation))
    warnings.push_back("metadata.annotations[" + std::string(kMountOptionsAnnotation) +
                       R"(]: deprecated since v1.31; use "mountOptions" attribute instead)");
  if (spec.persistent_volume_reclaim_policy() == "Recycle")
    warnings.emplace_back(
        "spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic "
        "provisioning.");
  const FieldPath terms_path = FieldPath("spec").child("nodeAffinity").child("required").child("nodeSelectorTerms");
  for (auto [index, term] : spec.node_affinity().required().node_selector_terms().enumerate())
    warn_node_selector_term(term, TermValues::kUnchecked, terms_path.index(index), warnings);
  warn_source(spec.cephfs().present(), "cephfs", "deprecated in v1.28, non-functional in v1.31+", warnings);
  warn_source(spec.photon_persistent_disk().present(), "photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+", warnings);
  warn_source(spec.scale_io().present(), "scaleIO", "deprecated in v1.16, non-functional in v1.22+", warnings);
  warn_source(spec.storageos().present(), "storageOS", "deprecated in v1.22, non-functional in v1.25+", warnings);
  warn_source(spec.glusterfs().present(), "glusterfs", "deprecated in v1.25, non-functional in v1.26+", warnings);
  warn_source(spec.rbd().present(), "rbd", "deprecated in v1.28, non-functional in v1.31+", warnings);
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
            {.name = "status",
             .keeps = {"spec"},
             .prepare_update = hook<prepare_status_update>,
             .validate_update = hook<validate_status_update>},
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
    .set_defaults = hook<set_defaults>,
    .prepare_create = hook<prepare_create>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .warnings = hook<warn>,
    .has_status = true,
    .returns_deleted = true,
};

}  // namespace pintle::core

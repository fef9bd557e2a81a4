#include "groups/core/persistent_volume_rules.h"

#include <algorithm>
#include <array>

#include "groups/core/persistent_volume_claim_rules.h"
#include "groups/core/resource_amounts.h"
#include "groups/core/scheduling_rules.h"
#include "groups/core/volume_source_rules.h"
#include "object/validation.h"
#include "views/core_v1.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::json_quoted;
using object::quoted;

constexpr std::string_view kRecycle = "Recycle";
constexpr std::string_view kRetain = "Retain";
constexpr std::string_view kReclaimPolicies[] = {"Delete", kRecycle, kRetain};
constexpr std::string_view kFilesystem = "Filesystem";
constexpr std::string_view kNotInline = "may not be specified in the context of inline volumes";

void validate_inline(v1::PersistentVolumeSpec spec, const FieldPath& path, ErrorList& errors) {
  if (spec.claim_ref()) errors.forbidden(path.child("claimRef"), kNotInline);
  if (!spec.capacity().empty()) errors.forbidden(path.child("capacity"), kNotInline);
  if (!spec.csi()) errors.required(path.child("csi"), "has to be specified in the context of inline volumes");
}

std::string printed_amounts(object::MapView<std::string_view> amounts) {
  std::string text;
  for (auto [name, amount] : amounts) text.append(text.empty() ? "{" : ",").append(json_quoted(name) + ":" + printed_amount(amount));
  return text.empty() ? "{" + text + "}" : text + "}";
}

void validate_capacity(v1::PersistentVolumeSpec spec, const FieldPath& path, ErrorList& errors) {
  const object::MapView capacity = spec.capacity();
  if (capacity.empty()) errors.required(path, "");
  if (!capacity.contains(kStorageResource) || capacity.size() > 1)
    errors.not_supported(path, spec.has_capacity() ? printed_amounts(capacity) : "null", std::array{kStorageResource});
  for (auto [name, amount] : capacity) {
    validate_basic_amount(amount, path.key(name), errors);
    validate_positive_amount(amount, path.key(name), errors);
  }
}

void validate_reclaim_policy(std::string_view policy, VolumePlace place, const FieldPath& path, ErrorList& errors) {
  if (policy.empty()) return;
  if (place == VolumePlace::kInline) {
    if (policy != kRetain) errors.forbidden(path, "may only be Retain in the context of inline volumes");
  } else if (std::ranges::find(kReclaimPolicies, policy) == std::end(kReclaimPolicies)) {
    errors.not_supported(path, json_quoted(policy), kReclaimPolicies);
  }
}

void validate_node_affinity(v1::PersistentVolumeSpec spec, const VolumeSpecRules& rules, const FieldPath& path, ErrorList& errors) {
  if (!spec.node_affinity()) return;
  if (rules.place == VolumePlace::kInline)
    errors.forbidden(path, kNotInline);
  else if (!spec.node_affinity().required())
    errors.required(path.child("required"), "must specify required node constraints");
  else
    validate_node_selector(spec.node_affinity().required(),
                           rules.allow_invalid_label_values ? LabelValues::kUnchecked : LabelValues::kChecked, path.child("required"),
                           errors);
}

// The sources: one is allowed, the first is checked.
class Sources {
 public:
  Sources(const FieldPath& path, ErrorList& errors) : path_(path), errors_(errors) {}

  // `name` is what errors call the field; `checked_as` what the errors of its rules begin with.
  template <class Source, class Validate>
  bool check(Source source, std::string_view name, std::string_view checked_as, Validate validate) {
    if (!source.present()) return false;
    if (count_ > 0) {
      errors_.forbidden(path_.child(name), "may not specify more than 1 volume type");
      return false;
    }
    ++count_;
    validate(source, path_.child(checked_as), errors_);
    return true;
  }
  template <class Source>
  bool check(Source source, std::string_view name, void (*validate)(Source, const FieldPath&, ErrorList&)) {
    return check(source, name, name, validate);
  }
  // A flex volume is checked beside another, too.
  void check_always(v1::FlexPersistentVolumeSource source) {
    if (!source.present()) return;
    ++count_;
    validate_flex_volume(source, path_.child("flexVolume"), errors_);
  }
  bool any() const { return count_ > 0; }

 private:
  const FieldPath& path_;
  ErrorList& errors_;
  int count_ = 0;
};

void validate_sources(v1::PersistentVolumeSpec spec, const VolumeSpecRules& rules, const FieldPath& path, ErrorList& errors) {
  Sources sources(path, errors);
  const auto iscsi = [&](v1::ISCSIPersistentVolumeSource source, const FieldPath& at, ErrorList& list) {
    validate_iscsi(source, rules.name, at, list);
  };
  using Cephfs = void (*)(v1::CephFSPersistentVolumeSource, const FieldPath&, ErrorList&);
  sources.check<v1::HostPathVolumeSource>(spec.host_path(), "hostPath", validate_host_path);
  sources.check(spec.gce_persistent_disk(), "gcePersistentDisk", "persistentDisk", validate_gce_persistent_disk);
  sources.check<v1::AWSElasticBlockStoreVolumeSource>(spec.aws_elastic_block_store(), "awsElasticBlockStore",
                                                      validate_aws_elastic_block_store);
  sources.check<v1::GlusterfsPersistentVolumeSource>(spec.glusterfs(), "glusterfs", validate_glusterfs);
  sources.check<v1::FlockerVolumeSource>(spec.flocker(), "flocker", validate_flocker);
  sources.check<v1::NFSVolumeSource>(spec.nfs(), "nfs", validate_nfs);
  sources.check<v1::RBDPersistentVolumeSource>(spec.rbd(), "rbd", validate_rbd);
  sources.check<v1::QuobyteVolumeSource>(spec.quobyte(), "quobyte", validate_quobyte);
  sources.check(spec.cephfs(), "cephFS", "cephfs", static_cast<Cephfs>(validate_cephfs));
  sources.check(spec.iscsi(), "iscsi", "iscsi", iscsi);
  sources.check<v1::CinderPersistentVolumeSource>(spec.cinder(), "cinder", validate_cinder);
  sources.check<v1::FCVolumeSource>(spec.fc(), "fc", validate_fc);
  sources.check_always(spec.flex_volume());
  sources.check<v1::AzureFilePersistentVolumeSource>(spec.azure_file(), "azureFile", validate_azure_file);
  sources.check<v1::VsphereVirtualDiskVolumeSource>(spec.vsphere_volume(), "vsphereVolume", validate_vsphere_volume);
  sources.check<v1::PhotonPersistentDiskVolumeSource>(spec.photon_persistent_disk(), "photonPersistentDisk",
                                                      validate_photon_persistent_disk);
  sources.check<v1::PortworxVolumeSource>(spec.portworx_volume(), "portworxVolume", validate_portworx_volume);
  sources.check<v1::AzureDiskVolumeSource>(spec.azure_disk(), "azureDisk", validate_azure_disk);
  sources.check<v1::ScaleIOPersistentVolumeSource>(spec.scale_io(), "scaleIO", validate_scale_io);
  const bool affinity = spec.node_affinity().present() && rules.place == VolumePlace::kOwnObject;
  if (sources.check<v1::LocalVolumeSource>(spec.local(), "local", validate_local) && !affinity)
    errors.required(path.child("nodeAffinity"), "Local volume requires node affinity");
  sources.check<v1::StorageOSPersistentVolumeSource>(spec.storageos(), "storageos", validate_storageos);
  sources.check<v1::CSIPersistentVolumeSource>(spec.csi(), "csi", validate_csi);
  if (!sources.any()) errors.required(path, "must specify a volume type");
}

// Go's path.Clean gives "/".
bool is_root(std::string_view path) {
  if (!path.starts_with('/')) return false;
  int depth = 0;
  while (!path.empty()) {
    const size_t end = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, end);
    if (part == "..")
      depth = std::max(0, depth - 1);
    else if (!part.empty() && part != ".")
      ++depth;
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return depth == 0;
}

void validate_storage_class(std::string_view name, VolumePlace place, const FieldPath& path, ErrorList& errors) {
  if (name.empty()) return;
  if (place == VolumePlace::kInline)
    errors.forbidden(path, kNotInline);
  else
    errors.invalid_text_each(path, name, object::is_dns1123_subdomain(name));
}

void validate_mode(std::string_view mode, VolumePlace place, const FieldPath& path, ErrorList& errors) {
  if (place == VolumePlace::kOwnObject)
    validate_volume_mode(mode, path, errors);
  else if (mode != kFilesystem)
    errors.forbidden(path, "may not specify volumeMode other than Filesystem in the context of inline volumes");
}

void validate_attributes_class(v1::PersistentVolumeSpec spec, const FieldPath& path, ErrorList& errors) {
  const std::string_view name = *spec.volume_attributes_class_name();
  if (name.empty())
    errors.required(path.child("volumeAttributesClassName"), "an empty string is disallowed");
  else
    errors.invalid_text_each(path.child("volumeAttributesClassName"), name, object::is_dns1123_subdomain(name));
  if (!spec.csi()) errors.required(path.child("csi"), "has to be specified when using volumeAttributesClassName");
}

}  // namespace

void validate_volume_spec(v1::PersistentVolumeSpec spec, const VolumeSpecRules& rules, const FieldPath& path, ErrorList& errors) {
  const std::string_view policy = spec.persistent_volume_reclaim_policy();
  const FieldPath policy_path = path.child("persistentVolumeReclaimPolicy");
  if (rules.place == VolumePlace::kInline) validate_inline(spec, path, errors);
  if (spec.access_modes().empty()) errors.required(path.child("accessModes"), "");
  validate_access_modes(spec.access_modes(), path.child("accessModes"), errors);
  if (rules.place == VolumePlace::kOwnObject) validate_capacity(spec, path.child("capacity"), errors);
  validate_reclaim_policy(policy, rules.place, policy_path, errors);
  validate_node_affinity(spec, rules, path.child("nodeAffinity"), errors);
  validate_sources(spec, rules, path, errors);
  if (spec.host_path() && is_root(spec.host_path().path()) && policy == kRecycle)
    errors.forbidden(policy_path, "may not be 'recycle' for a hostPath mount of '/'");
  validate_storage_class(spec.storage_class_name(), rules.place, path.child("storageClassName"), errors);
  if (spec.volume_mode()) validate_mode(*spec.volume_mode(), rules.place, path.child("volumeMode"), errors);
  if (spec.volume_attributes_class_name() && rules.place == VolumePlace::kOwnObject) validate_attributes_class(spec, path, errors);
}

}  // namespace pintle::core

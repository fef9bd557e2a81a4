#include "groups/core/volume_rules.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <type_traits>
#include <utility>

#include "groups/core/local_path_rules.h"
#include "groups/core/persistent_volume_claim_rules.h"
#include "groups/core/projected_rules.h"
#include "groups/core/template_metadata.h"
#include "groups/core/volume_source_rules.h"
#include "object/go_format.h"
#include "object/object_meta.h"
#include "object/quantity.h"
#include "object/validation.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::ListView;
using object::quoted;

// Of the types that a volume has set, only the first may be; that one is checked.
class VolumeTypes {
 public:
  VolumeTypes(const FieldPath& path, ErrorList& errors) : path_(path), errors_(errors) {}

  // True when `field` is the first that is set.
  bool take(bool present, std::string_view field) {
    if (!present) return false;
    if (any_) errors_.forbidden(path_.child(field), "may not specify more than 1 volume type");
    return !std::exchange(any_, true);
  }

  template <class Source>
  void check(Source source, std::string_view field, void (*validate)(std::type_identity_t<Source>, const FieldPath&, ErrorList&)) {
    check(source, field, field, validate);
  }

  // Some types are called otherwise where they are one too many than where they are at fault.
  template <class Source>
  void check(Source source, std::string_view field, std::string_view checked_as,
             void (*validate)(std::type_identity_t<Source>, const FieldPath&, ErrorList&)) {
    if (take(source.present(), field)) validate(source, path_.child(checked_as), errors_);
  }

  bool any() const { return any_; }

 private:
  const FieldPath& path_;
  ErrorList& errors_;
  bool any_ = false;
};

void validate_empty_dir(v1::EmptyDirVolumeSource source, const FieldPath& path, ErrorList& errors) {
  if (!source.size_limit()) return;
  const Result<object::Quantity> limit = object::Quantity::parse(*source.size_limit());
  if (limit && limit->sign() < 0) errors.forbidden(path.child("sizeLimit"), "SizeLimit field must be a valid resource quantity");
}

void validate_claim_reference(v1::PersistentVolumeClaimVolumeSource source, const FieldPath& path, ErrorList& errors) {
  if (source.claim_name().empty()) errors.required(path.child("claimName"), "");
}

void validate_ephemeral(v1::EphemeralVolumeSource source, const FieldPath& path, ErrorList& errors) {
  const FieldPath at = path.child("volumeClaimTemplate");
  if (!source.volume_claim_template()) return errors.required(at, "");
  validate_template_metadata(source.volume_claim_template().metadata(), at.child("metadata"), errors);
  validate_claim_spec(source.volume_claim_template().spec(), {}, at.child("spec"), errors);
}

// The claim that is made for an ephemeral volume.
std::string claim_name(std::string_view pod_name, std::string_view volume_name) {
  return std::string(pod_name) + "-" + std::string(volume_name);
}

void validate_claim_name(std::string_view pod_name, std::string_view volume_name, const FieldPath& path, ErrorList& errors) {
  if (pod_name.empty() || volume_name.empty()) return;
  const std::string claim = claim_name(pod_name, volume_name);
  for (const std::string& fault : object::name_is_dns_subdomain(claim, object::NameUse::kWhole))
    errors.invalid(path, quoted(volume_name), "PVC name " + quoted(claim) + ": " + fault);
}

void validate_image(v1::ImageVolumeSource source, const VolumeRules& rules, const FieldPath& path, ErrorList& errors) {
  if (rules.resource_is_pod && source.reference().empty()) errors.required(path.child("reference"), "");
  validate_pull_policy(source.pull_policy(), path.child("pullPolicy"), errors);
}

void validate_source(v1::Volume volume, std::string_view pod_name, const VolumeRules& rules, const FieldPath& path, ErrorList& errors) {
  VolumeTypes types(path, errors);
  types.check(volume.empty_dir(), "emptyDir", validate_empty_dir);
  types.check(volume.host_path(), "hostPath", validate_host_path);
  types.check(volume.git_repo(), "gitRepo", validate_git_repo);
  types.check(volume.gce_persistent_disk(), "gcePersistentDisk", "persistentDisk", validate_gce_persistent_disk);
  types.check(volume.aws_elastic_block_store(), "awsElasticBlockStore", validate_aws_elastic_block_store);
  types.check(volume.secret(), "secret", validate_secret_volume);
  types.check(volume.nfs(), "nfs", validate_nfs);
  types.check(volume.iscsi(), "iscsi", validate_iscsi);
  if (volume.iscsi()) validate_iscsi_name_length(volume.iscsi(), volume.name(), path.child("name"), errors);
  types.check(volume.glusterfs(), "glusterfs", validate_glusterfs);
  types.check(volume.flocker(), "flocker", validate_flocker);
  types.check(volume.persistent_volume_claim(), "persistentVolumeClaim", validate_claim_reference);
  types.check(volume.rbd(), "rbd", validate_rbd);
  types.check(volume.cinder(), "cinder", validate_cinder);
  types.check(volume.cephfs(), "cephFS", "cephfs", validate_cephfs);
  types.check(volume.quobyte(), "quobyte", validate_quobyte);
  types.check(volume.downward_api(), "downwarAPI", "downwardAPI", validate_downward_api_volume);
  types.check(volume.fc(), "fc", validate_fc);
  types.check(volume.flex_volume(), "flexVolume", validate_flex_volume);
  types.check(volume.config_map(), "configMap", validate_config_map_volume);
  types.check(volume.azure_file(), "azureFile", validate_azure_file);
  types.check(volume.vsphere_volume(), "vsphereVolume", validate_vsphere_volume);
  types.check(volume.photon_persistent_disk(), "photonPersistentDisk", validate_photon_persistent_disk);
  types.check(volume.portworx_volume(), "portworxVolume", validate_portworx_volume);
  types.check(volume.azure_disk(), "azureDisk", validate_azure_disk);
  types.check(volume.storageos(), "storageos", validate_storageos);
  if (types.take(volume.has_projected(), "projected"))
    validate_projected_volume(volume.projected(), rules, path.child("projected"), errors);
  types.check(volume.scale_io(), "scaleIO", validate_scale_io);
  types.check(volume.csi(), "csi", validate_csi);
  if (types.take(volume.has_ephemeral(), "ephemeral")) {
    validate_ephemeral(volume.ephemeral(), path.child("ephemeral"), errors);
    validate_claim_name(pod_name, volume.name(), path.child("name"), errors);
  }
  if (types.take(volume.has_image(), "image")) validate_image(volume.image(), rules, path.child("image"), errors);
  if (!types.any()) errors.required(path, "must specify a volume type");
}

std::set<std::string> claims_to_be_made(ListView<v1::Volume> volumes, std::string_view pod_name) {
  std::set<std::string> claims;
  if (pod_name.empty()) return claims;
  for (v1::Volume volume : volumes)
    if (volume.has_ephemeral()) claims.insert(claim_name(pod_name, volume.name()));
  return claims;
}

}  // namespace

VolumeSources validate_volumes(ListView<v1::Volume> volumes, std::string_view pod_name, const VolumeRules& rules, const FieldPath& path,
                               ErrorList& errors) {
  VolumeSources sources;
  const std::set<std::string> made = claims_to_be_made(volumes, pod_name);
  for (auto [index, volume] : volumes.enumerate()) {
    const FieldPath at = path.index(index);
    const size_t errors_before = errors.size();
    validate_source(volume, pod_name, rules, at, errors);
    if (volume.name().empty()) {
      errors.required(at.child("name"), "");
    } else {
      errors.invalid_text_each(at.child("name"), volume.name(), object::is_dns1123_label(volume.name()));
    }
    if (sources.contains(volume.name())) errors.duplicate(at.child("name"), quoted(volume.name()));
    if (errors.size() == errors_before) sources.emplace(volume.name(), volume.volume_source());
    const std::string_view claim = volume.persistent_volume_claim().claim_name();
    if (volume.has_persistent_volume_claim() && made.contains(std::string(claim)))
      errors.invalid(at.child("persistentVolumeClaim").child("claimName"), quoted(claim),
                     "must not reference a PVC that gets created for an ephemeral volume");
  }
  return sources;
}

void validate_pull_policy(std::string_view policy, const FieldPath& path, ErrorList& errors) {
  static constexpr std::array<std::string_view, 3> kPolicies = {"Always", "IfNotPresent", "Never"};
  if (policy.empty()) return errors.required(path, "");
  if (std::ranges::find(kPolicies, policy) == kPolicies.end()) errors.not_supported(path, object::json_quoted(policy), kPolicies);
}

}  // namespace pintle::core

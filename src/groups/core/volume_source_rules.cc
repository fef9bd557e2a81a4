#include "groups/core/volume_source_rules.h"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "groups/core/local_path_rules.h"
#include "object/go_format.h"
#include "object/validation.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::quoted;

constexpr int32_t kPartitionMax = 255;
constexpr int32_t kFcLunMax = 255;
constexpr size_t kQuobyteTenantBytesMax = 64;
constexpr size_t kCsiDriverNameBytesMax = 63;
constexpr std::string_view kHostPorts = "must be a host:port pair or multiple pairs separated by commas";

struct RequiredField {
  std::string_view name;
  bool empty;
};

void require(std::initializer_list<RequiredField> fields, const FieldPath& path, ErrorList& errors) {
  for (const RequiredField& field : fields)
    if (field.empty) errors.required(path.child(field.name), "");
}

void validate_one_of(std::string_view value, std::span<const std::string_view> supported, std::string_view printed, const FieldPath& path,
                     ErrorList& errors) {
  if (std::ranges::find(supported, value) == supported.end()) errors.not_supported(path, printed, supported);
}

void validate_partition(int32_t partition, const FieldPath& path, ErrorList& errors) {
  if (partition < 0 || partition > kPartitionMax)
    errors.invalid(path, std::to_string(partition), object::inclusive_range_error(1, kPartitionMax));
}

void validate_label(std::string_view name, const FieldPath& path, ErrorList& errors) {
  errors.invalid_text_each(path, name, object::is_dns1123_label(name));
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string json_list(object::ListView<std::string_view> texts) {
  std::vector<std::string_view> all;
  for (std::string_view text : texts) all.push_back(text);
  return object::printed_list(all);
}

// Go's net.SplitHostPort would take it.
bool is_host_port(std::string_view text) {
  const size_t colon = text.rfind(':');
  if (colon == text.npos) return false;
  size_t brackets_open_from = 0;
  size_t brackets_close_from = 0;
  if (text.starts_with('[')) {
    const size_t end = text.find(']');
    if (end == text.npos || end + 1 != colon) return false;
    brackets_open_from = 1;
    brackets_close_from = end + 1;
  } else if (text.substr(0, colon).contains(':')) {
    return false;
  }
  return text.find('[', brackets_open_from) == text.npos && text.find(']', brackets_close_from) == text.npos;
}

void validate_quobyte_registry(std::string_view registry, const FieldPath& path, ErrorList& errors) {
  for (size_t begin = 0; begin <= registry.size();) {
    const size_t end = std::min(registry.find(',', begin), registry.size());
    if (!is_host_port(registry.substr(begin, end - begin))) errors.invalid(path, quoted(registry), kHostPorts);
    begin = end + 1;
  }
}

template <class Source>
void validate_flex(Source source, const FieldPath& path, ErrorList& errors) {
  require({{"driver", source.driver().empty()}}, path, errors);
  for (auto [key, value] : source.options()) {
    const std::string domain = "." + lower(key.substr(0, key.find('/')));
    if (domain.ends_with(".kubernetes.io") || domain.ends_with(".k8s.io"))
      errors.invalid(path.child("options").key(key), quoted(key), "kubernetes.io and k8s.io namespaces are reserved");
  }
}

template <class Source>
void validate_storageos_volume(Source source, const FieldPath& path, ErrorList& errors) {
  if (source.volume_name().empty()) {
    errors.required(path.child("volumeName"), "");
  } else {
    validate_label(source.volume_name(), path.child("volumeName"), errors);
  }
  if (!source.volume_namespace().empty()) validate_label(source.volume_namespace(), path.child("volumeNamespace"), errors);
  if (source.secret_ref()) require({{"name", source.secret_ref().name().empty()}}, path.child("secretRef"), errors);
}

void validate_secret_reference(v1::SecretReference reference, const FieldPath& path, ErrorList& errors) {
  if (!reference) return;
  if (reference.name().empty()) {
    errors.required(path.child("name"), "");
  } else {
    errors.invalid_text_each(path.child("name"), reference.name(), object::is_dns1123_subdomain(reference.name()));
  }
  if (reference.namespace_().empty()) {
    errors.required(path.child("namespace"), "");
  } else {
    validate_label(reference.namespace_(), path.child("namespace"), errors);
  }
}

}  // namespace

void validate_host_path(v1::HostPathVolumeSource source, const FieldPath& path, ErrorList& errors) {
  static constexpr std::array<std::string_view, 8> kTypes = {"",     "BlockDevice",  "CharDevice", "Directory", "DirectoryOrCreate",
                                                             "File", "FileOrCreate", "Socket"};
  if (source.path().empty()) return errors.required(path.child("path"), "");
  validate_path_no_backsteps(source.path(), path.child("path"), errors);
  if (source.type()) validate_one_of(*source.type(), kTypes, object::json_quoted(*source.type()), path.child("type"), errors);
}

void validate_gce_persistent_disk(v1::GCEPersistentDiskVolumeSource source, const FieldPath& path, ErrorList& errors) {
  require({{"pdName", source.pd_name().empty()}}, path, errors);
  validate_partition(source.partition(), path.child("partition"), errors);
}

void validate_aws_elastic_block_store(v1::AWSElasticBlockStoreVolumeSource source, const FieldPath& path, ErrorList& errors) {
  require({{"volumeID", source.volume_id().empty()}}, path, errors);
  validate_partition(source.partition(), path.child("partition"), errors);
}

void validate_nfs(v1::NFSVolumeSource source, const FieldPath& path, ErrorList& errors) {
  require({{"server", source.server().empty()}, {"path", source.path().empty()}}, path, errors);
  if (!source.path().starts_with('/')) errors.invalid(path.child("path"), quoted(source.path()), "must be an absolute path");
}

void validate_fc(v1::FCVolumeSource source, const FieldPath& path, ErrorList& errors) {
  const bool has_wwns = !source.target_wwns().empty();
  const FieldPath wwns = path.child("targetWWNs");
  if (!has_wwns && source.wwids().empty()) errors.required(wwns, "must specify either targetWWNs or wwids, but not both");
  if (has_wwns && !source.wwids().empty())
    errors.invalid(wwns, json_list(source.target_wwns()), "targetWWNs and wwids can not be specified simultaneously");
  if (!has_wwns) return;
  const std::optional<int32_t> lun = source.lun();
  if (!lun) {
    errors.required(path.child("lun"), "lun is required if targetWWNs is specified");
  } else if (*lun < 0 || *lun > kFcLunMax) {
    errors.invalid(path.child("lun"), std::to_string(*lun), object::inclusive_range_error(0, kFcLunMax));
  }
}

void validate_flocker(v1::FlockerVolumeSource source, const FieldPath& path, ErrorList& errors) {
  const std::string_view name = source.dataset_name();
  const std::string_view uuid = source.dataset_uuid();
  if (name.empty() && uuid.empty()) errors.required(path, "one of datasetName and datasetUUID is required");
  if (!name.empty() && !uuid.empty())
    errors.invalid(path, quoted("resource"), "datasetName and datasetUUID can not be specified simultaneously");
  if (name.contains('/')) errors.invalid(path.child("datasetName"), quoted(name), "must not contain '/'");
}

void validate_quobyte(v1::QuobyteVolumeSource source, const FieldPath& path, ErrorList& errors) {
  if (source.registry().empty()) {
    errors.required(path.child("registry"), kHostPorts);
  } else if (source.tenant().size() > kQuobyteTenantBytesMax) {
    errors.required(path.child("tenant"), "must be a UUID and may not exceed a length of 64 characters");
  } else {
    validate_quobyte_registry(source.registry(), path.child("registry"), errors);
  }
  require({{"volume", source.volume().empty()}}, path, errors);
}

void validate_vsphere_volume(v1::VsphereVirtualDiskVolumeSource source, const FieldPath& path, ErrorList& errors) {
  require({{"volumePath", source.volume_path().empty()}}, path, errors);
}

void validate_azure_disk(v1::AzureDiskVolumeSource source, const FieldPath& path, ErrorList& errors) {
  static constexpr std::array<std::string_view, 3> kCachingModes = {"None", "ReadOnly", "ReadWrite"};
  static constexpr std::array<std::string_view, 3> kKinds = {"Dedicated", "Managed", "Shared"};
  static constexpr std::array<std::string_view, 1> kManagedUri = {
      "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}"};
  static constexpr std::array<std::string_view, 1> kBlobUri = {
      "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd"};
  const std::string_view uri = source.disk_uri();
  require({{"diskName", source.disk_name().empty()}, {"diskURI", uri.empty()}}, path, errors);
  if (const auto mode = source.caching_mode())
    validate_one_of(*mode, kCachingModes, object::json_quoted(*mode), path.child("cachingMode"), errors);
  const auto kind = source.kind();
  if (!kind) return;
  validate_one_of(*kind, kKinds, object::json_quoted(*kind), path.child("kind"), errors);
  const bool managed = *kind == "Managed";
  if (managed && !uri.starts_with("/subscriptions/")) errors.not_supported(path.child("diskURI"), quoted(uri), kManagedUri);
  if (!managed && !uri.starts_with("https://")) errors.not_supported(path.child("diskURI"), quoted(uri), kBlobUri);
}

void validate_photon_persistent_disk(v1::PhotonPersistentDiskVolumeSource source, const FieldPath& path, ErrorList& errors) {
  require({{"pdID", source.pd_id().empty()}}, path, errors);
}

void validate_portworx_volume(v1::PortworxVolumeSource source, const FieldPath& path, ErrorList& errors) {
  require({{"volumeID", source.volume_id().empty()}}, path, errors);
}

void validate_git_repo(v1::GitRepoVolumeSource source, const FieldPath& path, ErrorList& errors) {
  require({{"repository", source.repository().empty()}}, path, errors);
  validate_local_descending_path(source.directory(), path.child("directory"), errors);
}

void validate_glusterfs(v1::GlusterfsVolumeSource source, const FieldPath& path, ErrorList& errors) {
  require({{"endpoints", source.endpoints().empty()}, {"path", source.path().empty()}}, path, errors);
}

void validate_glusterfs(v1::GlusterfsPersistentVolumeSource source, const FieldPath& path, ErrorList& errors) {
  require({{"endpoints", source.endpoints().empty()}, {"path", source.path().empty()}}, path, errors);
  const auto name = source.endpoints_namespace();
  if (!name) return;
  const FieldPath at = path.child("endpointsNamespace");
  if (name->empty()) {
    errors.invalid(at, quoted(*name), "if the endpointnamespace is set, it must be a valid namespace name");
  } else {
    validate_label(*name, at, errors);
  }
}

void validate_rbd(v1::RBDVolumeSource source, const FieldPath& path, ErrorList& errors) {
  require({{"monitors", source.monitors().empty()}, {"image", source.image().empty()}}, path, errors);
}

void validate_rbd(v1::RBDPersistentVolumeSource source, const FieldPath& path, ErrorList& errors) {
  require({{"monitors", source.monitors().empty()}, {"image", source.image().empty()}}, path, errors);
}

void validate_cinder(v1::CinderVolumeSource source, const FieldPath& path, ErrorList& errors) {
  require({{"volumeID", source.volume_id().empty()}}, path, errors);
  if (source.secret_ref()) require({{"name", source.secret_ref().name().empty()}}, path.child("secretRef"), errors);
}

void validate_cinder(v1::CinderPersistentVolumeSource source, const FieldPath& path, ErrorList& errors) {
  require({{"volumeID", source.volume_id().empty()}}, path, errors);
  const v1::SecretReference secret = source.secret_ref();
  if (secret) require({{"name", secret.name().empty()}, {"namespace", secret.namespace_().empty()}}, path.child("secretRef"), errors);
}

void validate_cephfs(v1::CephFSVolumeSource source, const FieldPath& path, ErrorList& errors) {
  require({{"monitors", source.monitors().empty()}}, path, errors);
}

void validate_cephfs(v1::CephFSPersistentVolumeSource source, const FieldPath& path, ErrorList& errors) {
  require({{"monitors", source.monitors().empty()}}, path, errors);
}

void validate_flex_volume(v1::FlexVolumeSource source, const FieldPath& path, ErrorList& errors) { validate_flex(source, path, errors); }

void validate_flex_volume(v1::FlexPersistentVolumeSource source, const FieldPath& path, ErrorList& errors) {
  validate_flex(source, path, errors);
}

void validate_azure_file(v1::AzureFileVolumeSource source, const FieldPath& path, ErrorList& errors) {
  require({{"secretName", source.secret_name().empty()}, {"shareName", source.share_name().empty()}}, path, errors);
}

void validate_azure_file(v1::AzureFilePersistentVolumeSource source, const FieldPath& path, ErrorList& errors) {
  const bool empty_namespace = source.secret_namespace() && source.secret_namespace()->empty();
  require({{"secretName", source.secret_name().empty()}, {"shareName", source.share_name().empty()}, {"secretNamespace", empty_namespace}},
          path, errors);
}

void validate_scale_io(v1::ScaleIOVolumeSource source, const FieldPath& path, ErrorList& errors) {
  require({{"gateway", source.gateway().empty()}, {"system", source.system().empty()}, {"volumeName", source.volume_name().empty()}}, path,
          errors);
}

void validate_scale_io(v1::ScaleIOPersistentVolumeSource source, const FieldPath& path, ErrorList& errors) {
  require({{"gateway", source.gateway().empty()}, {"system", source.system().empty()}, {"volumeName", source.volume_name().empty()}}, path,
          errors);
}

void validate_storageos(v1::StorageOSVolumeSource source, const FieldPath& path, ErrorList& errors) {
  validate_storageos_volume(source, path, errors);
}

void validate_storageos(v1::StorageOSPersistentVolumeSource source, const FieldPath& path, ErrorList& errors) {
  validate_storageos_volume(source, path, errors);
  if (source.secret_ref()) require({{"namespace", source.secret_ref().namespace_().empty()}}, path.child("secretRef"), errors);
}

void validate_csi_driver_name(std::string_view name, const FieldPath& path, ErrorList& errors) {
  if (name.empty()) return errors.required(path, "");
  if (name.size() > kCsiDriverNameBytesMax) errors.too_long(path, kCsiDriverNameBytesMax);
  errors.invalid_text_each(path, name, object::is_dns1123_subdomain(lower(name)));
}

void validate_csi(v1::CSIVolumeSource source, const FieldPath& path, ErrorList& errors) {
  validate_csi_driver_name(source.driver(), path.child("driver"), errors);
  if (!source.node_publish_secret_ref()) return;
  const std::string_view secret = source.node_publish_secret_ref().name();
  if (secret.empty()) {
    errors.required(path.child("nodePublishSecretRef").child("name"), "");
  } else {
    errors.invalid_text_each(path.child("name"), secret, object::is_dns1123_subdomain(secret));
  }
}

void validate_csi(v1::CSIPersistentVolumeSource source, const FieldPath& path, ErrorList& errors) {
  validate_csi_driver_name(source.driver(), path.child("driver"), errors);
  require({{"volumeHandle", source.volume_handle().empty()}}, path, errors);
  validate_secret_reference(source.controller_publish_secret_ref(), path.child("controllerPublishSecretRef"), errors);
  validate_secret_reference(source.controller_expand_secret_ref(), path.child("controllerExpandSecretRef"), errors);
  validate_secret_reference(source.node_publish_secret_ref(), path.child("nodePublishSecretRef"), errors);
  validate_secret_reference(source.node_expand_secret_ref(), path.child("nodeExpandSecretRef"), errors);
}

void validate_local(v1::LocalVolumeSource source, const FieldPath& path, ErrorList& errors) {
  if (source.path().empty()) return errors.required(path.child("path"), "");
  validate_path_no_backsteps(source.path(), path.child("path"), errors);
}

}  // namespace pintle::core

#include "groups/core/volume_warnings.h"

#include "groups/core/persistent_volume_claim_rules.h"
#include "object/go_format.h"
#include "views/core_v1.h"

namespace pintle::core {
namespace {

using object::FieldPath;
using object::quoted;
using Warnings = std::vector<std::string>;

struct FilePath {
  std::string_view path;
  std::string source;  // what of a projected volume it comes from

  bool operator==(const FilePath&) const = default;
  std::string to_string() const { return source.empty() ? quoted(path) : quoted(path) + " (" + source + ")"; }
};
using FilePaths = std::vector<FilePath>;

std::string_view without_slashes(std::string_view path) {
  while (path.ends_with('/')) path.remove_suffix(1);
  return path;
}

bool is_within(std::string_view path, std::string_view folder) {
  return path == folder || (path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/');
}

bool overlap(const FilePath& left, const FilePath& right) {
  if (left.path.empty() || right.path.empty()) return false;
  return is_within(left.path, right.path) || is_within(right.path, left.path);
}

// `file` against those before it, which it joins.
void add_file(FilePath file, std::string_view volume, std::string_view description, FilePaths& files, Warnings& warnings) {
  file.path = without_slashes(file.path);
  for (const FilePath& other : files)
    if (overlap(other, file))
      warnings.push_back("volume " + quoted(volume) + " (" + std::string(description) + "): overlapping paths: " + file.to_string() +
                         " with " + other.to_string());
  files.push_back(std::move(file));
}

template <class Items>
void add_items(Items items, const std::string& source, FilePaths& files) {
  for (auto item : items) files.push_back({item.path(), source});
}

template <class Items>
void warn_items(Items items, std::string_view volume, std::string_view description, Warnings& warnings) {
  FilePaths files;
  for (auto item : items) add_file({item.path(), ""}, volume, description, files, warnings);
}

FilePaths files_of(v1::VolumeProjection source) {
  FilePaths files;
  if (source.config_map().has_items()) {
    add_items(source.config_map().items(), "ConfigMap " + quoted(source.config_map().name()), files);
  } else if (source.secret().has_items()) {
    add_items(source.secret().items(), "Secret " + quoted(source.secret().name()), files);
  } else if (source.downward_api().has_items()) {
    add_items(source.downward_api().items(), "DownwardAPI", files);
  } else if (source.has_service_account_token()) {
    files.push_back({source.service_account_token().path(), "ServiceAccountToken"});
  } else if (v1::ClusterTrustBundleProjection bundle = source.cluster_trust_bundle()) {
    files.push_back({bundle.path(), "ClusterTrustBundle " + quoted(bundle.name().value_or(bundle.signer_name().value_or("")))});
  } else if (v1::PodCertificateProjection certificate = source.pod_certificate()) {
    if (!certificate.certificate_chain_path().empty()) files.push_back({certificate.certificate_chain_path(), "PodCertificate chain"});
    if (!certificate.key_path().empty()) files.push_back({certificate.key_path(), "PodCertificate key"});
    if (!certificate.credential_bundle_path().empty())
      files.push_back({certificate.credential_bundle_path(), "PodCertificate credential bundle"});
  }
  return files;
}

bool is_empty(v1::VolumeProjection source) {
  return !source.has_secret() && !source.has_downward_api() && !source.has_config_map() && !source.has_service_account_token() &&
         !source.has_cluster_trust_bundle() && !source.has_pod_certificate();
}

void warn_projected(v1::ProjectedVolumeSource projected, std::string_view volume, Warnings& warnings) {
  FilePaths files;
  for (const v1::VolumeProjection source : projected.sources()) {
    if (is_empty(source))
      warnings.push_back("volume " + quoted(volume) + " (Projected) has no sources provided");
    else
      for (FilePath& file : files_of(source)) add_file(std::move(file), volume, "Projected", files, warnings);
  }
}

void warn_source(v1::Volume volume, const FieldPath& path, Warnings& warnings) {
  const auto warn = [&](bool present, std::string_view name, std::string_view message) {
    if (present) warnings.push_back(path.child(name).to_string() + ": " + std::string(message));
  };
  warn(volume.has_photon_persistent_disk(), "photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+");
  warn(volume.has_git_repo(), "gitRepo", "deprecated in v1.11, and disabled by default in v1.33+");
  warn(volume.has_scale_io(), "scaleIO", "deprecated in v1.16, non-functional in v1.22+");
  warn(volume.has_flocker(), "flocker", "deprecated in v1.22, non-functional in v1.25+");
  warn(volume.has_storageos(), "storageOS", "deprecated in v1.22, non-functional in v1.25+");
  warn(volume.has_quobyte(), "quobyte", "deprecated in v1.22, non-functional in v1.25+");
  warn(volume.has_glusterfs(), "glusterfs", "deprecated in v1.25, non-functional in v1.26+");
  if (volume.ephemeral().has_volume_claim_template())
    warn_claim_spec(volume.ephemeral().volume_claim_template().spec(), path.child("ephemeral").child("volumeClaimTemplate").child("spec"),
                    warnings);
  warn(volume.has_cephfs(), "cephfs", "deprecated in v1.28, non-functional in v1.31+");
  warn(volume.has_rbd(), "rbd", "deprecated in v1.28, non-functional in v1.31+");
}

}  // namespace

void warn_volume_sources(v1::PodSpec spec, const FieldPath& path, Warnings& warnings) {
  for (auto [index, volume] : spec.volumes().enumerate()) warn_source(volume, path.index(index), warnings);
}

void warn_overlapping_paths(v1::PodSpec spec, Warnings& warnings) {
  for (const v1::Volume volume : spec.volumes()) {
    const std::string_view name = volume.name();
    warn_items(volume.config_map().items(), name, "ConfigMap " + quoted(volume.config_map().name()), warnings);
    warn_items(volume.secret().items(), name, "Secret " + quoted(volume.secret().secret_name()), warnings);
    warn_items(volume.downward_api().items(), name, "DownwardAPI", warnings);
    warn_projected(volume.projected(), name, warnings);
  }
}

}  // namespace pintle::core

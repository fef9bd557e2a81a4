// The rules of each kind of volume source, one function each; Pods and PersistentVolumes share them.
//
//   if (spec.nfs()) validate_nfs(spec.nfs(), path.child("nfs"), errors);
//
// A view that is given is present. `path` is that of the source itself. Pure; any thread.
// Source: pkg/apis/core/validation validate<Name>VolumeSource, validate<Name>PersistentVolumeSource.
#pragma once

#include <string_view>

#include "object/field_error.h"
#include "views/core_v1.h"

namespace pintle::core {

// Of Pods and PersistentVolumes alike.
void validate_host_path(v1::HostPathVolumeSource source, const object::FieldPath& path, object::ErrorList& errors);
void validate_gce_persistent_disk(v1::GCEPersistentDiskVolumeSource source, const object::FieldPath& path, object::ErrorList& errors);
void validate_aws_elastic_block_store(v1::AWSElasticBlockStoreVolumeSource source, const object::FieldPath& path,
                                      object::ErrorList& errors);
void validate_nfs(v1::NFSVolumeSource source, const object::FieldPath& path, object::ErrorList& errors);
void validate_fc(v1::FCVolumeSource source, const object::FieldPath& path, object::ErrorList& errors);
void validate_flocker(v1::FlockerVolumeSource source, const object::FieldPath& path, object::ErrorList& errors);
void validate_quobyte(v1::QuobyteVolumeSource source, const object::FieldPath& path, object::ErrorList& errors);
void validate_vsphere_volume(v1::VsphereVirtualDiskVolumeSource source, const object::FieldPath& path, object::ErrorList& errors);
void validate_azure_disk(v1::AzureDiskVolumeSource source, const object::FieldPath& path, object::ErrorList& errors);
void validate_photon_persistent_disk(v1::PhotonPersistentDiskVolumeSource source, const object::FieldPath& path, object::ErrorList& errors);
void validate_portworx_volume(v1::PortworxVolumeSource source, const object::FieldPath& path, object::ErrorList& errors);

// Of Pods.
void validate_git_repo(v1::GitRepoVolumeSource source, const object::FieldPath& path, object::ErrorList& errors);
void validate_iscsi(v1::ISCSIVolumeSource source, const object::FieldPath& path, object::ErrorList& errors);
// `path` is that of the volume's name.
void validate_iscsi_name_length(v1::ISCSIVolumeSource source, std::string_view volume_name, const object::FieldPath& path,
                                object::ErrorList& errors);
void validate_glusterfs(v1::GlusterfsVolumeSource source, const object::FieldPath& path, object::ErrorList& errors);
void validate_rbd(v1::RBDVolumeSource source, const object::FieldPath& path, object::ErrorList& errors);
void validate_cinder(v1::CinderVolumeSource source, const object::FieldPath& path, object::ErrorList& errors);
void validate_cephfs(v1::CephFSVolumeSource source, const object::FieldPath& path, object::ErrorList& errors);
void validate_flex_volume(v1::FlexVolumeSource source, const object::FieldPath& path, object::ErrorList& errors);
void validate_azure_file(v1::AzureFileVolumeSource source, const object::FieldPath& path, object::ErrorList& errors);
void validate_scale_io(v1::ScaleIOVolumeSource source, const object::FieldPath& path, object::ErrorList& errors);
void validate_storageos(v1::StorageOSVolumeSource source, const object::FieldPath& path, object::ErrorList& errors);
void validate_csi(v1::CSIVolumeSource source, const object::FieldPath& path, object::ErrorList& errors);

// Of PersistentVolumes.
void validate_iscsi(v1::ISCSIPersistentVolumeSource source, std::string_view volume_name, const object::FieldPath& path,
                    object::ErrorList& errors);
void validate_glusterfs(v1::GlusterfsPersistentVolumeSource source, const object::FieldPath& path, object::ErrorList& errors);
void validate_rbd(v1::RBDPersistentVolumeSource source, const object::FieldPath& path, object::ErrorList& errors);
void validate_cinder(v1::CinderPersistentVolumeSource source, const object::FieldPath& path, object::ErrorList& errors);
void validate_cephfs(v1::CephFSPersistentVolumeSource source, const object::FieldPath& path, object::ErrorList& errors);
void validate_flex_volume(v1::FlexPersistentVolumeSource source, const object::FieldPath& path, object::ErrorList& errors);
void validate_azure_file(v1::AzureFilePersistentVolumeSource source, const object::FieldPath& path, object::ErrorList& errors);
void validate_scale_io(v1::ScaleIOPersistentVolumeSource source, const object::FieldPath& path, object::ErrorList& errors);
void validate_storageos(v1::StorageOSPersistentVolumeSource source, const object::FieldPath& path, object::ErrorList& errors);
void validate_csi(v1::CSIPersistentVolumeSource source, const object::FieldPath& path, object::ErrorList& errors);
void validate_local(v1::LocalVolumeSource source, const object::FieldPath& path, object::ErrorList& errors);

// The name of a CSIDriver.
void validate_csi_driver_name(std::string_view name, const object::FieldPath& path, object::ErrorList& errors);

}  // namespace pintle::core

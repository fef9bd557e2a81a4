// The rules of volumes: what a Pod's volumes, mounts and devices must be. PersistentVolume's own sources: volume_source_rules.h.
//
//   const VolumeSources volumes = validate_volumes(spec.volumes(), pod_name, rules, path.child("volumes"), errors);
//   validate_volume_mounts(container.volume_mounts(), mounts_of(container.volume_devices()), volumes, container.security_context(), ...);
//
// Pure; any thread. Errors go to the list in upstream's order. Views in results live as long as the tree.
// Source: pkg/apis/core/validation ValidateVolumes, ValidateVolumeMounts, ValidateVolumeDevices.
#pragma once

#include <map>
#include <string_view>

#include "object/field_error.h"
#include "views/core_v1.h"

namespace pintle::core {

struct VolumeRules {
  bool resource_is_pod = false;                       // a Pod, not a template of one: an image volume needs its reference
  bool allow_non_local_projected_token_path = false;  // the stored object has one already
};

// The volumes without faults, by name.
using VolumeSources = std::map<std::string_view, v1::VolumeSource>;

// `pod_name` is "" where it is not known: of templates, and before it is generated.
VolumeSources validate_volumes(object::ListView<v1::Volume> volumes, std::string_view pod_name, const VolumeRules& rules,
                               const object::FieldPath& path, object::ErrorList& errors);

// Where a container has its volumes: by the volume's name the path, of mounts or of devices.
using VolumePaths = std::map<std::string_view, std::string_view>;
VolumePaths mount_paths(object::ListView<v1::VolumeMount> mounts);
VolumePaths device_paths(object::ListView<v1::VolumeDevice> devices);

// `devices`: the same container's device_paths(); `security`: its security context, for who may mount Bidirectional.
void validate_volume_mounts(object::ListView<v1::VolumeMount> mounts, const VolumePaths& devices, const VolumeSources& volumes,
                            v1::SecurityContext security, const object::FieldPath& path, object::ErrorList& errors);
// `mounts`: the same container's mount_paths().
void validate_volume_devices(object::ListView<v1::VolumeDevice> devices, const VolumePaths& mounts, const VolumeSources& volumes,
                             const object::FieldPath& path, object::ErrorList& errors);

// "" (IfNotPresent and so on are defaults by then) is required; the containers' rule is the same.
void validate_pull_policy(std::string_view policy, const object::FieldPath& path, object::ErrorList& errors);

}  // namespace pintle::core

// Where containers have a Pod's volumes: as directories (mounts) or as block devices.
#include <algorithm>
#include <array>
#include <set>

#include "groups/core/local_path_rules.h"
#include "groups/core/volume_rules.h"
#include "object/go_format.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::ListView;
using object::quoted;

bool has_path(const VolumePaths& paths, std::string_view path) {
  return std::ranges::any_of(paths, [&](const auto& entry) { return entry.second == path; });
}

void validate_propagation(std::string_view mode, v1::SecurityContext security, const FieldPath& path, ErrorList& errors) {
  static constexpr std::array<std::string_view, 3> kModes = {"Bidirectional", "HostToContainer", "None"};
  if (std::ranges::find(kModes, mode) == kModes.end()) errors.not_supported(path, object::json_quoted(mode), kModes);
  if (mode == "Bidirectional" && !security.privileged().value_or(false))
    errors.forbidden(path, "Bidirectional mount propagation is available only to privileged containers");
}

void validate_recursive_read_only(v1::VolumeMount mount, const FieldPath& path, ErrorList& errors) {
  static constexpr std::array<std::string_view, 3> kModes = {"Disabled", "Enabled", "IfPossible"};
  const auto mode = mount.recursive_read_only();
  if (!mode || *mode == "Disabled") return;
  if (*mode != "Enabled" && *mode != "IfPossible") return errors.not_supported(path, object::json_quoted(*mode), kModes);
  if (!mount.read_only()) errors.forbidden(path, "may only be specified when readOnly is true");
  if (mount.mount_propagation().value_or("None") != "None")
    errors.forbidden(path, "may only be specified when mountPropagation is None or not specified");
}

// The path of subPath and what follows is that of the list, as in upstream.
void validate_inside(v1::VolumeMount mount, const FieldPath& at, const FieldPath& list, ErrorList& errors) {
  if (!mount.sub_path().empty()) validate_local_descending_path(mount.sub_path(), list.child("subPath"), errors);
  if (mount.sub_path_expr().empty()) return;
  if (!mount.sub_path().empty())
    errors.invalid(at.child("subPathExpr"), quoted(mount.sub_path_expr()), "subPathExpr and subPath are mutually exclusive");
  validate_local_descending_path(mount.sub_path_expr(), list.child("subPathExpr"), errors);
}

bool has_backsteps(std::string_view path) {
  ErrorList errors;
  validate_path_no_backsteps(path, FieldPath(), errors);
  return !errors.empty();
}

bool is_claim(v1::VolumeSource source) { return source.has_persistent_volume_claim() || source.has_ephemeral(); }

}  // namespace

VolumePaths mount_paths(ListView<v1::VolumeMount> mounts) {
  VolumePaths paths;
  for (v1::VolumeMount mount : mounts) paths.insert_or_assign(mount.name(), mount.mount_path());
  return paths;
}

VolumePaths device_paths(ListView<v1::VolumeDevice> devices) {
  VolumePaths paths;
  for (v1::VolumeDevice device : devices) paths.insert_or_assign(device.name(), device.device_path());
  return paths;
}

void validate_volume_mounts(ListView<v1::VolumeMount> mounts, const VolumePaths& devices, const VolumeSources& volumes,
                            v1::SecurityContext security, const FieldPath& path, ErrorList& errors) {
  std::set<std::string_view> paths;
  for (auto [index, mount] : mounts.enumerate()) {
    const FieldPath at = path.index(index);
    const FieldPath name = at.child("name");
    const FieldPath mount_path = at.child("mountPath");
    if (mount.name().empty()) errors.required(name, "");
    if (!volumes.contains(mount.name())) errors.not_found(name, quoted(mount.name()));
    if (mount.mount_path().empty()) errors.required(mount_path, "");
    if (!paths.insert(mount.mount_path()).second) errors.invalid(mount_path, quoted(mount.mount_path()), "must be unique");
    if (devices.contains(mount.name())) errors.invalid(name, quoted(mount.name()), "must not already exist in volumeDevices");
    if (has_path(devices, mount.mount_path()))
      errors.invalid(mount_path, quoted(mount.mount_path()), "must not already exist as a path in volumeDevices");
    validate_inside(mount, at, path, errors);
    if (mount.mount_propagation()) validate_propagation(*mount.mount_propagation(), security, path.child("mountPropagation"), errors);
    validate_recursive_read_only(mount, path.child("recursiveReadOnly"), errors);
  }
}

void validate_volume_devices(ListView<v1::VolumeDevice> devices, const VolumePaths& mounts, const VolumeSources& volumes,
                             const FieldPath& path, ErrorList& errors) {
  std::set<std::string_view> names;
  std::set<std::string_view> paths;
  for (auto [index, device] : devices.enumerate()) {
    const FieldPath name = path.index(index).child("name");
    const FieldPath device_path = path.index(index).child("devicePath");
    const auto volume = volumes.find(device.name());
    if (device.name().empty()) errors.required(name, "");
    if (names.contains(device.name())) errors.invalid(name, quoted(device.name()), "must be unique");
    if (volume == volumes.end()) {
      errors.not_found(name, quoted(device.name()));
    } else if (!is_claim(volume->second)) {
      errors.invalid(name, quoted(device.name()), "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode");
    }
    if (device.device_path().empty()) errors.required(device_path, "");
    if (paths.contains(device.device_path())) errors.invalid(device_path, quoted(device.device_path()), "must be unique");
    if (has_backsteps(device.device_path())) {
      errors.invalid(device_path, quoted(device.device_path()), "can not contain backsteps ('..')");
    } else {
      paths.insert(device.device_path());
    }
    if (mounts.contains(device.name())) errors.invalid(name, quoted(device.name()), "must not already exist in volumeMounts");
    if (has_path(mounts, device.device_path()))
      errors.invalid(device_path, quoted(device.device_path()), "must not already exist as a path in volumeMounts");
    if (!device.name().empty()) names.insert(device.name());
  }
}

}  // namespace pintle::core

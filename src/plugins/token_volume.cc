#include "plugins/token_volume.h"

#include <string>

#include "api/lifecycle.h"

namespace pintle::plugins {
namespace {

using core::v1::ContainerMut;
using core::v1::PodSpecMut;

constexpr std::string_view kNamePrefix = "kube-api-access-";
constexpr std::string_view kMountPath = "/var/run/secrets/kubernetes.io/serviceaccount";
constexpr int64_t kTokenSeconds = 60 * 60 + 7;
constexpr int32_t kDefaultMode = 0644;

std::string existing_volume(PodSpecMut spec) {
  for (const core::v1::VolumeMut volume : spec.volumes())
    if (volume.name().starts_with(kNamePrefix)) return std::string(volume.name());
  return {};
}

bool mounts_at_its_place(ContainerMut container) {
  for (const core::v1::VolumeMountMut mount : container.volume_mounts())
    if (mount.mount_path() == kMountPath) return true;
  return false;
}

// True when one of them was missing it.
bool mount(object::ListMut<ContainerMut> containers, std::string_view volume) {
  bool needed = false;
  for (const ContainerMut container : containers) {
    if (mounts_at_its_place(container)) continue;
    const core::v1::VolumeMountMut mount = container.ensure_volume_mounts().append();
    mount.set_name(volume);
    mount.set_read_only(true);
    mount.set_mount_path(kMountPath);
    needed = true;
  }
  return needed;
}

void add_volume(PodSpecMut spec, std::string_view name) {
  const core::v1::VolumeMut volume = spec.ensure_volumes().append();
  volume.set_name(name);
  const core::v1::ProjectedVolumeSourceMut projected = volume.ensure_projected();
  projected.set_default_mode(kDefaultMode);

  const core::v1::ServiceAccountTokenProjectionMut token = projected.ensure_sources().append().ensure_service_account_token();
  token.set_path("token");
  token.set_expiration_seconds(kTokenSeconds);

  const core::v1::ConfigMapProjectionMut authority = projected.ensure_sources().append().ensure_config_map();
  authority.set_name("kube-root-ca.crt");
  const core::v1::KeyToPathMut certificate = authority.ensure_items().append();
  certificate.set_key("ca.crt");
  certificate.set_path("ca.crt");

  const core::v1::DownwardAPIVolumeFileMut file = projected.ensure_sources().append().ensure_downward_api().ensure_items().append();
  file.set_path("namespace");
  const core::v1::ObjectFieldSelectorMut field = file.ensure_field_ref();
  field.set_api_version("v1");
  field.set_field_path("metadata.namespace");
}

}  // namespace

void mount_token(PodSpecMut spec) {
  const std::string existing = existing_volume(spec);
  const std::string name = existing.empty() ? api::generate_name(kNamePrefix) : existing;
  const bool init = mount(spec.init_containers(), name);
  const bool needed = mount(spec.containers(), name) || init;
  if (needed && existing.empty()) add_volume(spec, name);
}

}  // namespace pintle::plugins

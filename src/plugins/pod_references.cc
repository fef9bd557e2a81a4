#include "plugins/pod_references.h"

namespace pintle::plugins {
namespace {

using core::v1::Volume;
using core::v1::VolumeProjection;

template <class Container>
bool environment_names_secret(Container container) {
  for (const core::v1::EnvFromSource source : container.env_from())
    if (!source.secret_ref().name().empty()) return true;
  for (const core::v1::EnvVar variable : container.env())
    if (!variable.value_from().secret_key_ref().name().empty()) return true;
  return false;
}

template <class Container>
bool environment_names_config_map(Container container) {
  for (const core::v1::EnvFromSource source : container.env_from())
    if (!source.config_map_ref().name().empty()) return true;
  for (const core::v1::EnvVar variable : container.env())
    if (!variable.value_from().config_map_key_ref().name().empty()) return true;
  return false;
}

bool volume_names_secret(Volume volume) {
  const std::string_view named[] = {
      volume.azure_file().secret_name(),      volume.cephfs().secret_ref().name(),
      volume.cinder().secret_ref().name(),    volume.flex_volume().secret_ref().name(),
      volume.rbd().secret_ref().name(),       volume.secret().secret_name(),
      volume.scale_io().secret_ref().name(),  volume.iscsi().secret_ref().name(),
      volume.storageos().secret_ref().name(), volume.csi().node_publish_secret_ref().name(),
  };
  for (const std::string_view name : named)
    if (!name.empty()) return true;
  for (const VolumeProjection source : volume.projected().sources())
    if (!source.secret().name().empty()) return true;
  return false;
}

bool volume_names_config_map(Volume volume) {
  if (!volume.config_map().name().empty()) return true;
  for (const VolumeProjection source : volume.projected().sources())
    if (!source.config_map().name().empty()) return true;
  return false;
}

}  // namespace

bool names_secret(core::v1::PodSpec spec) {
  for (const core::v1::LocalObjectReference reference : spec.image_pull_secrets())
    if (!reference.name().empty()) return true;
  if (!visit_containers(spec, [](auto container) { return !environment_names_secret(container); })) return true;
  for (const Volume volume : spec.volumes())
    if (volume_names_secret(volume)) return true;
  return false;
}

bool names_config_map(core::v1::PodSpec spec) {
  if (!visit_containers(spec, [](auto container) { return !environment_names_config_map(container); })) return true;
  for (const Volume volume : spec.volumes())
    if (volume_names_config_map(volume)) return true;
  return false;
}

}  // namespace pintle::plugins

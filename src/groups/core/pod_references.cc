#include "groups/core/pod_references.h"

#include "groups/core/container.h"
#include "views/core_v1.h"

namespace pintle::core {
namespace {

// Leaves out empty names.
class Names {
 public:
  explicit Names(const VisitName& visit) : visit_(visit) {}
  void add(std::string_view name) const {
    if (!name.empty()) visit_(name);
  }

 private:
  const VisitName& visit_;
};

void add_secrets(v1::Container container, const Names& names) {
  for (const v1::EnvFromSource source : container.env_from()) names.add(source.secret_ref().name());
  for (const v1::EnvVar variable : container.env()) names.add(variable.value_from().secret_key_ref().name());
}

void add_config_maps(v1::Container container, const Names& names) {
  for (const v1::EnvFromSource source : container.env_from()) names.add(source.config_map_ref().name());
  for (const v1::EnvVar variable : container.env()) names.add(variable.value_from().config_map_key_ref().name());
}

void add_secrets(v1::Volume volume, const Names& names) {
  names.add(volume.azure_file().secret_name());
  names.add(volume.cephfs().secret_ref().name());
  names.add(volume.cinder().secret_ref().name());
  names.add(volume.flex_volume().secret_ref().name());
  for (const v1::VolumeProjection source : volume.projected().sources()) names.add(source.secret().name());
  names.add(volume.rbd().secret_ref().name());
  names.add(volume.secret().secret_name());
  names.add(volume.scale_io().secret_ref().name());
  names.add(volume.iscsi().secret_ref().name());
  names.add(volume.storageos().secret_ref().name());
  names.add(volume.csi().node_publish_secret_ref().name());
}

}  // namespace

void visit_secret_names(v1::PodSpec spec, const VisitName& visit) {
  const Names names(visit);
  for (const v1::LocalObjectReference reference : spec.image_pull_secrets()) names.add(reference.name());
  visit_containers(spec, [&](v1::Container container) { add_secrets(container, names); });
  for (const v1::Volume volume : spec.volumes()) add_secrets(volume, names);
}

void visit_config_map_names(v1::PodSpec spec, const VisitName& visit) {
  const Names names(visit);
  visit_containers(spec, [&](v1::Container container) { add_config_maps(container, names); });
  for (const v1::Volume volume : spec.volumes()) {
    for (const v1::VolumeProjection source : volume.projected().sources()) names.add(source.config_map().name());
    names.add(volume.config_map().name());
  }
}

}  // namespace pintle::core

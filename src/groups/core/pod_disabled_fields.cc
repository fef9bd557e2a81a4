// Fields of features that are off by default in 1.36: ClusterTrustBundleProjection, PodCertificateRequest, GenericWorkload,
// ContainerStopSignals. Source: pkg/api/pod/util.go DropDisabledTemplateFields.
#include "groups/core/container.h"
#include "groups/core/pod_spec.h"

namespace pintle::core {
namespace {

bool has_stop_signal(v1::PodSpec spec) {
  return any_container(spec, [](v1::Container container) { return container.lifecycle().stop_signal().has_value(); });
}

template <class Predicate>
bool any_projection(v1::PodSpec spec, Predicate predicate) {
  for (const v1::Volume volume : spec.volumes())
    for (const v1::VolumeProjection source : volume.projected().sources())
      if (predicate(source)) return true;
  return false;
}

template <class Change>
void change_projections(v1::PodSpecMut spec, Change change) {
  for (const v1::VolumeMut volume : spec.volumes())
    if (v1::ProjectedVolumeSourceMut projected = volume.projected())
      for (const v1::VolumeProjectionMut source : projected.sources()) change(source);
}

void drop_stop_signal(v1::ContainerMut container) {
  v1::LifecycleMut lifecycle = container.lifecycle();
  if (!lifecycle || !lifecycle.stop_signal()) return;
  lifecycle.clear_stop_signal();
  if (!lifecycle.post_start() && !lifecycle.pre_stop()) container.clear_lifecycle();
}

void drop_stop_signals(v1::PodSpecMut spec) {
  for (const v1::ContainerMut container : spec.init_containers()) drop_stop_signal(container);
  for (const v1::ContainerMut container : spec.containers()) drop_stop_signal(container);
  for (const v1::EphemeralContainerMut container : spec.ephemeral_containers()) drop_stop_signal(as_container(container));
}

}  // namespace

void drop_disabled_pod_spec_fields(v1::PodSpecMut spec, v1::PodSpec old) {
  if (!spec) return;
  const auto has_trust_bundle = [](v1::VolumeProjection source) { return source.has_cluster_trust_bundle(); };
  const auto has_certificate = [](v1::VolumeProjection source) { return source.has_pod_certificate(); };
  if (!any_projection(old, has_trust_bundle))
    change_projections(spec, [](v1::VolumeProjectionMut source) { source.clear_cluster_trust_bundle(); });
  if (!any_projection(old, has_certificate))
    change_projections(spec, [](v1::VolumeProjectionMut source) { source.clear_pod_certificate(); });
  if (!old.has_scheduling_group()) spec.clear_scheduling_group();
  if (!has_stop_signal(old)) drop_stop_signals(spec);
}

void drop_disabled_pod_template_fields(v1::PodTemplateSpecMut pod_template, v1::PodTemplateSpec old) {
  if (pod_template) drop_disabled_pod_spec_fields(pod_template.spec(), old.spec());
}

}  // namespace pintle::core

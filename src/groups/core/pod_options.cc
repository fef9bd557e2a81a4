// Source: pkg/api/pod/util.go GetValidationOptionsFromPodSpecAndMeta, DropDisabledTemplateFields.
#include "groups/core/container.h"
#include "groups/core/pod_spec.h"
#include "groups/core/resource_lists.h"
#include "groups/core/resource_names.h"

namespace pintle::core {
namespace {

bool has_partial_huge_pages(ResourceList list) {
  for (auto [name, amount] : list)
    if (is_huge_page_name(name) && !is_whole_huge_pages(name, quantity_of(amount))) return true;
  return false;
}

bool has_partial_huge_pages(v1::PodSpec spec) {
  return has_partial_huge_pages(spec.overhead()) || any_container(spec, [](v1::Container container) {
           return has_partial_huge_pages(container.resources().limits()) || has_partial_huge_pages(container.resources().requests());
         });
}

bool restarts_plain_init_container_on_resize(v1::PodSpec spec) {
  for (const v1::Container container : spec.init_containers()) {
    if (is_sidecar(container)) continue;
    for (const v1::ContainerResizePolicy policy : container.resize_policy())
      if (policy.restart_policy() == "RestartContainer") return true;
  }
  return false;
}

bool has_user_namespace(v1::PodSpec spec) { return spec.host_users() == false; }

bool has_volume_devices(v1::PodSpec spec) {
  return any_container(spec, [](v1::Container container) { return !container.volume_devices().empty(); });
}

bool compares_taints(v1::PodSpec spec) {
  for (const v1::Toleration toleration : spec.tolerations())
    if (toleration.operator_() == "Lt" || toleration.operator_() == "Gt") return true;
  return false;
}

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

PodValidationOptions pod_validation_options(v1::PodSpec old, meta::v1::ObjectMeta) {
  PodValidationOptions options;
  if (!old) return options;
  options.allow_existing_restart_container_for_non_sidecar_init_container = restarts_plain_init_container_on_resize(old);
  options.allow_user_namespaces_host_network_support = old.host_network() && has_user_namespace(old);
  options.allow_only_recursive_selinux_change_policy = !old.security_context().se_linux_change_policy();
  options.allow_taint_toleration_comparison_operators = compares_taints(old);
  options.allow_indivisible_huge_pages_values = has_partial_huge_pages(old);
  options.allow_user_namespaces_with_volume_devices = has_user_namespace(old) && has_volume_devices(old);
  return options;
}

PodValidationOptions pod_validation_options(v1::PodTemplateSpec old) { return pod_validation_options(old.spec(), old.metadata()); }

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

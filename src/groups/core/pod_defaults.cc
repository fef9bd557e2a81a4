// Source: pkg/apis/core/v1/defaults.go, in the order of zz_generated.defaults.go; the aliases of conversion.go.
#include "groups/core/container.h"
#include "groups/core/image_name.h"
#include "groups/core/pod_spec.h"
#include "groups/core/resource_amounts.h"
#include "groups/core/resource_lists.h"
#include "groups/core/resource_names.h"
#include "groups/core/volume_defaults.h"
#include "views/core_v1_mut.h"

namespace pintle::core {
namespace {

constexpr int64_t kTerminationGraceSeconds = 30;
constexpr std::string_view kLegacyInitAnnotations[] = {
    "pod.beta.kubernetes.io/init-containers",
    "pod.alpha.kubernetes.io/init-containers",
    "pod.beta.kubernetes.io/init-container-statuses",
    "pod.alpha.kubernetes.io/init-container-statuses",
};

void set_http_get(v1::HTTPGetActionMut action) {
  if (!action) return;
  if (action.path().empty()) action.set_path("/");
  if (action.scheme().empty()) action.set_scheme("HTTP");
}

void set_probe(v1::ProbeMut probe) {
  if (!probe) return;
  if (probe.timeout_seconds() == 0) probe.set_timeout_seconds(1);
  if (probe.period_seconds() == 0) probe.set_period_seconds(10);
  if (probe.success_threshold() == 0) probe.set_success_threshold(1);
  if (probe.failure_threshold() == 0) probe.set_failure_threshold(3);
  set_http_get(probe.http_get());
}

void set_resources(v1::ResourceRequirementsMut resources) {
  if (!resources) return;
  if (resources.has_limits()) round_up_to_milli(resources.ensure_limits());
  if (resources.has_requests()) round_up_to_milli(resources.ensure_requests());
}

void set_container(v1::ContainerMut container) {
  if (container.image_pull_policy().empty()) container.set_image_pull_policy(default_pull_policy(container.image()));
  if (container.termination_message_path().empty()) container.set_termination_message_path("/dev/termination-log");
  if (container.termination_message_policy().empty()) container.set_termination_message_policy("File");
  for (const v1::EnvVarMut variable : container.env())
    if (v1::EnvVarSourceMut source = variable.value_from())
      if (v1::ObjectFieldSelectorMut field = source.field_ref(); field && field.api_version().empty()) field.set_api_version("v1");
  set_resources(container.resources());
  set_probe(container.liveness_probe());
  set_probe(container.readiness_probe());
  set_probe(container.startup_probe());
  if (v1::LifecycleMut lifecycle = container.lifecycle()) {
    if (v1::LifecycleHandlerMut handler = lifecycle.post_start()) set_http_get(handler.http_get());
    if (v1::LifecycleHandlerMut handler = lifecycle.pre_stop()) set_http_get(handler.http_get());
  }
}

void set_service_account(v1::PodSpecMut spec) {
  if (spec.service_account_name().empty() && !spec.service_account().empty())
    spec.set_service_account_name(std::string(spec.service_account()));
  if (spec.service_account() != spec.service_account_name()) spec.set_service_account(std::string(spec.service_account_name()));
}

void copy_missing(ResourceList from, object::ScalarMapMut to) {
  for (auto [name, amount] : from)
    if (!to.node()->get(name)) to.set(name, amount);
}

void set_requests_from_limits(object::ListMut<v1::ContainerMut> containers) {
  for (const v1::ContainerMut container : containers) {
    const v1::ResourceRequirementsMut resources = container.resources();
    if (!resources || !resources.has_limits()) continue;
    const object::ScalarMapMut requests = resources.ensure_requests();
    copy_missing(resources.limits(), requests);
  }
}

// Pod-level limits of huge pages are what the containers have together, where the pod does not say.
void set_pod_huge_page_limits(v1::PodSpecMut spec) {
  const v1::ResourceRequirementsMut resources = spec.resources();
  if (!resources || (resources.limits().empty() && resources.requests().empty())) return;
  for (const auto& [name, amount] : container_limits(spec)) {
    if (!is_huge_page_name(name) || resources.requests().contains(name) || resources.limits().contains(name)) continue;
    resources.ensure_limits().set(name, amount.to_string());
  }
}

void set_pod_requests(v1::PodSpecMut spec) {
  const v1::ResourceRequirementsMut resources = spec.resources();
  if (!resources || resources.limits().empty()) return;
  for (const auto& [name, amount] : container_requests(spec)) {
    if (resources.requests().contains(name) || !is_pod_level_resource(name) || !is_overcommit_allowed(name)) continue;
    resources.ensure_requests().set(name, amount.to_string());
  }
  for (size_t i = 0; i < resources.limits().size(); ++i) {
    const object::Entry& limit = resources.ensure_limits().node()->entries()[i];
    if (resources.requests().contains(limit.key) || !is_pod_level_resource(limit.key)) continue;
    resources.ensure_requests().set(limit.key, limit.value.as_string());
  }
}

void set_host_ports(object::ListMut<v1::ContainerMut> containers) {
  for (const v1::ContainerMut container : containers)
    for (const v1::ContainerPortMut port : container.ports())
      if (port.host_port() == 0) port.set_host_port(port.container_port());
}

}  // namespace

void set_pod_spec_defaults(v1::PodSpecMut spec) {
  if (spec.dns_policy().empty()) spec.set_dns_policy("ClusterFirst");
  if (spec.restart_policy().empty()) spec.set_restart_policy("Always");
  spec.ensure_security_context();
  if (!spec.termination_grace_period_seconds()) spec.set_termination_grace_period_seconds(kTerminationGraceSeconds);
  if (spec.scheduler_name().empty()) spec.set_scheduler_name("default-scheduler");
  for (const v1::VolumeMut volume : spec.volumes()) set_volume_defaults(volume);
  for (const v1::ContainerMut container : spec.init_containers()) set_container(container);
  for (const v1::ContainerMut container : spec.containers()) set_container(container);
  for (const v1::EphemeralContainerMut container : spec.ephemeral_containers()) set_container(as_container(container));
  if (spec.has_overhead()) round_up_to_milli(spec.ensure_overhead());
  set_resources(spec.resources());
  set_service_account(spec);
}

void set_pod_template_defaults(v1::PodTemplateSpecMut pod_template) {
  set_pod_spec_defaults(pod_template.ensure_spec());
  drop_legacy_init_annotations(pod_template.metadata());
}

void set_pod_defaults(v1::PodSpecMut spec) {
  set_requests_from_limits(spec.containers());
  set_requests_from_limits(spec.init_containers());
  set_pod_huge_page_limits(spec);
  set_pod_requests(spec);
  if (!spec.enable_service_links()) spec.set_enable_service_links(true);
  if (spec.host_network()) {
    set_host_ports(spec.containers());
    set_host_ports(spec.init_containers());
  }
  set_pod_spec_defaults(spec);
  if (spec.termination_grace_period_seconds() < 0) spec.set_termination_grace_period_seconds(1);
}

void drop_legacy_init_annotations(meta::v1::ObjectMetaMut metadata) {
  if (!metadata.has_annotations()) return;
  for (const std::string_view key : kLegacyInitAnnotations) metadata.ensure_annotations().erase(key);
}

}  // namespace pintle::core

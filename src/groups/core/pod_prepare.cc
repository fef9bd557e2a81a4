#include "groups/core/pod_prepare.h"

#include <map>
#include <vector>

#include "groups/core/app_armor_annotations.h"
#include "groups/core/pod_conditions.h"
#include "groups/core/pod_qos.h"
#include "groups/core/pod_spec.h"

namespace pintle::core {
namespace {

using object::ListView;
using object::Value;
using Labels = object::MapView<std::string_view>;

// "key in (value)" with the Pod's own value of each label, as far as it has them.
void select_own_labels(meta::v1::LabelSelectorMut selector, ListView<std::string_view> keys, std::string_view op, Labels labels) {
  for (const std::string_view key : keys) {
    if (!labels.contains(key)) continue;
    meta::v1::LabelSelectorRequirementMut requirement = selector.ensure_match_expressions().append();
    requirement.set_key(key);
    requirement.set_operator(op);
    requirement.ensure_values().append(labels.get(key));
  }
}

void merge_keys(v1::PodAffinityTermMut term, Labels labels) {
  if (!term.label_selector()) return;
  select_own_labels(term.label_selector(), term.match_label_keys(), "In", labels);
  select_own_labels(term.label_selector(), term.mismatch_label_keys(), "NotIn", labels);
}

template <class PodAffinityMut>
void merge_affinity_keys(PodAffinityMut affinity, Labels labels) {
  if (!affinity) return;
  for (v1::WeightedPodAffinityTermMut term : affinity.preferred_during_scheduling_ignored_during_execution())
    if (term.pod_affinity_term()) merge_keys(term.pod_affinity_term(), labels);
  for (v1::PodAffinityTermMut term : affinity.required_during_scheduling_ignored_during_execution()) merge_keys(term, labels);
}

void merge_match_label_keys(v1::PodMut pod) {
  const Labels labels = pod.metadata().labels();
  if (v1::AffinityMut affinity = pod.spec().affinity()) {
    merge_affinity_keys(affinity.pod_affinity(), labels);
    merge_affinity_keys(affinity.pod_anti_affinity(), labels);
  }
  for (v1::TopologySpreadConstraintMut constraint : pod.spec().topology_spread_constraints())
    if (constraint.label_selector()) select_own_labels(constraint.label_selector(), constraint.match_label_keys(), "In", labels);
}

void hold_while_gated(v1::PodMut pod, int64_t now_seconds) {
  if (pod.spec().scheduling_gates().empty()) return;
  update_pod_condition(pod.ensure_status(),
                       {.type = "PodScheduled",
                        .status = "False",
                        .reason = "SchedulingGated",
                        .message = "Scheduling is blocked due to non-empty scheduling gates"},
                       now_seconds);
}

bool has_volume_status(ListView<v1::ContainerStatus> statuses) {
  for (const v1::ContainerStatus status : statuses)
    for (const v1::VolumeMountStatus mount : status.volume_mounts())
      if (mount.volume_status()) return true;
  return false;
}

void drop_volume_status(object::ListMut<v1::ContainerStatusMut> statuses) {
  for (v1::ContainerStatusMut status : statuses)
    for (v1::VolumeMountStatusMut mount : status.volume_mounts()) mount.clear_volume_status();
}

// Fields of features that are off by default, unless the stored Pod has them: ImageVolumeWithDigest, DRANodeAllocatableResources.
void drop_disabled_status_fields(v1::PodStatusMut status, v1::PodStatus old) {
  if (!status) return;
  const bool has_digests = has_volume_status(old.container_statuses()) || has_volume_status(old.init_container_statuses()) ||
                           has_volume_status(old.ephemeral_container_statuses());
  if (!has_digests) {
    drop_volume_status(status.container_statuses());
    drop_volume_status(status.init_container_statuses());
    drop_volume_status(status.ephemeral_container_statuses());
  }
  if (old.node_allocatable_resource_claim_statuses().empty()) status.clear_node_allocatable_resource_claim_statuses();
}

// A client that does not know observedGeneration does not take it away. One type may have several conditions.
void keep_observed_generations(v1::PodStatusMut status, v1::PodStatus old) {
  if (!status) return;
  if (status.observed_generation() == 0 && old.observed_generation() != 0) status.set_observed_generation(old.observed_generation());
  std::map<std::string_view, std::vector<int64_t>> before;
  for (const v1::PodCondition condition : old.conditions()) before[condition.type()].push_back(condition.observed_generation());
  for (v1::PodConditionMut condition : status.conditions()) {
    std::vector<int64_t>& generations = before[condition.type()];
    if (generations.empty()) continue;
    if (condition.observed_generation() == 0 && generations.front() != 0) condition.set_observed_generation(generations.front());
    generations.erase(generations.begin());
  }
}

// An independent copy, or none.
void restore_spec(v1::PodMut pod, v1::Pod old) {
  if (old.spec())
    pod.set_spec(object::deep_copy(*old.spec().node(), pod.arena()));
  else
    pod.clear_spec();
}

bool same_names(ListView<v1::Container> containers, ListView<v1::Container> old) {
  if (containers.size() != old.size()) return false;
  for (size_t i = 0; i < old.size(); ++i)
    if (containers[i].name() != old[i].name()) return false;
  return true;
}

// What a resize may change in one container.
struct Resized {
  Value resources;
  Value resize_policy;
};

std::vector<Resized> resized(ListView<v1::Container> containers) {
  std::vector<Resized> all;
  for (const v1::Container container : containers) {
    Value policies;
    if (container.has_resize_policy()) {
      policies = *container.node()->get(static_cast<uint16_t>(v1::Container::schema_type().find("resizePolicy")));
    }
    all.push_back({container.resources() ? *container.resources().node() : Value(), policies});
  }
  return all;
}

void restore_resized(object::ListMut<v1::ContainerMut> containers, const std::vector<Resized>& all) {
  for (size_t i = 0; i < all.size(); ++i) {
    v1::ContainerMut container = containers[i];
    all[i].resources.is_null() ? container.clear_resources() : container.set_resources(all[i].resources);
    all[i].resize_policy.is_null() ? container.clear_resize_policy() : container.set_resize_policy(all[i].resize_policy);
  }
}

}  // namespace

void sync_pod_ips(v1::PodStatusMut status) {
  if (!status) return;
  const std::string ip(status.pod_ip());
  const bool differs = status.v1::PodStatus::pod_ips().empty() || status.v1::PodStatus::pod_ips()[0].ip() != ip;
  if (!ip.empty() && differs) {
    status.set_pod_ips(Value::empty_list());
    status.pod_ips().append().set_ip(ip);
  }
  if (!status.v1::PodStatus::pod_ips().empty()) status.set_pod_ip(std::string(status.v1::PodStatus::pod_ips()[0].ip()));
}

void prepare_pod_create(v1::PodMut pod, const api::HookContext& context) {
  v1::PodStatusMut status = pod.ensure_status();
  status.set_phase("Pending");
  status.set_qos_class(compute_pod_qos(pod.spec()));
  if (!pod.spec()) return;
  drop_disabled_pod_spec_fields(pod.spec(), v1::PodSpec());
  hold_while_gated(pod, context.now_seconds);
  merge_match_label_keys(pod);
  apply_app_armor_annotations(pod, context);
}

void prepare_pod_update(v1::PodMut pod, v1::Pod old, const api::HookContext&) {
  if (pod.spec()) drop_disabled_pod_spec_fields(pod.spec(), old.spec());
}

void prepare_pod_status(v1::PodMut pod, v1::Pod old, const api::HookContext&) {
  if (pod.status().qos_class().empty() && !old.status().qos_class().empty()) pod.ensure_status().set_qos_class(old.status().qos_class());
  keep_observed_generations(pod.status(), old.status());
  drop_disabled_status_fields(pod.status(), old.status());
}

void prepare_ephemeral_containers(v1::PodMut pod, v1::Pod old, const api::HookContext&) {
  const object::ListMut containers = pod.spec().ephemeral_containers();
  const Value ephemeral = containers.node() ? *containers.node() : Value();
  restore_spec(pod, old);
  if (ephemeral.is_null())
    pod.spec().clear_ephemeral_containers();
  else
    pod.ensure_spec().set_ephemeral_containers(ephemeral);
  drop_disabled_pod_spec_fields(pod.spec(), old.spec());
}

void prepare_resize(v1::PodMut pod, v1::Pod old, const api::HookContext&) {
  const v1::PodSpec spec = pod.spec();
  const v1::PodSpec before = old.spec();
  if (spec.containers().size() != before.containers().size() || spec.init_containers().size() != before.init_containers().size()) return;
  if (!same_names(spec.containers(), before.containers()) || !same_names(spec.init_containers(), before.init_containers())) return;
  const std::vector<Resized> containers = resized(spec.containers());
  const std::vector<Resized> init_containers = resized(spec.init_containers());
  const Value resources = spec.resources() ? *spec.resources().node() : Value();
  restore_spec(pod, old);
  restore_resized(pod.spec().containers(), containers);
  restore_resized(pod.spec().init_containers(), init_containers);
  resources.is_null() ? pod.spec().clear_resources() : pod.spec().set_resources(resources);
  drop_disabled_pod_spec_fields(pod.spec(), old.spec());
}

}  // namespace pintle::core

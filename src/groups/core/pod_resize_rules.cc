// How much cpu and memory a running Pod may be given: amounts may change, and nothing else.
#include "api/metadata_rules.h"
#include "groups/core/container.h"
#include "groups/core/core.h"
#include "groups/core/pod_qos.h"
#include "groups/core/pod_rules.h"
#include "object/equality.h"
#include "views/core_v1_mut.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::ListView;
using object::Value;

using Containers = ListView<v1::Container>;
using ResourceList = object::MapView<std::string_view>;

constexpr std::string_view kComputeNames[] = {"cpu", "memory"};

bool has_pod_resources(v1::PodSpec spec) { return !spec.resources().requests().empty() || !spec.resources().limits().empty(); }

// A node that knows how to resize tells the resources of what runs.
bool node_can_resize(v1::Pod pod) {
  for (const v1::ContainerStatus status : pod.status().container_statuses())
    if (status.state().running()) return status.resources().present();
  return true;
}

bool removes(ResourceList now, ResourceList old) {
  for (auto [name, amount] : old)
    if (!now.contains(name)) return true;
  return false;
}

// The map at `field` of the resources with cpu and memory as in `old`, so that a difference that stays is one of other resources.
void restore_compute(v1::ResourceRequirementsMut resources, std::string_view field, ResourceList old) {
  const auto index = static_cast<uint16_t>(v1::ResourceRequirements::schema_type().find(field));
  Value* list = resources.mutable_node()->get(index);
  if (!list) list = &resources.mutable_node()->set(resources.arena(), index, Value::empty_map());
  for (const std::string_view name : kComputeNames) {
    list->erase(name);
    if (old.contains(name)) list->set(resources.arena(), name, Value::string(old.get(name)));
  }
}

void restore_compute(v1::ResourceRequirementsMut resources, v1::ResourceRequirements old) {
  restore_compute(resources, "limits", old.limits());
  restore_compute(resources, "requests", old.requests());
}

bool same(v1::Container one, v1::Container other) { return object::semantic_equal(v1::Container::schema_type(), one.node(), other.node()); }

void validate_pod_resources(v1::PodSpecMut copy, v1::PodSpec spec, v1::PodSpec old, const FieldPath& path, ErrorList& errors) {
  const FieldPath at = path.child("resources");
  if (old.resources() && !spec.resources()) return errors.forbidden(at, "pod-level resources cannot be removed");
  if (removes(spec.resources().requests(), old.resources().requests()))
    errors.forbidden(at.child("requests"), "pod-level resource requests cannot be removed");
  if (removes(spec.resources().limits(), old.resources().limits()))
    errors.forbidden(at.child("limits"), "pod-level resource limits cannot be removed");
  const v1::ResourceRequirementsMut resources = copy.resources();
  restore_compute(resources, old.resources());
  const v1::ResourceRequirements masked = v1::ResourceRequirements(resources.node());
  const bool nothing_left = masked.requests().empty() && masked.limits().empty() && masked.claims().empty();
  if (!old.resources() && nothing_left) return copy.clear_resources();
  const bool equal =
      old.resources().present() && object::semantic_equal(v1::ResourceRequirements::schema_type(), masked.node(), old.resources().node());
  if (!equal) errors.forbidden(path, "only cpu and memory resources are mutable at pod-level");
}

void validate_order(Containers now, Containers old, std::string_view what, const FieldPath& path, ErrorList& errors) {
  const std::string containers(what);
  if (now.size() != old.size()) return errors.forbidden(path, containers + " may not be added or removed on resize");
  for (size_t i = 0; i < old.size(); ++i)
    if (now[i].name() != old[i].name())
      errors.forbidden(path.index(i).child("name"), containers + " may not be renamed or reordered on resize");
}

void validate_nothing_removed(Containers now, Containers old, const FieldPath& path, ErrorList& errors) {
  for (size_t i = 0; i < old.size(); ++i) {
    const FieldPath at = path.index(i).child("resources");
    if (removes(now[i].resources().requests(), old[i].resources().requests()))
      errors.forbidden(at.child("requests"), "resource requests cannot be removed");
    if (removes(now[i].resources().limits(), old[i].resources().limits()))
      errors.forbidden(at.child("limits"), "resource limits cannot be removed");
  }
}

// Upstream keeps limits and requests alone, so that claims in the new ones are no difference.
void mask(v1::ContainerMut container, v1::Container old) {
  const v1::ResourceRequirementsMut resources = container.ensure_resources();
  restore_compute(resources, old.resources());
  resources.clear_claims();
}

void validate_containers(v1::PodSpecMut copy, v1::PodSpec old, const FieldPath& path, ErrorList& errors) {
  const object::ListMut containers = copy.containers();
  for (size_t i = 0; i < containers.size(); ++i) {
    mask(containers[i], old.containers()[i]);
    if (!same(containers[i], old.containers()[i])) errors.forbidden(path, "only cpu and memory resources are mutable");
  }
}

void validate_init_containers(v1::PodSpecMut copy, v1::PodSpec old, const FieldPath& path, ErrorList& errors) {
  const object::ListMut containers = copy.init_containers();
  for (size_t i = 0; i < containers.size(); ++i) {
    const v1::Container before = old.init_containers()[i];
    const FieldPath at = path.child("initContainers").index(i);
    const bool changed = !same(containers[i], before);
    mask(containers[i], before);
    if (!same(containers[i], before)) errors.forbidden(at, "only cpu and memory resources for init or sidecar containers are mutable");
    if (!changed || is_sidecar(containers[i])) continue;
    for (const v1::ContainerResizePolicy policy : v1::Container(containers[i].node()).resize_policy())
      if (policy.restart_policy() == "RestartContainer")
        errors.forbidden(at, "non-sidecar init containers with a resize policy of RestartContainer cannot be resized");
  }
}

}  // namespace

void validate_resize(v1::Pod pod, v1::Pod old, ErrorList& errors) {
  if (is_mirror_pod(old)) return errors.forbidden(FieldPath(""), "static pods cannot be resized");
  if (old.spec().os().name() == "windows") return errors.forbidden(FieldPath(""), "windows pods cannot be resized");
  const FieldPath path("spec");
  const v1::PodSpec spec = pod.spec();
  validate_pod_metadata_update(pod, old, errors);
  api::validate_metadata(kPod, object::ObjectMeta(pod.metadata().node()), errors);
  validate_pod_content(pod, pod_update_options(old), errors);
  if (pod_qos(old) != compute_pod_qos(spec))
    errors.invalid(path, object::json_quoted(pod.status().qos_class()), "Pod QOS Class may not change as a result of resizing");
  if (!node_can_resize(old)) errors.forbidden(path, "Pod running on node without support for resize");

  object::Arena arena;
  Value copy_node = object::deep_copy(*spec.node(), arena);
  const v1::PodSpecMut copy(&copy_node, arena);
  if (has_pod_resources(old.spec()) || has_pod_resources(spec)) validate_pod_resources(copy, spec, old.spec(), path, errors);
  if (!old.status().node_allocatable_resource_claim_statuses().empty())
    errors.forbidden(path, "pods with node allocatable resource claims cannot be resized");

  const size_t errors_before = errors.size();
  validate_order(spec.containers(), old.spec().containers(), "containers", path.child("containers"), errors);
  validate_order(spec.init_containers(), old.spec().init_containers(), "initContainers", path.child("initContainers"), errors);
  if (errors.size() != errors_before) return;
  validate_nothing_removed(spec.init_containers(), old.spec().init_containers(), path.child("initContainers"), errors);
  validate_nothing_removed(spec.containers(), old.spec().containers(), path.child("containers"), errors);
  validate_containers(copy, old.spec(), path, errors);
  validate_init_containers(copy, old.spec(), path, errors);
  if (errors.empty() && !object::semantic_equal(v1::PodSpec::schema_type(), &copy_node, old.spec().node()))
    errors.forbidden(path, "only cpu and memory resources are mutable");
}

}  // namespace pintle::core

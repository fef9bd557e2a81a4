// Containers of all three sorts as one: an EphemeralContainer has a Container's fields, and one more.
//
//   visit_containers(spec, [&](v1::Container container) { ... });
//   visit_containers(spec, path, [&](v1::Container container, const FieldPath& at) { ... });   // at: spec.initContainers[0]
//
// Both visit init containers, containers and ephemeral containers, in this order. Source: pkg/apis/core/pods/helpers.go.
#pragma once

#include "object/field_path.h"
#include "views/core_v1_mut.h"

namespace pintle::core {

inline v1::Container as_container(v1::EphemeralContainer container) { return v1::Container(container.node(), container.base()); }
inline v1::ContainerMut as_container(v1::EphemeralContainerMut container) {
  return v1::ContainerMut(container.mutable_node(), container.arena(), container.base());
}

// A sidecar: an init container that runs as long as the Pod.
inline bool is_sidecar(v1::Container init_container) { return init_container.restart_policy() == "Always"; }

template <class Visit>
void visit_containers(v1::PodSpec spec, Visit visit) {
  for (const v1::Container container : spec.init_containers()) visit(container);
  for (const v1::Container container : spec.containers()) visit(container);
  for (const v1::EphemeralContainer container : spec.ephemeral_containers()) visit(as_container(container));
}

template <class Visit>
void visit_containers(v1::PodSpec spec, const object::FieldPath& path, Visit visit) {
  const object::FieldPath init_path = path.child("initContainers");
  for (auto [index, container] : spec.init_containers().enumerate()) visit(container, init_path.index(index));
  const object::FieldPath main_path = path.child("containers");
  for (auto [index, container] : spec.containers().enumerate()) visit(container, main_path.index(index));
  const object::FieldPath ephemeral_path = path.child("ephemeralContainers");
  for (auto [index, container] : spec.ephemeral_containers().enumerate()) visit(as_container(container), ephemeral_path.index(index));
}

template <class Predicate>
bool any_container(v1::PodSpec spec, Predicate predicate) {
  bool found = false;
  visit_containers(spec, [&](v1::Container container) { found = found || predicate(container); });
  return found;
}

}  // namespace pintle::core

// What other objects a Pod names.
// Source: pkg/api/pod/util.go (VisitPodSecretNames, VisitPodConfigmapNames, HasAPIObjectReference).
#pragma once

#include <string_view>

#include "views/core_v1.h"

namespace pintle::plugins {

// Whether a Secret is named: by an image pull secret, a container's environment or a volume.
bool names_secret(core::v1::PodSpec spec);
// The same of ConfigMaps.
bool names_config_map(core::v1::PodSpec spec);

// Calls visit(container) for init containers, containers and ephemeral containers, in this order, until it gives false.
template <class Visit>
bool visit_containers(core::v1::PodSpec spec, Visit visit) {
  for (const core::v1::Container container : spec.init_containers())
    if (!visit(container)) return false;
  for (const core::v1::Container container : spec.containers())
    if (!visit(container)) return false;
  for (const core::v1::EphemeralContainer container : spec.ephemeral_containers())
    if (!visit(container)) return false;
  return true;
}

}  // namespace pintle::plugins

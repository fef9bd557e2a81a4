// What a status may say of containers: which may run again after they ended, users, and the health of what they were given.
//
// `path` is that of the status. Pure; any thread. Source: pkg/apis/core/validation ValidateContainerStateTransition and its siblings,
// validateContainerStatusUsers, validateContainerStatusAllocatedResourcesStatus; pkg/api/v1/pod/util.go ContainerShouldRestart.
#pragma once

#include "object/field_error.h"
#include "views/core_v1.h"

namespace pintle::core {

void validate_state_transitions(v1::Pod pod, v1::Pod old, const object::FieldPath& path, object::ErrorList& errors);
void validate_container_statuses(v1::Pod pod, const object::FieldPath& path, object::ErrorList& errors);

}  // namespace pintle::core

// The rules of how a container is started again: after its end, and after a resize.
//
// Pure; any thread. Errors go to the list in upstream's order. Source: pkg/apis/core/validation validateContainerRestartPolicy,
// validateInitContainerRestartPolicy, validateResizePolicy.
#pragma once

#include <string_view>

#include "object/field_error.h"
#include "views/core_v1.h"

namespace pintle::core {

// `path` is that of the container.
void validate_container_restart_policy(v1::Container container, const object::FieldPath& path, object::ErrorList& errors);
void validate_init_container_restart_policy(v1::Container container, const object::FieldPath& path, object::ErrorList& errors);
void validate_resize_policy(object::ListView<v1::ContainerResizePolicy> policies, std::string_view pod_restart_policy,
                            const object::FieldPath& path, object::ErrorList& errors);

}  // namespace pintle::core

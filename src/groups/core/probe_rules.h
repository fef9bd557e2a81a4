// The rules of probes and lifecycle handlers: one handler each, counts and seconds that are not negative.
//
// Pure; any thread. Errors go to the list in upstream's order. Source: pkg/apis/core/validation validateProbe, validateHandler,
// validateLifecycle.
#pragma once

#include <cstdint>
#include <optional>

#include "object/field_error.h"
#include "views/core_v1.h"

namespace pintle::core {

// livenessProbe, readinessProbe and startupProbe, where the container has them; `path` is that of the container.
void validate_probes(v1::Container container, const object::FieldPath& path, object::ErrorList& errors);

// `grace_seconds` bounds a sleep; what the stop signal may be depends on `os`, which is absent when the Pod does not say.
void validate_lifecycle(v1::Lifecycle lifecycle, std::optional<int64_t> grace_seconds, v1::PodOS os, const object::FieldPath& path,
                        object::ErrorList& errors);

}  // namespace pintle::core

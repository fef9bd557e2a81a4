// The rules of security contexts: of a container and of the whole Pod, with their profiles and sysctls.
//
// Pure; any thread. Errors go to the list in upstream's order. Source: pkg/apis/core/validation ValidateSecurityContext,
// validatePodSpecSecurityContext, validateHostUsers.
#pragma once

#include "groups/core/pod_spec.h"
#include "object/field_error.h"
#include "views/core_v1.h"

namespace pintle::core {

// Without a user namespace of its own.
enum class HostUsers : bool { kNo, kYes };
inline HostUsers uses_host_users(v1::PodSpec spec) { return spec.host_users() == false ? HostUsers::kNo : HostUsers::kYes; }

void validate_security_context(v1::SecurityContext context, HostUsers host_users, const object::FieldPath& path, object::ErrorList& errors);
// spec.securityContext and what of it stands in the spec; `path` is that of the security context.
void validate_pod_security_context(v1::PodSpec spec, const object::FieldPath& path, const PodValidationOptions& options,
                                   object::ErrorList& errors);
// What a Pod with a user namespace of its own cannot have of its Node; `path` is that of the spec.
void validate_host_users(v1::PodSpec spec, const object::FieldPath& path, const PodValidationOptions& options, object::ErrorList& errors);

}  // namespace pintle::core

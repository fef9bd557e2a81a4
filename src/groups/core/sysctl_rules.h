// The rules of spec.securityContext.sysctls: kernel parameters that a Pod sets for itself.
//
// Pure; any thread. Errors go to the list in upstream's order. Source: pkg/apis/core/validation validateSysctls, ValidateHostSysctl;
// component-helpers/node/util/sysctl.
#pragma once

#include "object/field_error.h"
#include "views/core_v1.h"

namespace pintle::core {

// Parameters of a namespace that the Pod shares with its Node would be the Node's.
enum class HostSysctls : uint8_t { kForbidden, kAllowed };
void validate_sysctls(v1::PodSpec spec, HostSysctls host, const object::FieldPath& path, object::ErrorList& errors);
bool sets_host_sysctl(v1::PodSpec spec);

}  // namespace pintle::core

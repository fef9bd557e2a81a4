// What is done to a Service before it is validated, and what its client is warned of.
//
// Thread: pure. Source: pkg/apis/core/v1/defaults.go, pkg/registry/core/service/strategy.go, pkg/api/service/warnings.go.
#pragma once

#include <string>
#include <vector>

#include "api/kind.h"
#include "views/core_v1_mut.h"

namespace pintle::core {

void set_service_defaults(v1::ServiceMut service);
// After a change of type: what no longer applies and the client did not change is dropped.
void drop_type_dependent_fields(v1::ServiceMut service, v1::Service old, const api::HookContext& context);
// ExternalName Services have no internalTrafficPolicy, though it is defaulted.
// DIFFERS: upstream stores it and drops it on read.
void canonicalize_service(v1::ServiceMut service);
void warn_of_service(v1::Service service, v1::Service old, std::vector<std::string>& warnings);
void warn_of_service_status(v1::Service service, v1::Service old, std::vector<std::string>& warnings);

}  // namespace pintle::core

// The kinds of resource.k8s.io.
#pragma once

#include "api/kind.h"

namespace pintle::resource {

extern const api::Kind kDeviceClass;
extern const api::Kind kResourceClaim;
extern const api::Kind kResourceClaimTemplate;
extern const api::Kind kResourceSlice;

}  // namespace pintle::resource

// The kinds of apiregistration.k8s.io.
#pragma once

#include "api/kind.h"

namespace pintle::apiregistration {

extern const api::Kind kAPIService;

}  // namespace pintle::apiregistration

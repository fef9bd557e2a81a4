// The kinds of discovery.k8s.io.
#pragma once

#include "api/kind.h"

namespace pintle::discovery {

extern const api::Kind kEndpointSlice;

}  // namespace pintle::discovery

// The kinds of networking.k8s.io.
#pragma once

#include "api/kind.h"

namespace pintle::networking {

extern const api::Kind kIngressClass;
extern const api::Kind kIngress;
extern const api::Kind kIPAddress;
extern const api::Kind kNetworkPolicy;
extern const api::Kind kServiceCIDR;

}  // namespace pintle::networking

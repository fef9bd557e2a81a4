// The routes of a kind: its collection, its objects, its subresources, and the old watch paths.
// Source: k8s.io/apiserver/pkg/endpoints/installer.go registerResourceHandlers.
#pragma once

#include <vector>

#include "api/openapi/group_version.h"
#include "api/openapi/route.h"

namespace pintle::api::openapi {

// Of all kinds of the group and version.
std::vector<Route> resource_routes(const GroupVersion& served);

}  // namespace pintle::api::openapi

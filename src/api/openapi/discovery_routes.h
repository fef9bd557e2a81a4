// The routes that are no resource's: discovery, version, and what tells how to verify service account tokens.
// Source: k8s.io/apiserver/pkg/endpoints/discovery, pkg/server/routes/version.go, kubernetes/pkg/routes/openidmetadata.go.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "api/openapi/route.h"

namespace pintle::api::openapi {

// "get available resources" of "api/v1" or "apis/apps/v1".
Route resource_list_route(std::string_view group_version_path);
// By path below /openapi/v3: "api", "apis", "apis/<group>" of each group (but the core), "version", ...
std::map<std::string, std::vector<Route>> discovery_routes(const std::vector<std::string>& groups);

}  // namespace pintle::api::openapi

// Whole documents, as JSON.
//
//   document_v3(routes, kinds_of)   {"openapi":"3.0.0","info":...,"paths":{...},"components":{"schemas":{...},...}}
//   document_v2(routes, kinds_of)   {"swagger":"2.0","info":...,"paths":{...},"definitions":{...},"parameters":{...},...}
//
// A document holds the definitions that its routes refer to, and all that these refer to.
// Thread: pure functions, any thread.
// Source: kube-openapi pkg/builder/openapi.go, pkg/builder3/openapi.go; apiserver pkg/server/config.go (info, security).
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "api/openapi/route.h"

namespace pintle::api::openapi {

using KindsOf = std::function<std::vector<GroupVersionKind>(const schema::Type&)>;

std::string document_v2(std::vector<Route> routes, const KindsOf& kinds_of);
std::string document_v3(std::vector<Route> routes, const KindsOf& kinds_of);

}  // namespace pintle::api::openapi

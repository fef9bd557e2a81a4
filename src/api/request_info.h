// RequestInfo: what a URL asks for, before it is known whether such a resource exists.
//
//   GET /apis/apps/v1/namespaces/default/deployments/web/scale
//   -> is_resource, verb "get", prefix "apis", group "apps", version "v1", namespace_ "default", resource "deployments",
//      subresource "scale", name "web", parts {"deployments", "web", "scale"}
//
// Source: k8s.io/apiserver/pkg/endpoints/request/requestinfo.go, same rules in the same order.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/query.h"
#include "base/result.h"

namespace pintle::api {

struct RequestInfo {
  bool is_resource = false;
  std::string path;  // unescaped
  std::string verb;  // get, list, watch, create, update, patch, delete, deletecollection, proxy; lower-case method otherwise
  std::string prefix;
  std::string group;
  std::string version;
  std::string namespace_;
  std::string resource;
  std::string subresource;
  std::string name;
  std::vector<std::string> parts;  // from the resource on
};

// `path` is raw (escaped). Errors: 400 for a broken escape, 500 for a special verb without a resource, as upstream.
Result<RequestInfo> parse_request_info(std::string_view method, std::string_view path, const Query& query);

}  // namespace pintle::api

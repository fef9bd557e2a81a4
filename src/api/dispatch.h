// Dispatch: from a resource path to the verb that answers it: whether the resource, the path's shape, the method and the media types
// are served; 404, 405, 415 and 406 in upstream's order and words when they are not.
// Source: apiserver/pkg/endpoints/installer.go (which routes exist); github.com/emicklei/go-restful/v3 (how it refuses the others).
#pragma once

#include "api/call.h"
#include "api/discovery.h"
#include "base/task.h"

namespace pintle::api {

struct DispatchRequest {
  net::Request& http;
  const RequestInfo& info;
  const Query& query;
  const Backend& backend;
  const Discovery& discovery;
  const auth::User* user = nullptr;
  audit::Record* audit = nullptr;
};
// `warnings` gets what the verb has to tell.
Task<Result<net::Response>> dispatch(DispatchRequest request, std::vector<std::string>& warnings);

}  // namespace pintle::api

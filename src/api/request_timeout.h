// The query parameter `timeout` of a request, which must be a duration unless the request is a long-running one.
//
// DIFFERS: upstream answers 504 when the time is over; a request here ends with its work, whose waits have limits of their own.
// Thread: pure. Source: k8s.io/apiserver/pkg/endpoints/filters/request_deadline.go, pkg/server/filters/longrunning.go.
#pragma once

#include "api/query.h"
#include "api/request_info.h"
#include "base/result.h"

namespace pintle::api {

// Error: 400.
Result<void> check_timeout(const RequestInfo& info, const Query& query);

}  // namespace pintle::api

// The time that a request gets: --request-timeout, or less when its `timeout` parameter says so. Then the client is answered 504; what the
// handler answers later is dropped. Long-running requests have none.
//
// Thread: the request's loop. Errors: 400 for a `timeout` that is no duration.
// Source: apiserver/pkg/endpoints/filters/request_deadline.go, pkg/server/filters/timeout.go.
#pragma once

#include "api/connection_policy.h"
#include "api/query.h"
#include "api/request_info.h"
#include "base/result.h"
#include "net/http.h"

namespace pintle::api {

// From policy.request_timeout(); 0: no limit but the request's own.
Result<void> begin_deadline(net::Request& request, const RequestInfo& info, const Query& query, const ConnectionPolicy& policy);

}  // namespace pintle::api

// Which requests may take as long as they like: no deadline ends them and no limit of concurrency counts them.
// Source: apiserver/pkg/server/filters/longrunning.go with kube-apiserver's verbs and subresources.
#pragma once

#include "api/request_info.h"

namespace pintle::api {

bool is_long_running(const RequestInfo& info);

}  // namespace pintle::api

// What must hold between options, and what follows from others: upstream's Complete and Validate of the flags that act.
//
// Errors: 400; several faults are given in one message, "[first, second]", as upstream aggregates them.
// Source: cmd/kube-apiserver/app/options/{completion,validation}.go, k8s.io/apiserver/pkg/server/options, pkg/kubeapiserver/options.
#pragma once

#include "base/result.h"
#include "server/options.h"

namespace pintle::server {

// Fills what is derived (paths in the data folder, the admission plugins that run), then checks everything.
Result<void> complete_options(Options& options);

}  // namespace pintle::server

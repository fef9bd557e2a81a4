// The server: builds the parts, hands each what it needs, serves until it is told to stop, and takes them down in order.
//
//   return serve(options);      // the process's exit code: 0 after SIGTERM or SIGINT, 1 when it could not start
//
// Order of start: certificates and store side by side, cache, system objects, sockets, kubeconfig, the line that says it is ready.
// Blocks the calling thread; signals are taken by it. Source: k8s.io/apiserver/pkg/server/genericapiserver.go (lifecycle).
#pragma once

#include "server/options.h"

namespace pintle::server {

int serve(const Options& options);

}  // namespace pintle::server

// The server: builds the parts, hands each what it needs, serves until it is told to stop, and takes them down in order.
//
//   return serve(line->options, line->values);   // the process's exit code: 0 after SIGTERM or SIGINT, 1 when it could not start
//
// Order of start: certificates and store side by side, cache, system objects, sockets, kubeconfig, the line that says it is ready.
// Blocks the calling thread; signals are taken by it. Source: k8s.io/apiserver/pkg/server/genericapiserver.go (lifecycle).
#pragma once

#include <map>
#include <string>

#include "server/options.h"

namespace pintle::server {

// `flag_values`: of every flag, for /flagz.
int serve(const Options& options, const std::map<std::string, std::string>& flag_values);

}  // namespace pintle::server

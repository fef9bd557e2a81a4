// What passes requests on to Nodes, Pods and Services, wired: logs, streams, proxies.
#pragma once

#include "api/resource.h"
#include "net/client.h"
#include "server/options.h"

namespace pintle::server {

// Before the registry serves; the client outlives it. Errors: files of --kubelet-* that cannot be read, or are no certificates.
Result<void> connect_subresources(const Options& options, api::Registry& registry, net::Client& client);

}  // namespace pintle::server

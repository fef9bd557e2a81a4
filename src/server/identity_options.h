// The flags about who clients are: what follows from them, and what is wrong with them.
//
// Thread: pure functions. Source: k8s.io/apiserver/pkg/server/options/authentication.go (RequestHeaderAuthenticationOptions.Validate).
#pragma once

#include <string>
#include <vector>

#include "auth/request_header.h"
#include "server/options.h"

namespace pintle::server {

std::vector<std::string> identity_faults(const Options& options);

// The headers of --requestheader-*, as requests name them.
auth::ProxyHeaders proxy_headers_of(const Options& options);

}  // namespace pintle::server

// Where a proxy subresource leads: a Pod's address, a Node's, that of a Pod behind a Service.
//
//   PINTLE_TRY(const Location location, locate_service(call));   // services/https:web:443/proxy -> {"https", "10.1.0.9", "8443"}
//
// Thread: any. Errors: 400 for a name that is none and for an address that must not be reached, 404 of the request's resource, 503 for a
// Service that has nothing behind it.
// Source: ResourceLocation in pkg/registry/core/{pod,node}/strategy.go and service/storage/storage.go; apimachinery util/net port_split.go.
#pragma once

#include <string>

#include "api/call.h"
#include "base/ip_address.h"
#include "proxy/kubelets.h"

namespace pintle::proxy {

struct Location {
  std::string scheme = "http";
  std::string host;
  std::string port;  // "": the scheme's
  bool is_kubelet = false;
  std::string text() const;  // "https://10.1.0.9:8443"
};

Result<Location> locate_pod(const api::Call& call);
Result<Location> locate_service(const api::Call& call);
Result<Location> locate_node(const api::Call& call, const Kubelets& kubelets);

// As Go's IsGlobalUnicast: neither this machine, nor only this link, nor several.
bool is_global_unicast(const IpAddress& address);

}  // namespace pintle::proxy

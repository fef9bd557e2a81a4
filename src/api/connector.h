// Connector: passes a request for a subresource on to where the object is: a Pod's log, exec, attach and port-forward, and the proxies of
// Pods, Services and Nodes.
//
//   class PodLog final : public api::Connector { ... };
//   registry.connect("", "v1", "pods", "log", std::make_shared<PodLog>(kubelets));
//
// The name in `call.info` may be one with a scheme and a port ("https:web:443") and is not checked; what of the path is below the
// subresource is in `call.info.parts`. The server hands connectors in before it serves; they outlive the requests.
// Thread: on the request's loop, for many requests at once. Errors: its own, as of any verb.
// Source: k8s.io/apiserver/pkg/registry/rest (Connecter, GetterWithOptions).
#pragma once

#include "api/call.h"
#include "base/result.h"
#include "base/task.h"

namespace pintle::api {

class Connector {
 public:
  virtual ~Connector() = default;
  virtual Task<Result<net::Response>> connect(Call& call) const = 0;
};

}  // namespace pintle::api

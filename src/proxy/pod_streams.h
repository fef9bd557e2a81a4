// pods/exec, pods/attach and pods/portforward: streams between a client and a kubelet. What can be told before the streams begin is
// told here; the streams themselves are not carried yet: 501.
//
// Who asks by GET (WebSocket) must be allowed to create the subresource, too, as who asks by POST (SPDY).
// Thread: on requests' loops. Errors: 403; 400 for a container that is none, for a Pod without a Node, for a request that is no upgrade;
// 404 for a Node that is gone.
// Source: pkg/registry/core/pod/rest/subresources.go, authorize.go; pkg/registry/core/pod/strategy.go streamLocation, PortForwardLocation.
#pragma once

#include <memory>

#include "api/connector.h"
#include "proxy/kubelets.h"

namespace pintle::proxy {

class PodStreams final : public api::Connector {
 public:
  explicit PodStreams(std::shared_ptr<const Kubelets> kubelets) : kubelets_(std::move(kubelets)) {}
  Task<Result<net::Response>> connect(api::Call& call) const override;

 private:
  std::shared_ptr<const Kubelets> kubelets_;
};

}  // namespace pintle::proxy

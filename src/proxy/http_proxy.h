// The proxy subresources of Pods, Services and Nodes: any request is passed on, its answer comes back.
//
// DIFFERS: bodies are held whole on their way (kProxiedBytesMax); the Host header is that of where the request goes; links in HTML
// answers are left as they are; an upgrade (WebSocket) is refused with 501.
// Thread: on requests' loops. Errors: those of location.h; 503 when nothing answers there.
// Source: apimachinery/pkg/util/proxy (upgradeaware.go, transport.go); Go's httputil.ReverseProxy.
#pragma once

#include <memory>

#include "api/connector.h"
#include "net/client.h"
#include "proxy/kubelets.h"
#include "proxy/location.h"

namespace pintle::proxy {

class HttpProxy final : public api::Connector {
 public:
  enum class Target : uint8_t { kPod, kService, kNode };
  HttpProxy(Target target, std::shared_ptr<const Kubelets> kubelets, net::Client& client)
      : target_(target), kubelets_(std::move(kubelets)), client_(client) {}
  Task<Result<net::Response>> connect(api::Call& call) const override;

 private:
  Result<Location> locate(const api::Call& call) const;
  Task<Result<net::Response>> forward(api::Call& call, const Location& location, const std::string& path) const;

  const Target target_;
  std::shared_ptr<const Kubelets> kubelets_;
  net::Client& client_;
};

}  // namespace pintle::proxy

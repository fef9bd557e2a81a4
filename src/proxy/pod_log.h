// pods/log: the log of a container, read from the kubelet of the Pod's Node.
//
// DIFFERS: a log is fetched whole (kLogBytesMax) before it is answered, so one that is followed is refused with 501.
// Thread: on requests' loops. Errors: 422 for the options, 400 for a container that is none, 404 for a Node that is gone, 500 for a
// kubelet that does not answer, else what it says (server_answer.h). 204 for a Pod without a Node.
// Source: pkg/registry/core/pod/rest/log.go; apiserver/pkg/registry/generic/rest/streamer.go.
#pragma once

#include <memory>

#include "api/connector.h"
#include "net/client.h"
#include "proxy/kubelets.h"

namespace pintle::proxy {

class PodLog final : public api::Connector {
 public:
  PodLog(std::shared_ptr<const Kubelets> kubelets, net::Client& client) : kubelets_(std::move(kubelets)), client_(client) {}
  Task<Result<net::Response>> connect(api::Call& call) const override;

 private:
  std::shared_ptr<const Kubelets> kubelets_;
  net::Client& client_;
};

}  // namespace pintle::proxy

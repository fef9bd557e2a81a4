#include "server/proxying.h"

#include "base/file.h"
#include "proxy/http_proxy.h"
#include "proxy/pod_log.h"
#include "proxy/pod_streams.h"

namespace pintle::server {
namespace {

using proxy::HttpProxy;

Result<std::string> read_if_named(const std::string& path) {
  if (path.empty()) return std::string();
  return read_file(path);
}

Result<proxy::KubeletClient> kubelet_client(const KubeletOptions& options) {
  proxy::KubeletClient client{.preferred_address_types = options.preferred_address_types};
  PINTLE_TRY(client.authorities_pem, read_if_named(options.certificate_authority));
  PINTLE_TRY(client.certificate_pem, read_if_named(options.client_certificate));
  PINTLE_TRY(client.private_key_pem, read_if_named(options.client_key));
  return client;
}

}  // namespace

Result<void> connect_subresources(const Options& options, api::Registry& registry, net::Client& client) {
  PINTLE_TRY(const proxy::KubeletClient credentials, kubelet_client(options.kubelet));
  PINTLE_TRY(const auto kubelets, proxy::Kubelets::create(credentials));
  registry.connect("", "v1", "pods", "log", std::make_shared<proxy::PodLog>(kubelets, client));
  const auto streams = std::make_shared<proxy::PodStreams>(kubelets);
  for (const char* subresource : {"attach", "exec", "portforward"}) registry.connect("", "v1", "pods", subresource, streams);
  registry.connect("", "v1", "pods", "proxy", std::make_shared<HttpProxy>(HttpProxy::Target::kPod, kubelets, client));
  registry.connect("", "v1", "services", "proxy", std::make_shared<HttpProxy>(HttpProxy::Target::kService, kubelets, client));
  registry.connect("", "v1", "nodes", "proxy", std::make_shared<HttpProxy>(HttpProxy::Target::kNode, kubelets, client));
  return {};
}

}  // namespace pintle::server

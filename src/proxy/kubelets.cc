#include "proxy/kubelets.h"

#include "net/client_url.h"
#include "proxy/read_object.h"
#include "views/core_v1.h"

namespace pintle::proxy {
namespace {

using core::v1::Node;
using core::v1::NodeAddress;

constexpr uint16_t kKubeletPort = 10250;  // pkg/cluster/ports: of a Node that names none

Result<std::string> preferred_address(Node node, const std::vector<std::string>& types) {
  for (const std::string& type : types)
    for (const NodeAddress address : node.status().addresses())
      if (address.type() == type) return std::string(address.address());
  std::string known;
  for (const NodeAddress address : node.status().addresses()) {
    known.append(known.empty() ? "{" : " {").append(address.type()).append(" ").append(address.address()).append("}");
  }
  return fail(Status::unknown("no preferred addresses found; known addresses: [" + known + "]"));
}

}  // namespace

std::string Kubelets::Address::text() const { return net::join_host_port(host, port); }

Result<std::shared_ptr<const Kubelets>> Kubelets::create(const KubeletClient& client) {
  auto kubelets = std::make_shared<Kubelets>();
  kubelets->preferred_address_types_ = client.preferred_address_types;
  const auto make_tls = [&client](bool verifies) {
    return net::ClientTls::create({.authorities_pem = verifies ? client.authorities_pem : std::string(),
                                   .certificate_pem = client.certificate_pem,
                                   .private_key_pem = client.private_key_pem,
                                   .insecure_skip_verify = !verifies});
  };
  PINTLE_TRY(kubelets->tls_, make_tls(!client.authorities_pem.empty()));
  PINTLE_TRY(kubelets->unverified_tls_, make_tls(false));
  return kubelets;
}

Result<Kubelets::Address> Kubelets::find(const api::Call& call, std::string_view node_name) const {
  PINTLE_TRY(const object::Document document, read_object(call, "nodes", "", node_name));
  const Node node(&document.root());
  PINTLE_TRY(std::string host, preferred_address(node, preferred_address_types_));
  const int32_t port = node.status().daemon_endpoints().kubelet_endpoint().port();
  return Address{std::move(host), port > 0 ? static_cast<uint16_t>(port) : kKubeletPort};
}

}  // namespace pintle::proxy

// Kubelets: where the kubelet of a Node listens, and how this server shows itself there.
//
//   PINTLE_CO_TRY(const Kubelets::Address address, kubelets.find(call, pod.spec().node_name()));   // {"10.0.0.7", 10250}
//   request.url = "https://" + address.text() + "/containerLogs/...";  request.tls = kubelets.tls();
//
// Immutable; shared by the connectors. Thread: any.
// Errors: 404 (of the request's resource) when there is no such Node; 500 when it has no address of a preferred type.
// Source: pkg/kubelet/client/kubelet_client.go, pkg/util/node/node.go GetPreferredNodeAddress.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/call.h"
#include "base/result.h"
#include "net/client_tls.h"

namespace pintle::proxy {

// Of the flags --kubelet-*. PEM texts; "": none.
struct KubeletClient {
  std::string authorities_pem;  // "": a kubelet's certificate is not verified
  std::string certificate_pem;
  std::string private_key_pem;
  std::vector<std::string> preferred_address_types;  // best first
};

class Kubelets {
 public:
  struct Address {
    std::string host;
    uint16_t port = 0;
    std::string text() const;  // "10.0.0.7:10250", "[fd00::7]:10250"
  };
  static Result<std::shared_ptr<const Kubelets>> create(const KubeletClient& client);

  Result<Address> find(const api::Call& call, std::string_view node_name) const;
  const std::shared_ptr<const net::ClientTls>& tls() const { return tls_; }
  // For who asked not to verify the kubelet.
  const std::shared_ptr<const net::ClientTls>& unverified_tls() const { return unverified_tls_; }

 private:
  std::vector<std::string> preferred_address_types_;
  std::shared_ptr<const net::ClientTls> tls_;
  std::shared_ptr<const net::ClientTls> unverified_tls_;
};

}  // namespace pintle::proxy

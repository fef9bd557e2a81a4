// The --kubelet-* flags: how this server calls kubelets. Source: cmd/kube-apiserver/app/options/options.go, pkg/kubelet/client.
#pragma once

#include <string>
#include <vector>

namespace pintle::server {

struct KubeletOptions {
  std::string certificate_authority;  // --kubelet-certificate-authority; "": kubelets' certificates are not verified
  std::string client_certificate;     // --kubelet-client-certificate
  std::string client_key;             // --kubelet-client-key
  // --kubelet-preferred-address-types, best first
  std::vector<std::string> preferred_address_types = {"Hostname", "InternalDNS", "InternalIP", "ExternalDNS", "ExternalIP"};
  bool operator==(const KubeletOptions&) const = default;
};

}  // namespace pintle::server

// The administrator's kubeconfig: one cluster, one user and the context that joins them, with everything embedded.
//
// Source: k8s.io/client-go tools/clientcmd/api/v1 Config.
#pragma once

#include <string>

#include "auth/certificate_issuer.h"

namespace pintle::server {

struct KubeconfigContent {
  std::string server_url;     // "https://127.0.0.1:6443"
  std::string authority_pem;  // what the serving certificate is verified with
  auth::KeyPair client;
};

std::string kubeconfig_text(const KubeconfigContent& content);

// "https://[::1]:6443"; an unspecified bind address is reached at the loopback address of its family.
std::string server_url(const std::string& bind_address, int port);

}  // namespace pintle::server

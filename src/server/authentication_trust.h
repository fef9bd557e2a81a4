// The ConfigMap kube-system/extension-apiserver-authentication, which tells aggregated API servers whom this server trusts: the
// authorities of clients, and those of authenticating proxies with their headers and names.
//
// What other servers of the cluster have written stays: certificates, names and headers are added, and taken away only when a certificate
// has ended. Thread: one that may block. Errors: those of the store.
// Source: k8s.io/kubernetes/pkg/controlplane/controller/clusterauthenticationtrust.
#pragma once

#include "api/call.h"
#include "server/client_authorities.h"
#include "server/options.h"

namespace pintle::server {

Result<void> publish_authentication_trust(const api::Backend& backend, const Options& options, const AuthorityTexts& authorities);

}  // namespace pintle::server

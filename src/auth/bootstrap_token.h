// Bootstrap tokens: what a new node joins with, "<id>.<secret>", as a Secret bootstrap-token-<id> of the type
// bootstrap.kubernetes.io/token in kube-system has them:
//
//   token-id: abcdef   token-secret: 0123456789abcdef   usage-bootstrap-authentication: "true"
//   expiration: 2024-01-31T12:00:00Z (optional)   auth-extra-groups: system:bootstrappers:a,system:bootstrappers:b (optional)
//
// The user is system:bootstrap:<id>, in system:bootstrappers. A token that is not good for any reason is not known; the reason is for the
// log, which never has the secret.
// Thread: any; nothing here suspends. Errors: those of reading the Secret.
// Source: k8s.io/kubernetes/plugin/pkg/auth/authenticator/token/bootstrap; k8s.io/cluster-bootstrap.
#pragma once

#include "auth/authenticator.h"
#include "auth/cluster_objects.h"
#include "base/clock.h"

namespace pintle::auth {

class BootstrapTokens final : public TokenAuthenticator {
 public:
  // Both outlive it.
  BootstrapTokens(const ClusterObjects& objects, const Clock& clock) : objects_(objects), clock_(clock) {}
  Task<Result<std::optional<UserRef>>> authenticate(std::string_view token) const override;

 private:
  const ClusterObjects& objects_;
  const Clock& clock_;
};

}  // namespace pintle::auth

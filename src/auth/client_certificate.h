// Client certificates: a chain that leads to one of the trusted authorities names a user: common name -> user name, organizations ->
// groups, the attribute 1.3.6.1.4.1.57683.2 -> uid.
//
//   ClientCertificateAuthenticator part(chains);
//
// Ownership: shares the chains with who changes their authorities. Thread: any.
// Errors: 401 with the reason for the log. Source: k8s.io/apiserver/pkg/authentication/request/x509.
#pragma once

#include <memory>

#include "auth/authenticator.h"
#include "auth/verified_chains.h"

namespace pintle::auth {

class ClientCertificateAuthenticator final : public RequestAuthenticator {
 public:
  explicit ClientCertificateAuthenticator(std::shared_ptr<const VerifiedChains> chains) : chains_(std::move(chains)) {}
  Task<Result<Identity>> authenticate(const Credentials& credentials) const override;

 private:
  std::shared_ptr<const VerifiedChains> chains_;
};

}  // namespace pintle::auth

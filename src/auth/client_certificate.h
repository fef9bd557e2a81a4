// Client certificates: a chain that leads to one of the trusted authorities, is valid now and may be used by clients names a user:
// common name -> user name, organizations -> groups.
//
//   auto part = ClientCertificateAuthenticator::create({ca_pem_1, ca_pem_2}, Clock::system());
//
// Verifying costs some hundred microseconds, so a verified chain is remembered by its exact bytes until a certificate in it ends,
// at most kVerifiedChainsMax of them and not longer than kVerifiedChainAge. Failures are not remembered.
// Errors: 400 for a PEM without certificates; when asked, 401 with the reason for the log.
// Thread: any; the memory is a published immutable table, so that no request waits for another.
// Source: k8s.io/apiserver/pkg/authentication/request/x509, RFC 5280.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "auth/authenticator.h"
#include "base/clock.h"

namespace pintle::auth {

inline constexpr size_t kVerifiedChainsMax = 1024;
inline constexpr std::chrono::minutes kVerifiedChainAge{60};
inline constexpr size_t kChainCertificatesMax = 10;  // a longer chain is refused unread
inline constexpr size_t kChainBytesMax = 64 << 10;

class ClientCertificateAuthenticator final : public RequestAuthenticator {
 public:
  // Each text holds one or more PEM certificates. `clock` must outlive the authenticator.
  static Result<std::unique_ptr<ClientCertificateAuthenticator>> create(const std::vector<std::string>& authorities_pem,
                                                                        const Clock& clock);
  ~ClientCertificateAuthenticator() override;
  Task<Result<Identity>> authenticate(const Credentials& credentials) const override;

 private:
  struct State;
  explicit ClientCertificateAuthenticator(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace pintle::auth

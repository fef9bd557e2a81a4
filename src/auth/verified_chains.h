// VerifiedChains: whether a client's certificate chain leads to one of the trusted authorities, is valid now and may be used by clients.
//
//   PINTLE_TRY(auto chains, VerifiedChains::create({ca_pem_1, ca_pem_2}, Clock::system()));
//   PINTLE_TRY(VerifiedChainRef chain, chains->verify(peer.certificates_der));     // chain->common_name
//   chains->trust({other_ca_pem});                                                 // from now on these, and only these
//
// Verifying costs some hundred microseconds, so a verified chain is remembered by its exact bytes until a certificate in it ends,
// at most kVerifiedChainsMax of them and not longer than kVerifiedChainAge, and not longer than its authorities are trusted. Failures are
// not remembered.
// Errors: 400 for a PEM without certificates, which changes nothing; 401 with the reason for the log.
// Thread: any; the memory is a published immutable table, so that no request waits for another.
// Source: k8s.io/apiserver/pkg/authentication/request/x509, RFC 5280.
#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "auth/user.h"
#include "base/clock.h"
#include "base/result.h"

namespace pintle::auth {

inline constexpr size_t kVerifiedChainsMax = 1024;
inline constexpr std::chrono::minutes kVerifiedChainAge{60};
inline constexpr size_t kChainCertificatesMax = 10;  // a longer chain is refused unread
inline constexpr size_t kChainBytesMax = 64 << 10;

struct VerifiedChain {
  std::vector<std::string> chain_der;
  std::string common_name;  // of the leaf
  // Whom the leaf names: null without a common name; an error when its UID is none.
  Result<UserRef> user;
  std::chrono::system_clock::time_point valid_until;
};
using VerifiedChainRef = std::shared_ptr<const VerifiedChain>;

class VerifiedChains {
 public:
  // Each text holds one or more PEM certificates. `clock` must outlive this.
  static Result<std::unique_ptr<VerifiedChains>> create(const std::vector<std::string>& authorities_pem, const Clock& clock);
  ~VerifiedChains();
  // One thread at a time.
  Result<void> trust(const std::vector<std::string>& authorities_pem);
  // `chain_der` is not empty; leaf first.
  Result<VerifiedChainRef> verify(std::span<const std::string> chain_der) const;

 private:
  struct State;
  explicit VerifiedChains(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace pintle::auth

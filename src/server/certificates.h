// The server's own certificates and keys, kept in the data folder under kubeadm's names:
//
//   <pki>/ca.crt ca.key                 the authority of this server
//   <cert-dir>/apiserver.crt .key       what it serves TLS with (names: localhost, kubernetes.default.svc, the addresses, ...)
//   <pki>/admin.crt admin.key           the administrator's client certificate (kubernetes-admin, system:masters)
//   <pki>/sa.key                        signs service account tokens (RSA: RS256 is what every verifier knows)
//
// Missing or soon expired ones are made anew; a pair in a foreign --cert-dir that is not ours is used as it is. Making takes some
// milliseconds, writing takes the disk's syncs: the caller may write while it does other things, but must have written before the
// kubeconfig is handed out.
//
//   PINTLE_TRY(OwnCertificates own, load_or_issue_certificates(request));
//   PINTLE_TRY_VOID(write_files(own.to_write));
//
// Errors: 503 of the disk, 500 of OpenSSL. Source: kubeadm's cmd/kubeadm/app/phases/certs, k8s.io/apiserver SecureServingOptions.
#pragma once

#include <string>
#include <vector>

#include "auth/certificate_issuer.h"
#include "base/clock.h"
#include "base/file.h"

namespace pintle::server {

using auth::CertificateRequest;
using auth::KeyPair;
using auth::TimePoint;

inline constexpr std::chrono::hours kAuthorityLifetime{10 * 365 * 24};
inline constexpr std::chrono::hours kCertificateLifetime{365 * 24};
inline constexpr std::chrono::hours kRenewBefore{60 * 24};                                        // of the end
inline constexpr std::chrono::hours kAuthorityRenewBefore = kCertificateLifetime + kRenewBefore;  // outlives what it signs

struct CertificatePlan {
  std::string pki_dir;
  std::string cert_dir;  // where apiserver.crt is; often pki_dir
  std::vector<std::string> dns_names;
  std::vector<std::string> addresses;
};

struct OwnCertificates {
  KeyPair authority;
  KeyPair serving;
  KeyPair administrator;
  std::vector<FileContent> to_write;  // what was made anew
  TimePoint renew_at;                 // load_or_issue again then: something will be renewed
};

Result<OwnCertificates> load_or_issue_certificates(const CertificatePlan& plan, const Clock& clock);

// The key in `path`, made and written on first use. Takes some tenths of a second then: call it beside the start, not in it.
Result<std::string> load_or_make_service_account_key(const std::string& path);

}  // namespace pintle::server

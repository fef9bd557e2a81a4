// Keys and certificates made and checked: what the server's own certificate authority can do.
//
//   PINTLE_TRY(KeyPair authority, make_authority("kubernetes", now, 10 * 365 days));
//   PINTLE_TRY(KeyPair serving, issue(authority, {.common_name = "kube-apiserver", .use = kServerAuth, .dns_names = {"localhost"}}, now));
//
// Keys are ECDSA P-256, as PKCS #8 PEM; certificates are X.509 v3 PEM signed with SHA-256. Values; any thread; no I/O.
// Errors: 500 when OpenSSL fails, 400 when a given PEM is none.
// Source: RFC 5280; the names and uses are kubeadm's (cmd/kubeadm/app/phases/certs).
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace pintle::auth {

using TimePoint = std::chrono::system_clock::time_point;

struct KeyPair {
  std::string certificate_pem;
  std::string key_pem;
};

struct CertificateRequest {
  enum class Use : uint8_t { kServerAuth, kClientAuth };
  std::string common_name;  // "" for none
  std::vector<std::string> organizations;
  Use use = Use::kServerAuth;
  std::vector<std::string> dns_names;
  std::vector<std::string> addresses;  // textual IP addresses; others are an error
  std::chrono::hours lifetime{365 * 24};
};

// Certificates are valid from a little before `now`, for clients whose clock is behind.
Result<KeyPair> make_authority(const std::string& common_name, TimePoint now, std::chrono::hours lifetime);
Result<KeyPair> issue(const KeyPair& authority, const CertificateRequest& request, TimePoint now);

// A new RSA-2048 key as PKCS #8 PEM. Takes some tenths of a second of one core.
Result<std::string> make_rsa_key();

// Whether `pair` is a key with its certificate, valid at `now` and for `remaining` more.
bool is_valid_pair(const KeyPair& pair, TimePoint now, std::chrono::hours remaining);
bool is_issued_by(const KeyPair& pair, const KeyPair& authority);
// Whether the certificate's subject and names are at least those asked for.
bool satisfies(const KeyPair& pair, const CertificateRequest& request);
// The end of validity; the epoch when `pair` holds no certificate.
TimePoint not_after(const KeyPair& pair);

}  // namespace pintle::auth

// Whether a server is the one that was meant: what Go's crypto/x509 checks, in its order and words.
// For .cc files only: it brings OpenSSL's headers. Thread: that of the handshake.
// Source: Go's crypto/x509 verify.go: Certificate.Verify, HostnameError, CertificateInvalidError, UnknownAuthorityError.
#pragma once

#include <openssl/x509.h>

#include <string>

namespace pintle::net {

// What a connection is verified by; the SSL object points at it (SSL_set_app_data) during its handshake.
struct ServerVerification {
  std::string server_name;  // a DNS name or an address
  bool skipped = false;
  std::string fault;  // of the handshake: "x509: certificate signed by unknown authority"
};

// OpenSSL's hook (SSL_CTX_set_cert_verify_callback).
int verify_for_connection(X509_STORE_CTX* chain, void*);

// "" when the chain is that of the name, else what is wrong with it.
std::string server_fault(X509_STORE_CTX* chain, const std::string& server_name);

}  // namespace pintle::net

// Certificates for tests, made on the spot (P-256).
#pragma once

#include <string>

namespace pintle::net {

struct TestCertificate {
  std::string certificate_pem;  // the chain, leaf first
  std::string private_key_pem;
};

struct TestCertificateRequest {
  std::string common_name;
  std::string names;  // subjectAltName as OpenSSL's configuration writes it: "DNS:localhost,IP:127.0.0.1"; "" for none
  bool authority = false;
  std::string usage;  // extendedKeyUsage: "clientAuth"; "" for any
  long begins_in_seconds = -3600;
  long ends_in_seconds = 3600;
};
TestCertificate make_certificate(const TestCertificateRequest& request, const TestCertificate* issuer = nullptr);

// Self-signed when `issuer` is null; else signed by it, with its chain behind.
TestCertificate make_certificate(const std::string& common_name, const TestCertificate* issuer = nullptr);

}  // namespace pintle::net

// Certificates for tests, made on the spot (P-256).
#pragma once

#include <string>

namespace pintle::net {

struct TestCertificate {
  std::string certificate_pem;  // the chain, leaf first
  std::string private_key_pem;
};

// Self-signed when `issuer` is null; else signed by it, with its chain behind.
TestCertificate make_certificate(const std::string& common_name, const TestCertificate* issuer = nullptr);

}  // namespace pintle::net

// What a certificate request (PKCS #10, PEM) asks for. Source: pkg/apis/certificates ParseCSR; RFC 2986.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace pintle::auth {

struct CertificateSubject {
  std::string common_name;                 // the user; the last one counts
  std::vector<std::string> organizations;  // its groups
};
// Error: 400 when it is no certificate request, whose text is for the client.
Result<CertificateSubject> subject_of_request(std::string_view pem);

// Whether it is a request whose signature is right. Error: 400, whose text is for the client.
Result<void> check_certificate_request(std::string_view pem);
// Whether a text holds certificates in PEM without headers, at least one, and no other blocks; "" is fine. Error: the same.
Result<void> check_certificates(std::string_view pem);

}  // namespace pintle::auth

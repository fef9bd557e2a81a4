// A client's certificate chain, before anything in it is verified: the input is the chain, each certificate behind its length in
// two bytes. Whatever it is, it names nobody, for no authority that is trusted here has signed anything.
#include <cstdint>
#include <string>
#include <vector>

#include "auth/certificate_issuer.h"
#include "auth/client_certificate.h"
#include "base/check.h"
#include "base/finish_now.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace pintle;
  static const auto authenticator = [] {
    auto authority = auth::make_authority("authority", Clock::system().now(), std::chrono::hours(24));
    return std::make_unique<auth::ClientCertificateAuthenticator>(
        *auth::VerifiedChains::create({authority->certificate_pem}, Clock::system()));
  }();
  std::vector<std::string> chain;
  while (size >= 2) {
    size_t length = std::min<size_t>(data[0] << 8 | data[1], size - 2);
    chain.emplace_back(reinterpret_cast<const char*>(data + 2), length);
    data += 2 + length;
    size -= 2 + length;
  }
  auto identity = finish_now(authenticator->authenticate({.certificates_der = chain}));
  PINTLE_CHECK(!identity || identity->user == nullptr);
  return 0;
}

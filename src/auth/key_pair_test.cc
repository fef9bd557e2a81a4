// Proves what is said of a certificate and a key that are no pair.
#include "auth/key_pair.h"

#include <gtest/gtest.h>

namespace pintle::auth {
namespace {

constexpr std::string_view kCertificate = "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n";
constexpr std::string_view kKey = "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n";
constexpr std::string_view kOther = "-----BEGIN X-----\nAA==\n-----END X-----\n";

struct Case {
  std::string_view certificate;
  std::string_view key;
  std::string_view fault;
};

TEST(KeyPairTest, SaysWhatIsWrong) {
  const Case cases[] = {
      {"", "", "tls: failed to find any PEM data in certificate input"},
      {kKey, kKey,
       "tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched"},
      {kOther, kKey,
       R"(tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: [X])"},
      {kCertificate, "x", "tls: failed to find any PEM data in key input"},
      {kCertificate, kCertificate, "tls: found a certificate rather than a key in the PEM for the private key"},
      {kCertificate, kKey, "x509: malformed certificate"},
  };
  for (const Case& c : cases) EXPECT_EQ(key_pair_fault(c.certificate, c.key), c.fault);
}

}  // namespace
}  // namespace pintle::auth

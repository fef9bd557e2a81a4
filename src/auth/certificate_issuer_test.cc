// Proves that what is issued is a key with its certificate, signed by its authority, for the names asked for and no longer than asked.
#include "auth/certificate_issuer.h"

#include <gtest/gtest.h>

namespace pintle::auth {
namespace {

using namespace std::chrono_literals;
constexpr std::chrono::hours kDay{24};
const TimePoint kNow = std::chrono::system_clock::from_time_t(1'800'000'000);

TEST(CertificateIssuer, PairsAreWhatWasAskedFor) {
  KeyPair authority = make_authority("authority", kNow, 100 * kDay).value();
  CertificateRequest request{.common_name = "Jos\u00e9, \"x\"=y",
                             .organizations = {"system:masters", "b"},
                             .use = CertificateRequest::Use::kClientAuth,
                             .dns_names = {"localhost", "a.b"},
                             .addresses = {"127.0.0.1", "fd00::1"},
                             .lifetime = 10 * kDay};
  KeyPair pair = issue(authority, request, kNow).value();
  EXPECT_TRUE(is_valid_pair(pair, kNow, 10 * kDay - 1h));
  EXPECT_FALSE(is_valid_pair(pair, kNow, 10 * kDay));
  EXPECT_FALSE(is_valid_pair(pair, kNow - 1h, 0h)) << "not valid yet";
  EXPECT_EQ(not_after(pair), kNow + 10 * kDay);
  EXPECT_TRUE(satisfies(pair, request));
  EXPECT_TRUE(is_issued_by(pair, authority));
  EXPECT_FALSE(is_issued_by(pair, make_authority("authority", kNow, 100 * kDay).value())) << "same name, other key";
  EXPECT_TRUE(is_issued_by(authority, authority));
}

TEST(CertificateIssuer, MismatchesAreSeen) {
  KeyPair authority = make_authority("authority", kNow, 100 * kDay).value();
  KeyPair one = issue(authority, {.common_name = "one", .dns_names = {"one"}}, kNow).value();
  KeyPair two = issue(authority, {.common_name = "two"}, kNow).value();
  EXPECT_NE(one.key_pem, two.key_pem);
  EXPECT_FALSE(is_valid_pair({one.certificate_pem, two.key_pem}, kNow, 0h));
  EXPECT_FALSE(is_valid_pair({"", ""}, kNow, 0h));
  EXPECT_FALSE(satisfies(one, {.common_name = "two"}));
  EXPECT_FALSE(satisfies(one, {.common_name = "one", .organizations = {"x"}}));
  EXPECT_FALSE(satisfies(one, {.common_name = "one", .dns_names = {"other"}}));
  EXPECT_FALSE(satisfies(one, {.common_name = "one", .addresses = {"127.0.0.1"}}));
  EXPECT_FALSE(satisfies({}, {.common_name = "one"}));
}

TEST(CertificateIssuer, BadInputIsAnError) {
  KeyPair authority = make_authority("authority", kNow, 100 * kDay).value();
  EXPECT_FALSE(issue({"x", "y"}, {.common_name = "n"}, kNow));
  EXPECT_FALSE(issue(authority, {.common_name = "n", .addresses = {"not an address"}}, kNow));
}

}  // namespace
}  // namespace pintle::auth

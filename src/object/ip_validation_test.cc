// Proves which spellings of addresses and ranges each kind of field takes, and the warnings for those that are taken but not standard.
#include "object/ip_validation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pintle::object {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kNoIp = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
constexpr std::string_view kNoCidr = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";

std::string fault_of(const ErrorList& errors, std::string_view value) {
  const std::string joined = errors.joined();
  const std::string before = "f: Invalid value: " + quoted(value) + ": ";
  return joined.starts_with(before) ? joined.substr(before.size()) : joined;
}

TEST(IpValidation, TakesAddresses) {
  const struct {
    std::string_view value, sloppy, strict, canonical;
  } cases[] = {
      {"10.9.8.7", "", "", ""},
      {"2001:db8::1", "", "", ""},
      {"::", "", "", ""},
      {"010.009.008.007", "", "must not have leading 0s", "must not have leading 0s"},
      {"::ffff:1.2.3.4", "", "must not be an IPv4-mapped IPv6 address", "must not be an IPv4-mapped IPv6 address"},
      {"2001:DB8:0::1", "", "", "must be in canonical form (\"2001:db8::1\")"},
      {"", kNoIp, kNoIp, kNoIp},
      {"1.2.3", kNoIp, kNoIp, kNoIp},
      {"1.2.3.256", kNoIp, kNoIp, kNoIp},
      {"1.2.3.4/24", kNoIp, kNoIp, kNoIp},
      {"fe80::1%eth0", kNoIp, kNoIp, kNoIp},
      {"a.b.c.d", kNoIp, kNoIp, kNoIp},
  };
  for (const auto& c : cases) {
    ErrorList sloppy, strict, canonical;
    validate_ip_for_legacy_field(c.value, IpStrictness::kSloppy, {}, FieldPath("f"), sloppy);
    validate_ip_for_legacy_field(c.value, IpStrictness::kStrict, {}, FieldPath("f"), strict);
    validate_ip(c.value, FieldPath("f"), canonical);
    EXPECT_EQ(fault_of(sloppy, c.value), c.sloppy) << c.value;
    EXPECT_EQ(fault_of(strict, c.value), c.strict) << c.value;
    EXPECT_EQ(fault_of(canonical, c.value), c.canonical) << c.value;
  }
  ErrorList errors;
  const std::string_view old[] = {"nonsense"};
  validate_ip_for_legacy_field("nonsense", IpStrictness::kStrict, old, FieldPath("f"), errors);
  EXPECT_TRUE(errors.empty());
}

TEST(IpValidation, TakesRanges) {
  const struct {
    std::string_view value, sloppy, strict, canonical;
  } cases[] = {
      {"10.0.0.0/8", "", "", ""},
      {"0.0.0.0/0", "", "", ""},
      {"2001:db8::/64", "", "", ""},
      {"10.0.0.1/8", "", "must not have bits set beyond the prefix length", "must not have bits set beyond the prefix length"},
      {"010.0.0.0/8", "", "must not have leading 0s in IP or prefix length", "must not have leading 0s in IP or prefix length"},
      {"10.0.0.0/08", "", "must not have leading 0s in IP or prefix length", "must not have leading 0s in IP or prefix length"},
      {"::ffff:10.0.0.0/104", "", "must not have an IPv4-mapped IPv6 address", "must not have an IPv4-mapped IPv6 address"},
      {"2001:DB8::/64", "", "", "must be in canonical form (\"2001:db8::/64\")"},
      {"10.0.0.0", kNoCidr, kNoCidr, kNoCidr},
      {"10.0.0.0/33", kNoCidr, kNoCidr, kNoCidr},
      {"10.0.0.0/", kNoCidr, kNoCidr, kNoCidr},
      {"10.0.0.0/-1", kNoCidr, kNoCidr, kNoCidr},
      {"10.0.0.0/99999999999", kNoCidr, kNoCidr, kNoCidr},
      {"", kNoCidr, kNoCidr, kNoCidr},
  };
  for (const auto& c : cases) {
    ErrorList sloppy, strict, canonical;
    validate_cidr_for_legacy_field(c.value, IpStrictness::kSloppy, {}, FieldPath("f"), sloppy);
    validate_cidr_for_legacy_field(c.value, IpStrictness::kStrict, {}, FieldPath("f"), strict);
    validate_cidr(c.value, FieldPath("f"), canonical);
    EXPECT_EQ(fault_of(sloppy, c.value), c.sloppy) << c.value;
    EXPECT_EQ(fault_of(strict, c.value), c.strict) << c.value;
    EXPECT_EQ(fault_of(canonical, c.value), c.canonical) << c.value;
  }
}

TEST(IpValidation, TakesInterfaceAddresses) {
  const struct {
    std::string_view value, wanted;
  } cases[] = {
      {"192.168.1.5/24", ""},
      {"2001:db8::5/64", ""},
      {"192.168.001.5/24", "must be in canonical form (\"192.168.1.5/24\")"},
      {"::ffff:192.168.0.1/120", "must be in canonical form (\"192.168.0.1/24\")"},
      {"x", "must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)"},
  };
  for (const auto& c : cases) {
    ErrorList errors;
    validate_interface_address(c.value, FieldPath("f"), errors);
    EXPECT_EQ(fault_of(errors, c.value), c.wanted) << c.value;
  }
}

TEST(IpValidation, WarnsOfWhatIsNotStandard) {
  const auto ip = [](std::string_view value) {
    std::vector<std::string> warnings;
    append_ip_warnings(value, FieldPath("f"), warnings);
    return warnings;
  };
  const auto cidr = [](std::string_view value) {
    std::vector<std::string> warnings;
    append_cidr_warnings(value, FieldPath("f"), warnings);
    return warnings;
  };
  EXPECT_THAT(ip("1.2.3.4"), IsEmpty());
  EXPECT_THAT(ip("01.2.3.4"), ElementsAre("f: non-standard IP address \"01.2.3.4\" is invalid: use \"1.2.3.4\""));
  EXPECT_THAT(ip("::ffff:1.2.3.4"), ElementsAre("f: non-standard IP address \"::ffff:1.2.3.4\" is invalid: use \"1.2.3.4\""));
  EXPECT_THAT(ip("2001:DB8::1"), ElementsAre("f: IPv6 address \"2001:DB8::1\" should be in RFC 5952 canonical format (\"2001:db8::1\")"));
  EXPECT_THAT(cidr("10.0.0.0/8"), IsEmpty());
  EXPECT_THAT(cidr("10.0.0.1/8"),
              ElementsAre("f: CIDR value \"10.0.0.1/8\" is ambiguous in this context (should be \"10.0.0.0/8\" or \"10.0.0.1/32\"?)"));
  EXPECT_THAT(cidr("10.00.0.0/8"), ElementsAre("f: non-standard CIDR value \"10.00.0.0/8\" is invalid: use \"10.0.0.0/8\""));
  EXPECT_THAT(cidr("2001:DB8::/64"),
              ElementsAre("f: IPv6 CIDR value \"2001:DB8::/64\" should be in RFC 5952 canonical format (\"2001:db8::/64\")"));
}

}  // namespace
}  // namespace pintle::object

// Proves which strings each format takes, and the message for those that it does not.
#include "object/validation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pintle::object {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Format {
  const char* name;
  Messages (*check)(std::string_view);
  std::vector<std::string> good;
  std::vector<std::string> bad;
};

TEST(Validation, TakesAndRefuses) {
  const std::string k63(63, 'a'), k64(64, 'a'), k253 = k63 + "." + k63 + "." + k63 + "." + std::string(61, 'a'), k254 = k253 + "a";
  const Format formats[] = {
      {"label", is_dns1123_label, {"a", "0", "a-b", "1-a", k63}, {"", "-a", "a-", "A", "a.b", "a_b", k64, "a\n"}},
      {"subdomain", is_dns1123_subdomain, {"a", "a.b-c.0", k253}, {"", ".", "a.", ".a", "a..b", "A.b", "a.-b", "a_b", k254}},
      {"underscore", is_dns1123_subdomain_with_underscore, {"_a", "a_b.c", "_a._b"}, {"", "__a", "a_", "_", "a._"}},
      {"wildcard", is_wildcard_dns1123_subdomain, {"*.a", "*.a.b"}, {"*", "*.", "a.*", "*.*.a", "*a", ""}},
      {"1035", is_dns1035_label, {"a", "a-1", "abc"}, {"", "1a", "-a", "a-", "A", "a.b"}},
      {"qualified name", is_qualified_name, {"a", "A_b.c-1", "e.com/a", k63}, {"", "/a", "a/", "a/b/c", "_a", "a_", "E.com/a", k64, "é"}},
      {"label value", is_label_value, {"", "a", "A_b.c-1", k63}, {"-", "a-", ".a", "a b", k64}},
      {"C identifier", is_c_identifier, {"a", "_", "A1_"}, {"", "1a", "a-b", "a.b"}},
      {"port name", is_port_name, {"a", "http-1", "1a", "abcdefghijklmno"}, {"", "1", "-a", "a-", "a--b", "A", "abcdefghijklmnop"}},
      {"percent", is_percent, {"0%", "100%"}, {"", "%", "1", "-1%", "1.5%", "1%%"}},
      {"header", is_http_header_name, {"X-A", "a1"}, {"", "a b", "a_b", "é"}},
      {"env", is_env_var_name, {"A", "a.b", "_", "-x", "a1"}, {"", "1a", "a=b", ".", "..", "..a", "é"}},
      {"relaxed env", is_relaxed_env_var_name, {"1a", "a b", "..", "~"}, {"", "a=b", "é", "a\tb", "\x7f"}},
      {"config key", is_config_map_key, {"a", "A.b_c-1", "...a" + std::string()}, {"", "a/b", ".", "..", "..a", std::string(254, 'a')}},
      {"decimal", is_decimal_integer, {"0", "1", "-1", "9223372036854775808"}, {"", "-", "-0", "00", "01", "+1", "1.0", "1a", " 1"}},
      {"segment", is_path_segment_name, {"a", "...", "A b"}, {".", "..", "a/b", "a%"}},
  };
  for (const Format& format : formats) {
    for (const std::string& text : format.good) {
      if (format.check == is_config_map_key && text == "...a") continue;  // begins with "..": refused below
      EXPECT_THAT(format.check(text), IsEmpty()) << format.name << " " << text;
    }
    for (const std::string& text : format.bad) EXPECT_FALSE(format.check(text).empty()) << format.name << " " << text;
  }
  EXPECT_FALSE(is_config_map_key("...a").empty());
}

TEST(Validation, SaysWhatIsWrong) {
  EXPECT_THAT(is_dns1123_label("a.b"), ElementsAre("must not contain dots"));
  EXPECT_THAT(is_dns1123_label(std::string(64, 'A')),
              ElementsAre("must be no more than 63 characters",
                          "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end "
                          "with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is "
                          "'[a-z0-9]([-a-z0-9]*[a-z0-9])?')"));
  EXPECT_THAT(is_dns1123_subdomain("A"),
              ElementsAre("a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start "
                          "and end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
                          "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"));
  EXPECT_THAT(is_qualified_name(""),
              ElementsAre("name part must be non-empty",
                          "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric "
                          "character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is "
                          "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"));
  EXPECT_THAT(is_qualified_name("/" + std::string(64, 'a')),
              ElementsAre("prefix part must be non-empty", "name part must be no more than 63 bytes"));
  EXPECT_THAT(is_label_value(std::string(64, 'a')), ElementsAre("must be no more than 63 bytes"));
  EXPECT_THAT(is_port_number(0), ElementsAre("must be between 1 and 65535, inclusive"));
  EXPECT_THAT(is_port_number(65535), IsEmpty());
  EXPECT_THAT(is_user_id(1LL << 31), ElementsAre("must be between 0 and 2147483647, inclusive"));
  EXPECT_THAT(is_config_map_key(".."), ElementsAre("must not be '..'"));
  EXPECT_THAT(is_path_segment_name("a/%"), ElementsAre("may not contain '/'", "may not contain '%'"));
}

TEST(Validation, PrefixesMayEndInADash) {
  EXPECT_THAT(name_is_dns_label("web-", NameUse::kPrefix), IsEmpty());
  EXPECT_THAT(name_is_dns_subdomain("web.a-", NameUse::kPrefix), IsEmpty());
  EXPECT_FALSE(name_is_dns_label("web-", NameUse::kWhole).empty());
  EXPECT_FALSE(name_is_dns_label("-", NameUse::kPrefix).empty());
  EXPECT_THAT(name_is_path_segment(".", NameUse::kPrefix), IsEmpty());
  EXPECT_FALSE(name_is_path_segment(".", NameUse::kWhole).empty());
}

TEST(Validation, NamesTheField) {
  struct Case {
    void (*validate)(std::string_view, const FieldPath&, ErrorList&);
    std::string_view value, wanted;
  };
  const Case cases[] = {
      {validate_fully_qualified_name, "", "f: Required value"},
      {validate_fully_qualified_name, "a.b.c", ""},
      {validate_fully_qualified_name, "a.b",
       "f: Invalid value: \"a.b\": should be a domain with at least three segments separated by dots"},
      {validate_fully_qualified_domain_name, "a.b.", ""},
      {validate_fully_qualified_domain_name, "a.",
       "f: Invalid value: \"a\": should be a domain with at least two segments separated by dots"},
      {validate_domain_prefixed_path, "a.io/b/c", ""},
      {validate_domain_prefixed_path, "a.io/", "f: Invalid value: \"a.io/\": must be a domain-prefixed path (such as \"acme.io/foo\")"},
      {validate_domain_prefixed_path, "a.io/ ",
       "f: Invalid value: \" \": Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')"},
      {validate_domain_prefixed_key, "a.io/b", ""},
      {validate_domain_prefixed_key, "b", "f: Invalid value: \"b\": must be a domain-prefixed key (such as \"acme.io/foo\")"},
      {validate_label_name, "a", ""},
      {validate_field_manager, "kubectl édition", ""},
      {validate_field_manager, "a\nb", "f: Invalid value: \"a\\nb\": invalid character U+000A (at position 1)"},
  };
  for (const Case& c : cases) {
    ErrorList errors;
    c.validate(c.value, FieldPath("f"), errors);
    EXPECT_EQ(errors.joined(), c.wanted) << c.value;
  }
  ErrorList errors;
  validate_field_manager(std::string(129, 'a'), FieldPath("f"), errors);
  validate_nonnegative(-1, FieldPath("g"), errors);
  EXPECT_EQ(errors.joined(), "[f: Too long: may not be more than 128 bytes, g: Invalid value: -1: must be greater than or equal to 0]");
}

}  // namespace
}  // namespace pintle::object

// Proves where a webhook may be: URLs as Go takes them apart, and paths of Services.
#include "groups/webhook_rules.h"

#include <gtest/gtest.h>

namespace pintle::groups {
namespace {

struct UrlCase {
  std::string_view url;
  std::string_view errors;
};

TEST(WebhookRulesTest, AUrlIsHttpsWithAHost) {
  const UrlCase cases[] = {
      {"https://a.example/x", ""},
      {"https://[::1]:8443", ""},
      {"http://a", R"(url: Invalid value: "http": 'https' is the only allowed URL scheme; desired format: https://host[/path])"},
      {"https:///x", R"(url: Invalid value: "": host must be specified; desired format: https://host[/path])"},
      {"https://u@a/?q=1#f", R"([url: Invalid value: "u": user information is not permitted in the URL, )"
                             R"(url: Invalid value: "f": fragments are not permitted in the URL, )"
                             R"(url: Invalid value: "q=1": query parameters are not permitted in the URL])"},
      {":x", R"(url: Required value: url must be a valid URL: parse ":x": missing protocol scheme; desired format: https://host[/path])"},
      {"https://a:b/",
       R"(url: Required value: url must be a valid URL: parse "https://a:b/": invalid port ":b" after host; desired format: https://host[/path])"},
      {"https://a/%zz",
       R"(url: Required value: url must be a valid URL: parse "https://a/%zz": invalid URL escape "%zz"; desired format: https://host[/path])"},
  };
  for (const UrlCase& c : cases) {
    object::ErrorList errors;
    validate_webhook_url(c.url, object::FieldPath("url"), errors);
    EXPECT_EQ(errors.joined(), c.errors) << c.url;
  }
}

struct PathCase {
  std::string_view path;
  std::string_view errors;
};

TEST(WebhookRulesTest, APathIsMadeOfNames) {
  const PathCase cases[] = {
      {"", ""},
      {"/", ""},
      {"/a/b.c/", ""},
      {"//", R"(service.path: Invalid value: "//": segment[0] may not be empty)"},
      {"/a//b", R"(service.path: Invalid value: "/a//b": segment[1] may not be empty)"},
  };
  for (const PathCase& c : cases) {
    object::ErrorList errors;
    validate_webhook_service({.namespace_ = "n", .name = "s", .path = c.path, .port = 443}, object::FieldPath("service"), errors);
    EXPECT_EQ(errors.joined(), c.errors) << c.path;
  }
}

TEST(WebhookRulesTest, AServiceHasANameANamespaceAndAPort) {
  object::ErrorList errors;
  validate_webhook_service({}, object::FieldPath("s"), errors);
  EXPECT_EQ(
      errors.joined(),
      "[s.name: Required value, s.namespace: Required value, s.port: Invalid value: 0: port is not valid: must be between 1 and 65535, "
      "inclusive]");
}

}  // namespace
}  // namespace pintle::groups

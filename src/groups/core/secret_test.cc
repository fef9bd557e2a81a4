// Proves the rules of Secrets: what each well-known type must hold, which keys are valid, what an immutable one still allows, and that
// stringData ends in data.
#include <gmock/gmock.h>

#include "groups/core/core.h"
#include "groups/rule_fixture.h"

namespace pintle::core {
namespace {

std::string secret(std::string_view rest) {
  return R"({"metadata":{"name":"a","namespace":"b","resourceVersion":"1"})" + std::string(rest) + "}";
}

struct CreateCase {
  std::string_view name;
  std::string_view rest;
  std::string_view errors;
};

TEST(SecretTest, HoldsWhatItsTypeAsksFor) {
  const CreateCase cases[] = {
      {"opaque", R"(,"type":"Opaque")", ""},
      {"own type", R"(,"type":"example.com/x","data":{"a":"AA=="})", ""},
      {"token of no account", R"(,"type":"kubernetes.io/service-account-token")",
       "metadata.annotations[kubernetes.io/service-account.name]: Required value"},
      {"no docker configuration", R"(,"type":"kubernetes.io/dockercfg")", "data[.dockercfg]: Required value"},
      {"docker configuration is no JSON", R"(,"type":"kubernetes.io/dockerconfigjson","data":{".dockerconfigjson":"eA=="})",
       R"(data[.dockerconfigjson]: Invalid value: "<secret contents redacted>": invalid character 'x' looking for beginning of value)"},
      {"docker configuration", R"(,"type":"kubernetes.io/dockerconfigjson","data":{".dockerconfigjson":"e30="})", ""},
      {"basic auth needs one of two", R"(,"type":"kubernetes.io/basic-auth")",
       "[data[username]: Required value, data[password]: Required value]"},
      {"basic auth", R"(,"type":"kubernetes.io/basic-auth","data":{"password":""})", ""},
      {"an empty key of ssh", R"(,"type":"kubernetes.io/ssh-auth","data":{"ssh-privatekey":""})", "data[ssh-privatekey]: Required value"},
      {"tls", R"(,"type":"kubernetes.io/tls","data":{"tls.crt":""})", "data[tls.key]: Required value"},
      {"bad key", R"(,"data":{"..":"AA=="})", R"(data[..]: Invalid value: "..": must not be '..')"},
  };
  for (const CreateCase& c : cases) EXPECT_EQ(groups::validate(kSecret, secret(c.rest)), c.errors) << c.name;
}

TEST(SecretTest, HoldsOneMebibyte) {
  const auto with = [](size_t bytes) { return secret(",\"data\":{\"a\":\"" + std::string(bytes / 3 * 4, 'A') + "\"}"); };
  EXPECT_EQ(groups::validate(kSecret, with((1 << 20) - 1)), "");
  EXPECT_EQ(groups::validate(kSecret, with((1 << 20) + 2)), "data: Too long: may not be more than 1048576 bytes");
}

struct UpdateCase {
  std::string_view name;
  std::string_view old;
  std::string_view updated;
  std::string_view errors;
};

TEST(SecretTest, KeepsItsTypeAndWhatIsImmutable) {
  const UpdateCase cases[] = {
      {"data changes", R"(,"type":"Opaque","data":{"a":"AA=="})", R"(,"type":"Opaque","data":{"a":"AQ=="})", ""},
      {"type", R"(,"type":"Opaque")", R"(,"type":"other")", R"(type: Invalid value: "other": field is immutable)"},
      {"made mutable", R"(,"immutable":true)", "", "immutable: Forbidden: field is immutable when `immutable` is set"},
      {"immutable data", R"(,"immutable":true,"data":{"a":"AA=="})", R"(,"immutable":true,"data":{"a":"AQ=="})",
       "data: Forbidden: field is immutable when `immutable` is set"},
  };
  for (const UpdateCase& c : cases)
    EXPECT_EQ(groups::validate_update(kSecret.validate_update, kSecret, secret(c.updated), secret(c.old)), c.errors) << c.name;
}

TEST(SecretTest, StringDataEndsInData) {
  object::Document document = groups::object_from(kSecret, R"({"stringData":{"a":"x"},"data":{"a":"AA==","b":"AQ=="}})");
  kSecret.set_defaults(document);
  EXPECT_EQ(groups::json_of(document), R"({"metadata":{},"data":{"a":"eA==","b":"AQ=="},"type":"Opaque"})");
}

}  // namespace
}  // namespace pintle::core

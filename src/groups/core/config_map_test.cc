// Proves the rules of ConfigMaps: which keys and sizes are valid, and what an immutable one still allows.
#include <gmock/gmock.h>

#include "groups/core/core.h"
#include "groups/rule_fixture.h"

namespace pintle::core {
namespace {

constexpr std::string_view kBadKey =
    R"(a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', )"
    R"(regex used for validation is '[-._a-zA-Z0-9]+'))";
constexpr std::string_view kMeta = R"("metadata":{"name":"a","namespace":"b","resourceVersion":"1"})";

std::string config_map(std::string_view rest) { return "{" + std::string(kMeta) + std::string(rest) + "}"; }

struct CreateCase {
  std::string_view name;
  std::string rest;
  std::string errors;
};

TEST(ConfigMapTest, Validates) {
  const CreateCase cases[] = {
      {"nothing", "", ""},
      {"plain keys", R"(,"data":{"a":"b","file.txt":"c","UP-per_1":"d"},"binaryData":{"bin":"AAEC"})", ""},
      {"bad key", R"(,"data":{"a/b":"c"})", "data[a/b]: Invalid value: \"a/b\": " + std::string(kBadKey)},
      {"bad binary key", R"(,"binaryData":{"a b":"AA=="})", "binaryData[a b]: Invalid value: \"a b\": " + std::string(kBadKey)},
      {"dots", R"(,"data":{"..":"c"})", R"(data[..]: Invalid value: "..": must not be '..')"},
      {"same key twice", R"(,"data":{"a":"b"},"binaryData":{"a":"AA=="})",
       R"(data[a]: Invalid value: "a": duplicate of key present in binaryData)"},
  };
  for (const CreateCase& c : cases) EXPECT_EQ(groups::validate(kConfigMap, config_map(c.rest)), c.errors) << c.name;
}

TEST(ConfigMapTest, HoldsOneMebibyteOfValues) {
  const auto with = [](size_t bytes) {
    return config_map(",\"data\":{\"a\":\"" + std::string(bytes, 'x') + "\"},\"binaryData\":{\"b\":\"AAAA\"}");
  };
  EXPECT_EQ(groups::validate(kConfigMap, with((1 << 20) - 3)), "");
  EXPECT_THAT(groups::validate(kConfigMap, with((1 << 20) - 2)), testing::HasSubstr("Too long: may not be more than 1048576 bytes"));
}

struct UpdateCase {
  std::string_view name;
  std::string_view old;
  std::string_view updated;
  std::string_view errors;
};

TEST(ConfigMapTest, AnImmutableOneKeepsItsData) {
  const UpdateCase cases[] = {
      {"mutable", R"(,"data":{"a":"b"})", R"(,"data":{"a":"c"},"immutable":true)", ""},
      {"false is mutable", R"(,"data":{"a":"b"},"immutable":false)", R"(,"data":{"a":"c"})", ""},
      {"unchanged", R"(,"data":{"a":"b"},"immutable":true)", R"(,"data":{"a":"b"},"immutable":true)", ""},
      {"made mutable", R"(,"immutable":true)", R"(,"immutable":false)", "immutable: Forbidden: field is immutable when `immutable` is set"},
      {"value changed", R"(,"data":{"a":"b"},"immutable":true)", R"(,"data":{"a":"c"},"immutable":true)",
       "data: Forbidden: field is immutable when `immutable` is set"},
      {"key added", R"(,"data":{"a":"b"},"immutable":true)", R"(,"data":{"a":"b","c":"d"},"immutable":true)",
       "data: Forbidden: field is immutable when `immutable` is set"},
      {"all at once", R"(,"data":{"a":"b"},"binaryData":{"x":"AA=="},"immutable":true)", "",
       "[immutable: Forbidden: field is immutable when `immutable` is set, data: Forbidden: field is immutable when `immutable` is set, "
       "binaryData: Forbidden: field is immutable when `immutable` is set]"},
  };
  for (const UpdateCase& c : cases)
    EXPECT_EQ(groups::validate_update(kConfigMap.validate_update, kConfigMap, config_map(c.updated), config_map(c.old)), c.errors)
        << c.name;
}

TEST(ConfigMapTest, AnUpdateIsValidatedLikeACreate) {
  EXPECT_THAT(groups::validate_update(kConfigMap.validate_update, kConfigMap, config_map(R"(,"data":{"a/b":"c"})"), config_map("")),
              testing::HasSubstr("data[a/b]"));
}

TEST(ConfigMapTest, CountsTheKeysOfBothMaps) {
  EXPECT_EQ(groups::row_of(
                kConfigMap,
                R"({"metadata":{"name":"a","creationTimestamp":"1970-01-01T00:00:00Z"},"data":{"x":"","y":""},"binaryData":{"z":""}})", 60),
            R"("a",3,"60s")");
}

}  // namespace
}  // namespace pintle::core

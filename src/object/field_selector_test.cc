// Proves what field selectors mean: parsing with escapes, errors, the fields a kind supports, matching.
#include "object/field_selector.h"

#include <gtest/gtest.h>

namespace pintle::object {
namespace {

TEST(FieldSelector, ParsesAndPrints) {
  const struct {
    std::string_view text, wanted;
  } cases[] = {
      {"", ""},
      {",,", ""},
      {"=", ""},
      {"a=b", "a=b"},
      {"a==b", "a=b"},
      {"a!=b", "a!=b"},
      {"b=1,a=2", "a=2,b=1"},
      {"a=", "a="},
      {"=b", "=b"},
      {"a=\\,\\=\\\\", "a=\\,\\=\\\\"},
      {"a=é", "a=é"},
      {"a=b!", "a=b!"},
  };
  for (const auto& c : cases) {
    auto selector = FieldSelector::parse(c.text);
    ASSERT_TRUE(selector) << c.text;
    EXPECT_EQ(selector->to_string(), c.wanted) << c.text;
  }
  EXPECT_EQ(FieldSelector::parse("a=x\\,y")->requirements()[0].value, "x,y");
}

TEST(FieldSelector, RefusesWithUpstreamsWords) {
  const struct {
    std::string_view text, wanted;
  } cases[] = {
      {"abc", "invalid selector: 'abc'; can't understand 'abc'"},
      {"x=1,abc", "invalid selector: 'x=1,abc'; can't understand 'abc'"},
      {"a=b=c", "invalid field selector: unescaped character in value: 61"},
      {"a=\\x", "invalid field selector: invalid escape sequence: \\x"},
      {"a=\\", "invalid field selector: invalid escape sequence: \\"},
  };
  for (const auto& c : cases) {
    auto selector = FieldSelector::parse(c.text);
    ASSERT_FALSE(selector) << c.text;
    EXPECT_EQ(selector.error().message(), c.wanted);
    EXPECT_EQ(selector.error().code(), 400);
  }
}

TEST(FieldSelector, ChecksTheFieldsOfAKind) {
  const std::string_view supported[] = {"metadata.name", "metadata.namespace"};
  auto selector = FieldSelector::parse("metadata.name=a,spec.x!=b");
  auto checked = selector->check(supported);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().message(), "field label not supported: spec.x");
  EXPECT_EQ(selector->check(supported, "%s is not a known field selector: only \"metadata.name\"").error().message(),
            "spec.x is not a known field selector: only \"metadata.name\"");
  EXPECT_TRUE(FieldSelector::parse("metadata.name!=a")->check(supported));
}

TEST(FieldSelector, Matches) {
  const FieldValue fields[] = {{"metadata.name", "web"}, {"status.phase", "Running"}};
  const struct {
    std::string_view text;
    bool wanted;
  } cases[] = {
      {"", true},
      {"metadata.name=web", true},
      {"metadata.name!=web", false},
      {"metadata.name=web,status.phase!=Failed", true},
      {"metadata.name=web,status.phase=Failed", false},
      {"spec.nodeName=", true},
      {"spec.nodeName!=a", true},
  };
  for (const auto& c : cases) EXPECT_EQ(FieldSelector::parse(c.text)->matches(fields), c.wanted) << c.text;
  EXPECT_EQ(FieldSelector::parse("a!=1,a=2")->requires_exact_match("a"), "2");
  EXPECT_EQ(FieldSelector::parse("a!=1")->requires_exact_match("a"), std::nullopt);
}

}  // namespace
}  // namespace pintle::object

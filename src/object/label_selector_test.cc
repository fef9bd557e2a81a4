// Proves what label selectors mean: parsing and its errors, the canonical form, matching, and the two forms of metav1.LabelSelector.
#include "object/label_selector.h"

#include <gtest/gtest.h>

#include "object/json.h"
#include "schema/type.h"

namespace pintle::object {
namespace {

TEST(LabelSelector, ParsesAndPrints) {
  const struct {
    std::string_view text, wanted;
  } cases[] = {
      {"", ""},
      {" ", ""},
      {"a", "a"},
      {"!a", "!a"},
      {"a=b", "a=b"},
      {"a==b", "a==b"},
      {"a!=b", "a!=b"},
      {"a=", "a="},
      {"a=,b", "a=,b"},
      {"b,a", "a,b"},
      {"x in (c,b,b)", "x in (b,c)"},
      {"x notin (b)", "x notin (b)"},
      {"x in ()", "x in ()"},
      {"x in (,)", "x in ()"},
      {"x in (a,,b)", "x in (,a,b)"},
      {"x in (a,)", "x in (,a)"},
      {"x>5", "x>5"},
      {"x < 5", "x<5"},
      {"in", "in"},
      {"in in (in,notin)", "in in (in,notin)"},
      {"in=notin", "in=notin"},
      {"\ta\r\n=\tb ,c", "a=b,c"},
      {"e.io/a=b", "e.io/a=b"},
      {"a=b,a=c", "a=b,a=c"},
      {std::string_view("a\0b", 3), ""},  // what follows makes it an error below
  };
  for (const auto& c : cases) {
    auto selector = LabelSelector::parse(c.text);
    if (c.text.contains('\0')) {
      EXPECT_FALSE(selector);
      continue;
    }
    ASSERT_TRUE(selector) << c.text << ": " << selector.error().message();
    EXPECT_EQ(selector->to_string(), c.wanted);
    auto again = LabelSelector::parse(selector->to_string());
    ASSERT_TRUE(again);
    EXPECT_EQ(again->to_string(), c.wanted) << "the canonical form is stable";
  }
}

TEST(LabelSelector, RefusesWithUpstreamsWords) {
  const struct {
    std::string_view text, wanted;
  } cases[] = {
      {",", "found ',', expected: !, identifier, or 'end of string'"},
      {"a,", "found '', expected: identifier after ','"},
      {"a,,b", "found ',', expected: identifier after ','"},
      {"a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"},
      {"!a=b", "found '=', expected: ',' or 'end of string'"},
      {"!", "unable to parse requirement: found '', expected: identifier"},
      {"!!a", "unable to parse requirement: found '!', expected: identifier"},
      {"a=b c", "found 'c', expected: ',' or 'end of string'"},
      {"a=(b)", "unable to parse requirement: found '(', expected: identifier"},
      {"a in b", "unable to parse requirement: found 'b' expected: '('"},
      {"a in (", "unable to parse requirement: found '', expected: ',', ')' or identifier"},
      {"a in (b", "unable to parse requirement: found '', expected: ',' or ')'"},
      {"a in (b=c)", "unable to parse requirement: found '=', expected: ',' or ')'"},
      {"a in (,=)", "unable to parse requirement: found '=', expected: ',', or identifier"},
      {"a>b", "unable to parse requirement: values[0]: Invalid value: \"b\": for 'Gt', 'Lt' operators, the value must be an integer"},
      {"a=-",
       "unable to parse requirement: values[0][a]: Invalid value: \"-\": a valid label must be an empty string or consist of "
       "alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or "
       "'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"},
      {"-a",
       "unable to parse requirement: <nil>: Invalid value: \"-a\": name part must consist of alphanumeric characters, '-', '_' or '.', "
       "and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is "
       "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"},
  };
  for (const auto& c : cases) {
    auto selector = LabelSelector::parse(c.text);
    ASSERT_FALSE(selector) << c.text;
    EXPECT_EQ(selector.error().message(), c.wanted) << c.text;
    EXPECT_EQ(selector.error().code(), 400);
  }
}

TEST(LabelSelector, Matches) {
  const Label labels[] = {{"app", "web"}, {"empty", ""}, {"n", "10"}, {"tier", "front"}};
  const struct {
    std::string_view text;
    bool wanted;
  } cases[] = {
      {"", true},
      {"app", true},
      {"!app", false},
      {"nope", false},
      {"!nope", true},
      {"app=web", true},
      {"app==web,tier=front", true},
      {"app=web,tier=back", false},
      {"app!=db", true},
      {"app!=web", false},
      {"nope!=x", true},
      {"nope=x", false},
      {"app in (db,web)", true},
      {"app notin (db,web)", false},
      {"nope notin (a)", true},
      {"nope in (a)", false},
      {"empty=", true},
      {"empty", true},
      {"app=", false},
      {"n>9", true},
      {"n>10", false},
      {"n<11", true},
      {"app>1", false},
      {"nope<1", false},
  };
  Arena arena;
  Value tree = Value::empty_map();
  for (const Label& label : labels) tree.set(arena, label.key, Value::string(label.value));
  for (const auto& c : cases) {
    auto selector = LabelSelector::parse(c.text);
    ASSERT_TRUE(selector) << c.text;
    EXPECT_EQ(selector->matches(labels), c.wanted) << c.text;
    EXPECT_EQ(selector->matches(&tree), c.wanted) << c.text;
  }
  EXPECT_FALSE(LabelSelector::nothing().matches(labels));
  EXPECT_FALSE(LabelSelector::nothing().matches(nullptr));
  EXPECT_TRUE(LabelSelector::everything().matches(nullptr));
}

TEST(LabelSelector, KnowsExactMatches) {
  auto selector = LabelSelector::parse("a=1,b in (2),c in (3,4),d!=5,e");
  ASSERT_TRUE(selector);
  EXPECT_EQ(selector->requires_exact_match("a"), "1");
  EXPECT_EQ(selector->requires_exact_match("b"), "2");
  for (std::string_view key : {"c", "d", "e", "f"}) EXPECT_EQ(selector->requires_exact_match(key), std::nullopt) << key;
}

class LabelSelectorOfObject : public testing::Test {
 protected:
  const Value* decode(std::string_view json) {
    const schema::Type* type = schema::find_builtin_type("io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector");
    auto decoded = decode_json(*type, Bytes::copy(json));
    EXPECT_TRUE(decoded) << json;
    document_ = std::make_unique<Document>(std::move(decoded->document));
    return &document_->root();
  }
  std::unique_ptr<Document> document_;
};

TEST_F(LabelSelectorOfObject, Converts) {
  EXPECT_TRUE(LabelSelector::from_value(nullptr)->matches_nothing());
  EXPECT_TRUE(LabelSelector::from_value(decode("{}"))->empty());
  auto selector = LabelSelector::from_value(decode(
      R"({"matchLabels":{"b":"1"},"matchExpressions":[{"key":"c","operator":"NotIn","values":["y","x"]},{"key":"a","operator":"Exists"}]})"));
  ASSERT_TRUE(selector);
  EXPECT_EQ(selector->to_string(), "a,b=1,c notin (x,y)");
  auto unknown = LabelSelector::from_value(decode(R"({"matchExpressions":[{"key":"a","operator":"Maybe"}]})"));
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().message(), "\"Maybe\" is not a valid label selector operator");
  auto empty = LabelSelector::from_value(decode(R"({"matchExpressions":[{"key":"a","operator":"In"}]})"));
  ASSERT_FALSE(empty);
  EXPECT_EQ(empty.error().message(), "values: Invalid value: null: for 'in', 'notin' operators, values set can't be empty");
}

TEST_F(LabelSelectorOfObject, Validates) {
  const struct {
    std::string_view json, wanted;
    LabelSelectorRules rules = {};
  } cases[] = {
      {R"({"matchLabels":{"a":"b"},"matchExpressions":[{"key":"a","operator":"In","values":["x"]}]})", ""},
      {R"({"matchExpressions":[{"key":"a","operator":"In"}]})",
       "s.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'"},
      {R"({"matchExpressions":[{"key":"a","operator":"Exists","values":["x"]}]})",
       "s.matchExpressions[0].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'"},
      {R"({"matchExpressions":[{"key":"a","operator":"Maybe"}]})",
       "s.matchExpressions[0].operator: Invalid value: \"Maybe\": not a valid selector operator"},
      {R"({"matchExpressions":[{"key":"a","operator":"Maybe"}]})", "", {.allow_unknown_operator = true}},
      {R"({"matchExpressions":[{"key":"a","operator":"In","values":["-"]}]})", "", {.allow_invalid_values = true}},
  };
  for (const auto& c : cases) {
    ErrorList errors;
    validate_label_selector(decode(c.json), c.rules, FieldPath("s"), errors);
    EXPECT_EQ(errors.joined(), c.wanted) << c.json;
  }
}

}  // namespace
}  // namespace pintle::object

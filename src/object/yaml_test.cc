// Proves that YAML is read and written as sigs.k8s.io/yaml does where the vectors do not reach: scalars, tags, aliases, merge keys,
// repeated keys, faults, and how each kind of text is quoted and broken. The wanted texts are what the Go code gives.
#include "object/yaml.h"

#include <gtest/gtest.h>

#include "object/yaml_scalar.h"
#include "schema/type.h"

namespace pintle::object {
namespace {

struct Case {
  std::string_view in, wanted;
};

TEST(Yaml, ToJson) {
  constexpr Case kCases[] = {
      {"", "null"},
      {"# only a comment", "null"},
      {"a: 1\n---\nb: 2", R"({"a":1})"},
      {"[yes, No, on, OFF, y, n, true, ~, null, Null, '', \"yes\"]", R"([true,false,true,false,true,false,true,null,null,null,"","yes"])"},
      {"[0x1F, 0o17, 017, 0b11, 1_000, +1, -1, 08, 1e3, .5, 1., -.5e-3]", "[31,15,15,3,1000,1,-1,8,1000,0.5,1,-0.0005]"},
      {"[2001-01-01, 2001-12-14t21:59:43.10-05:00, 12:30:45, 1:2]", R"(["2001-01-01","2001-12-14t21:59:43.10-05:00","12:30:45","1:2"])"},
      {"[!!str 1, !!int \"3\", !!float 1, !!binary YQ==, !foo x, !!null '']", R"(["1",3,1,"a","x",null])"},
      {"{1: a, 1.5: b, true: c, 0x10: d}", R"({"1":"a","1.5":"b","16":"d","true":"c"})"},
      {"a: &x {b: 1}\nc: *x\nd: {<<: *x, e: 2}", R"({"a":{"b":1},"c":{"b":1},"d":{"b":1,"e":2}})"},
      {"a: &x {k: 1}\nb: &y {k: 2, l: 2}\nc: {<<: [*x, *y]}", R"({"a":{"k":1},"b":{"k":2,"l":2},"c":{"k":1,"l":2}})"},
      {"a: |\n  x\n   y\nb: >-\n  x\n  y\n", R"({"a":"x\n y\n","b":"x y"})"},
      {"{a: 1, a: 2}", R"({"a":2})"},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.in);
    Result<std::string> json = yaml_to_json(c.in);
    ASSERT_TRUE(json) << json.error().message();
    EXPECT_EQ(*json, c.wanted);
  }
}

TEST(Yaml, Faults) {
  constexpr Case kCases[] = {
      {"a: [", "yaml: line 1: did not find expected node content"},
      {"\tx: y", "yaml: found character that cannot start any token"},
      {"a: b\nc: d\n\te: f", "yaml: line 3: found character that cannot start any token"},
      {"a: b: c", "yaml: mapping values are not allowed in this context"},
      {"a: *nope", "yaml: unknown anchor 'nope' referenced"},
      {"a: &x [*x]", "yaml: anchor 'x' value contains itself"},
      {"a: {<<: 1}", "yaml: map merge requires map or sequence of maps as the value"},
      {"!!int x", "yaml: cannot decode !!str `x` as a !!int"},
      {"!!binary '!'", "yaml: !!binary value contains invalid base64 data"},
      {".nan", "json: unsupported value: NaN"},
      {"a: \x01", "yaml: control characters are not allowed"},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.in);
    Result<std::string> json = yaml_to_json(c.in);
    ASSERT_FALSE(json) << *json;
    EXPECT_EQ(json.error().message(), c.wanted);
    EXPECT_EQ(json.error().code(), 400);
  }
}

TEST(Yaml, RepeatedKeysAreAStrictError) {
  constexpr std::string_view kYaml = "a: 1\nb: {c: 1, c: 2}\na: 3\n1: x\n1: y\n";
  Result<Decoded> strict = decode_yaml(any_type(), Bytes::constant(kYaml), {.strictness = Strictness::kStrict});
  ASSERT_TRUE(strict);
  EXPECT_EQ(
      strict->strict_errors,
      std::vector<std::string>{"yaml: unmarshal errors:\n  line 2: key \"c\" already set in map\n  line 3: key \"a\" already set in map\n"
                               "  line 5: key 1 already set in map"});
  EXPECT_TRUE(decode_yaml(any_type(), Bytes::constant(kYaml))->strict_errors.empty());
}

// Each level names the one below ten times.
// Plain JSON is not taken through YAML; a blank before it makes the reader do so.
TEST(Yaml, JsonIsReadAsYamlReadsIt) {
  constexpr std::string_view kTexts[] = {
      "{}",
      R"({"metadata":{"name":"a","labels":{"b":"2","a":"1"}},"spec":{"containers":[{"name":"c","ports":[{"containerPort":80}]}]}})",
      R"({"spec":{"hostNetwork":true,"priority":12,"nodeName":null}})",
      R"({"spec":{"nodeName":"a","nodeName":"b"},"metadata":{"labels":{"x":"1","x":"2"}}})",
      R"({"zzz":1,"aaa":2,"spec":{"nothing":{}}})",
      R"({"spec":{"priority":1e3}})",
      R"({"spec":{"priority":017}})",
      R"({"spec":{"priority":"12"}})",
      R"({"metadata":{"labels":{"<<":{"a":"b"}}}})",
      R"({"metadata":{"labels":{"a":yes}}})",
      R"({"metadata":{"name":"a\u00e9\/"}})",
      R"({"metadata":{"name":"a"}} {"metadata":{"name":"b"}})",
      R"({"metadata":{"name":"a"})",
  };
  const schema::Type& type = *schema::find_builtin_kind("", "v1", "Pod");
  for (const std::string_view text : kTexts) {
    SCOPED_TRACE(text);
    for (const Strictness strictness : {Strictness::kStrict, Strictness::kLenient}) {
      const auto direct = decode_yaml(type, Bytes::copy(text), {.strictness = strictness});
      const auto by_yaml = decode_yaml(type, Bytes::copy(" " + std::string(text)), {.strictness = strictness});
      ASSERT_EQ(direct.has_value(), by_yaml.has_value());
      if (!direct) continue;
      std::string json, wanted;
      encode_json(type, direct->document.root(), json);
      encode_json(type, by_yaml->document.root(), wanted);
      EXPECT_EQ(json, wanted);
      EXPECT_EQ(direct->strict_errors, by_yaml->strict_errors);
    }
  }
}

TEST(Yaml, AliasesCannotMultiply) {
  for (std::string_view form :
       {"l%: &l% [*l#,*l#,*l#,*l#,*l#,*l#,*l#,*l#,*l#,*l#]\n", "l%: &l% {<<: [*l#,*l#,*l#,*l#,*l#,*l#,*l#,*l#,*l#,*l#]}\n"}) {
    std::string yaml = form.starts_with("l%: &l% [") ? "l0: &l0 [x]\n" : "l0: &l0 {x: y}\n";
    for (int level = 1; level < 12; ++level) {
      for (char c : form) yaml += c == '%' ? std::to_string(level) : c == '#' ? std::to_string(level - 1) : std::string(1, c);
    }
    Result<std::string> json = yaml_to_json(yaml);
    ASSERT_FALSE(json);
    EXPECT_EQ(json.error().message(), "yaml: document contains excessive aliasing");
  }
}

TEST(Yaml, DepthHasALimit) {
  std::string nested = std::string(kYamlDepthMax + 1, '[') + std::string(kYamlDepthMax + 1, ']');
  EXPECT_EQ(yaml_to_json(nested).error().message(), "yaml: exceeded max depth of 1000");
  std::string allowed = std::string(kYamlDepthMax, '[') + std::string(kYamlDepthMax, ']');
  EXPECT_EQ(*yaml_to_json(allowed), allowed);
}

TEST(Yaml, FromJson) {
  const std::string long_words = "it is a long line, " + std::string(70, 'x') + " and it goes on";
  const std::string long_key(129, 'k');
  const std::string cases[][2] = {
      {"null", "null\n"},
      {"[]", "[]\n"},
      {"{}", "{}\n"},
      {R"({"b":[],"a":{},"c":null})", "a: {}\nb: []\nc: null\n"},
      {R"({"a":[1,[2,[3]],{"b":1,"a":[4]}]})", "a:\n- 1\n- - 2\n  - - 3\n- a:\n  - 4\n  b: 1\n"},
      {R"({"a":{"b":{"c":[{"d":{}}]}}})", "a:\n  b:\n    c:\n    - d: {}\n"},
      {R"([1.5,1e21,1e-7,100000,1000000.5,0.0001,0.00001])", "- 1.5\n- 1e+21\n- 1e-07\n- 100000\n- 1.0000005e+06\n- 0.0001\n- 1e-05\n"},
      {R"({"key10":1,"key9":1,"key":1,"Key":1,"a.b":1,"a":1,"_":1,"1":1})",
       "_: 1\n\"1\": 1\nKey: 1\na: 1\na.b: 1\nkey: 1\nkey9: 1\nkey10: 1\n"},
      {R"(["yes","1","1.5","null","~","","2001-01-01","12:30:45","0x1","-","- a","a: b","a:b","#","a #b","a#b","it's","\"q\"","{a}","<<","="," a","a "])",
       "- \"yes\"\n- \"1\"\n- \"1.5\"\n- \"null\"\n- \"~\"\n- \"\"\n- \"2001-01-01\"\n- \"12:30:45\"\n- \"0x1\"\n- '-'\n- '- a'\n- 'a: "
       "b'\n- a:b\n"
       "- '#'\n- 'a #b'\n- a#b\n- it's\n- '\"q\"'\n- '{a}'\n- <<\n- =\n- ' a'\n- 'a '\n"},
      {R"(["a\nb","a\nb\n","a\n\n"," a\nb","a \nb","\n","tab\t","\u0007é😀\ufeff"])",
       "- |-\n  a\n  b\n- |\n  a\n  b\n- |+\n  a\n\n- |2-\n   a\n  b\n- \"a \\nb\"\n- |2+\n\n- \"tab\\t\"\n- \"\\aé\\U0001F600\\uFEFF\"\n"},
      {"{\"" + long_key + "\":1,\"two\\nlines\":{\"a\":1}}", "? " + long_key + "\n: 1\n? |-\n  two\n  lines\n: a: 1\n"},
      {"[\"" + long_words + "\",\"'" + long_words + "'\"]", "- it is a long line, " + std::string(70, 'x') +
                                                                "\n  and it goes on\n- '''it is a long line, " + std::string(70, 'x') +
                                                                "\n  and it goes on'''\n"},
  };
  for (const auto& [json, wanted] : cases) {
    SCOPED_TRACE(json);
    std::string yaml = "kept";
    ASSERT_TRUE(json_to_yaml(json, yaml));
    EXPECT_EQ(yaml, "kept" + wanted);
  }
  std::string yaml;
  EXPECT_FALSE(json_to_yaml("{", yaml));
}

TEST(Yaml, SplitsDocuments) {
  EXPECT_EQ(split_yaml_documents("a: 1\n---\nb: 2\n--- # more\n\n---\nc: 3\n"), (std::vector<std::string_view>{"a: 1", "b: 2", "c: 3\n"}));
  EXPECT_EQ(split_yaml_documents("a: 1\n---"), std::vector<std::string_view>{"a: 1"});
  EXPECT_EQ(split_yaml_documents(""), std::vector<std::string_view>());
}

}  // namespace
}  // namespace pintle::object

// Proves that YAML and JSON become the same tree, that what is not there reads as empty, and that a text cannot make a tree of any size.
#include "load/yaml_tree.h"

#include <gtest/gtest.h>

namespace pintle::load {
namespace {

TEST(YamlTreeTest, YamlAndJson) {
  for (const char* text : {"a:\n- b: x\n  c: 1.5\n- y\n", R"({"a": [{"b": "x", "c": 1.5}, "y"]})"}) {
    const auto root = parse_yaml(text);
    ASSERT_TRUE(root) << text;
    EXPECT_EQ((*root)["a"].items.size(), 2u) << text;
    EXPECT_EQ((*root)["a"][0]["b"].scalar, "x") << text;
    EXPECT_EQ((*root)["a"][0]["c"].scalar, "1.5") << text;
    EXPECT_EQ((*root)["a"][1].scalar, "y") << text;
  }
}

TEST(YamlTreeTest, WhatIsNotThereIsEmpty) {
  const auto root = parse_yaml("a: 1\n");
  ASSERT_TRUE(root);
  EXPECT_EQ((*root)["b"]["c"][7].scalar, "");
  EXPECT_TRUE((*root)["a"].items.empty());
  EXPECT_TRUE(parse_yaml("")->members.empty());
}

TEST(YamlTreeTest, AnAliasIsWhatItNames) {
  const auto root = parse_yaml("a: &x {b: 1}\nc: *x\n");
  ASSERT_TRUE(root);
  EXPECT_EQ((*root)["c"]["b"].scalar, "1");
}

TEST(YamlTreeTest, WhatIsRefused) {
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "[";
  for (int i = 0; i < 100; ++i) deep += "]";
  // Each of 20 levels names the one below nine times.
  std::string laughs = "a0: &a0 [x]\n";
  for (int i = 1; i < 20; ++i) {
    const std::string below = "*a" + std::to_string(i - 1);
    laughs += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int times = 0; times < 9; ++times) laughs += below + " ,";
    laughs += below + " ]\n";
  }
  const std::pair<const char*, std::string> cases[] = {
      {"no YAML", "a: [1"}, {"too deep", deep}, {"too large by aliases", laughs}, {"an alias of itself", "&a [*a , *a ]"}};
  for (const auto& [name, text] : cases) EXPECT_FALSE(parse_yaml(text)) << name;
}

}  // namespace
}  // namespace pintle::load

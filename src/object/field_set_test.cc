// Proves that field sets read and write FieldsV1 as structured-merge-diff does, and that their algebra is that of sets of paths.
#include "object/field_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace pintle::object {
namespace {

using testing::ElementsAre;

std::string json_of(const FieldSet& set) {
  std::string out;
  set.append_json(out);
  return out;
}

std::set<std::string> paths_of(const FieldSet& set) {
  std::set<std::string> paths;
  set.for_each([&](std::span<const PathElement> path) { paths.insert(to_string(path)); });
  return paths;
}

class FieldSetTest : public testing::Test {
 protected:
  FieldSet parse(std::string_view json) {
    auto set = FieldSet::parse(json, arena_);
    EXPECT_TRUE(set) << json << ": " << (set ? "" : set.error().message());
    return set ? *set : FieldSet();
  }
  Arena arena_;
};

TEST_F(FieldSetTest, ReadsAndWritesTheCanonicalForm) {
  for (
      std::string_view json : {
          R"({})",
          R"({"f:spec":{}})",
          R"({"f:metadata":{"f:labels":{".":{},"f:app":{}}}})",
          R"({"f:spec":{"f:containers":{"k:{\"name\":\"web\"}":{".":{},"f:image":{},"f:ports":{"k:{\"containerPort\":80,\"protocol\":\"TCP\"}":{".":{},"f:containerPort":{}}}}}}})",
          R"({"f:metadata":{"f:finalizers":{"v:\"a.io/b\"":{},"v:\"c\"":{}}}})",
          R"({"f:a":{"i:0":{},"i:10":{}}})",
          R"({"f:data":{"f:a\"b\\c\n\u0001<>&é":{}}})",
          R"({"f:x":{"k:{\"k\":\"\\u003ca\\u003e\\\"\"}":{}}})",
          R"({"f:x":{"k:{\"a\":null,\"b\":true,\"c\":1.5}":{}}})",
      }) {
    EXPECT_EQ(json_of(parse(json)), json);
  }
}

TEST_F(FieldSetTest, WritesTheCanonicalFormOfWhateverItReads) {
  const struct {
    std::string_view json, wanted;
  } cases[] = {
      {"null", "{}"},
      {" { \"f:a\" : { } } ", R"({"f:a":{}})"},
      {R"({"f:b":{},"f:a":{}})", R"({"f:a":{},"f:b":{}})"},
      {R"({"f:a":null})", R"({"f:a":{}})"},
      {R"({"f:a":{".":{}}})", R"({"f:a":{}})"},
      {R"({"f:a":{},"f:a":{"f:b":{}}})", R"({"f:a":{".":{},"f:b":{}}})"},
      {R"({"x:a":{"anything":[1,"]"]},"f:b":{}})", R"({"f:b":{}})"},
      {R"({"f:a":{"x:b":{}}})", R"({"f:a":{}})"},
      {R"({"f:a":{".":{"deep":{"er":[]}}}})", R"({"f:a":{}})"},
      {R"({"i:1":{},"v:1":{},"k:{\"a\":1}":{},"f:z":{}})", R"({"f:z":{},"k:{\"a\":1}":{},"v:1":{},"i:1":{}})"},
      {R"({"v:true":{},"v:\"b\"":{},"v:2":{},"v:1.5":{},"v:null":{}})", R"({"v:1.5":{},"v:2":{},"v:\"b\"":{},"v:true":{},"v:null":{}})"},
      {R"({"k:{\"b\":1,\"a\":2}":{}})", R"({"k:{\"a\":2,\"b\":1}":{}})"},
      {R"({"f:\u0061\ud83d\ude00":{}})", "{\"f:a😀\":{}}"},
  };
  for (const auto& c : cases) EXPECT_EQ(json_of(parse(c.json)), c.wanted) << c.json;
}

TEST_F(FieldSetTest, RefusesWhatItCannotRead) {
  for (std::string_view json : {"", "[]", "5", "{", R"({"f:a")", R"({"f:a":5})", R"({"a":{}})", R"({"fa":{}})", R"({"i:x":{}})",
                                R"({"v:":{}})", R"({"k:[]":{}})", R"({"k:{\"a\"}":{}})", R"({"f:a\x":{}})", R"({"f:a":{})"}) {
    EXPECT_FALSE(FieldSet::parse(json, arena_)) << json;
  }
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "{\"f:a\":";
  EXPECT_FALSE(FieldSet::parse(deep, arena_));
}

TEST_F(FieldSetTest, IsASetOfPaths) {
  const FieldSet left = parse(R"({"f:a":{".":{},"f:b":{}},"f:c":{"f:d":{},"f:e":{}},"f:g":{}})");
  const FieldSet right = parse(R"({"f:a":{"f:b":{},"f:x":{}},"f:c":{},"f:g":{"f:h":{}}})");
  const auto l = paths_of(left);
  const auto r = paths_of(right);
  EXPECT_EQ(left.size(), l.size());
  std::set<std::string> wanted = l;
  wanted.insert(r.begin(), r.end());
  EXPECT_EQ(paths_of(left.united(right, arena_)), wanted);
  wanted.clear();
  std::ranges::set_intersection(l, r, std::inserter(wanted, wanted.end()));
  EXPECT_EQ(paths_of(left.intersected(right, arena_)), wanted);
  wanted.clear();
  std::ranges::set_difference(l, r, std::inserter(wanted, wanted.end()));
  EXPECT_EQ(paths_of(left.without(right, arena_)), wanted);
  EXPECT_EQ(json_of(left.without_recursively(right, arena_)), R"({"f:a":{},"f:g":{}})");
  EXPECT_TRUE(left.without(left, arena_).empty());
  EXPECT_EQ(left.united(left, arena_), left);
  EXPECT_FALSE(left == right);
}

TEST_F(FieldSetTest, VisitsMembersBeforeWhatIsBelow) {
  std::vector<std::string> paths;
  parse(R"({"f:a":{"f:b":{}},"f:c":{".":{},"k:{\"name\":\"w\"}":{".":{},"f:x":{}}},"f:z":{"v:\"s\"":{},"i:3":{}}})")
      .for_each([&](std::span<const PathElement> path) { paths.push_back(to_string(path)); });
  EXPECT_THAT(paths, ElementsAre(".c", ".a.b", ".c[name=\"w\"]", ".c[name=\"w\"].x", ".z[=\"s\"]", ".z[3]"));
}

TEST_F(FieldSetTest, KnowsItsPaths) {
  const FieldSet set = FieldSet::of(arena_, {{"status"}, {"metadata", "name"}});
  const PathElement status[] = {PathElement::field("status")};
  const PathElement name[] = {PathElement::field("metadata"), PathElement::field("name")};
  EXPECT_TRUE(set.has(status));
  EXPECT_TRUE(set.has(name));
  EXPECT_FALSE(set.has(std::span(name).first(1)));
  EXPECT_FALSE(set.has({}));
  EXPECT_EQ(json_of(set), R"({"f:metadata":{"f:name":{}},"f:status":{}})");
}

TEST_F(FieldSetTest, SortsManyItems) {
  std::string json = "{";
  for (int i = 0; i < 500; ++i) json += (i ? ",\"v:" : "\"v:") + std::to_string((i * 7919) % 500) + "\":{}";
  const FieldSet set = parse(json + "}");
  ASSERT_EQ(set.size(), 500u);
  for (int i = 0; i < 500; ++i) EXPECT_EQ(set.root()[i].element.value.as_int(), i);
}

}  // namespace
}  // namespace pintle::object

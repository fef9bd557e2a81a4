// Proves where a default from a marker is filled in: absent, null and zero plain fields, in items and entries, never in absent structs; and
// that filling twice is filling once.
#include "object/defaulting.h"

#include <gtest/gtest.h>
#include <array>

#include "object/json.h"
#include "object/test_objects.h"

namespace pintle::object {
namespace {

std::string defaulted(std::string_view kind, std::string_view version, std::string_view group, std::string_view json) {
  const schema::Type* type = schema::find_builtin_kind(group, version, kind);
  auto decoded = decode_json(*type, Bytes::copy(json));
  EXPECT_TRUE(decoded) << decoded.error().message();
  Document& document = decoded->document;
  apply_schema_defaults(*type, document.root(), document.arena());
  std::string once;
  encode_json(*type, document.root(), once);
  apply_schema_defaults(*type, document.root(), document.arena());
  std::string twice;
  encode_json(*type, document.root(), twice);
  EXPECT_EQ(once, twice);
  return once;
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST(Defaulting, FillsWhereTheMarkerSays) {
  // +default="TCP" on the protocol of a container's and a service's port.
  const std::string pod = defaulted(
      "Pod", "v1", "", R"({"spec":{"containers":[{"name":"a","ports":[{"containerPort":1},{"containerPort":2,"protocol":"UDP"}]}]}})");
  EXPECT_TRUE(has(pod, R"({"containerPort":1,"protocol":"TCP"},{"containerPort":2,"protocol":"UDP"})")) << pod;
  const std::string service = defaulted("Service", "v1", "", R"({"spec":{"ports":[{"port":80,"protocol":null}]}})");
  EXPECT_TRUE(has(service, R"("protocol":"TCP","port":80)")) << service;
}

TEST(Defaulting, LeavesAbsentStructsAbsent) { EXPECT_FALSE(has(defaulted("Pod", "v1", "", R"({"spec":{"containers":[]}})"), "TCP")); }

// A made-up schema has what built-in types have not: defaults in plain structs, of pointers, of lists.
TEST(Defaulting, DescendsIntoPlainStructsButNotThroughAbsentPointers) {
  static const schema::Type kNumber = {.kind = schema::TypeKind::kInt32};
  static const schema::Type kText = {.kind = schema::TypeKind::kString};
  static const schema::Type kTexts = {.kind = schema::TypeKind::kList, .element = &kText};
  static const schema::Field kInnerFields[] = {{.name = "list", .type = &kTexts, .default_json = R"(["a","b"])"},
                                               {.name = "number", .type = &kNumber, .pointer = true, .default_json = "0"},
                                               {.name = "zero", .type = &kNumber, .default_json = "0"}};
  static const uint16_t kInnerOrder[] = {0, 1, 2};
  static std::array<uint16_t, schema::hash_slots(3)> inner_names = {};
  schema::hash_names(kInnerFields, inner_names);
  static const schema::Type kInner = {.kind = schema::TypeKind::kStruct,
                                      .fields = kInnerFields,
                                      .by_name = kInnerOrder,
                                      .by_hash = inner_names,
                                      .defaulted = kInnerOrder,
                                      .has_defaults = true};
  static const schema::Field kOuterFields[] = {{.name = "pointer", .type = &kInner, .pointer = true}, {.name = "struct", .type = &kInner}};
  static const uint16_t kOuterOrder[] = {0, 1};
  static std::array<uint16_t, schema::hash_slots(2)> outer_names = {};
  schema::hash_names(kOuterFields, outer_names);
  static const schema::Type kOuter = {.kind = schema::TypeKind::kStruct,
                                      .fields = kOuterFields,
                                      .by_name = kOuterOrder,
                                      .by_hash = outer_names,
                                      .defaulted = kOuterOrder,
                                      .has_defaults = true};
  const struct {
    std::string_view object, wanted;
  } cases[] = {
      {"{}", R"({"struct":{"list":["a","b"],"number":0}})"},
      {R"({"pointer":{"number":5}})", R"({"pointer":{"list":["a","b"],"number":5},"struct":{"list":["a","b"],"number":0}})"},
      {R"({"struct":{"list":[]}})", R"({"struct":{"list":[],"number":0}})"},
  };
  for (const auto& c : cases) {
    Document object = from_json(kOuter, c.object);
    apply_schema_defaults(kOuter, object.root(), object.arena());
    const std::string json = to_json(object);
    EXPECT_EQ(json, to_json(from_json(kOuter, c.wanted))) << c.object;
  }
}

}  // namespace
}  // namespace pintle::object

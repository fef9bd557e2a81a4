// Proves that the schema's own defaults fill what is absent, and nothing else.
#include "object/defaulting.h"

#include "object/test_objects.h"

namespace pintle::object {
namespace {

TEST(Defaulting, FillsWhatIsAbsent) {
  const struct {
    std::string_view object, wanted;
  } cases[] = {
      {R"({"spec":{"containers":[{"name":"c","ports":[{"containerPort":80},{"containerPort":81,"protocol":"UDP"}]}]}})",
       R"({"spec":{"containers":[{"name":"c","ports":[{"containerPort":80,"protocol":"TCP"},{"containerPort":81,"protocol":"UDP"}]}]}})"},
      {R"({"spec":{"containers":[{"name":"c"}]}})", R"({"spec":{"containers":[{"name":"c"}]}})"},
      {R"({})", R"({})"},
  };
  for (const auto& c : cases) {
    Document object = from_json(pod_type(), c.object);
    apply_schema_defaults(pod_type(), object.root(), object.arena());
    EXPECT_EQ(to_json(object), to_json(from_json(pod_type(), c.wanted)));
  }
}

// A made-up schema has what built-in types have not: defaults in plain structs, of pointers, of lists.
TEST(Defaulting, DescendsIntoPlainStructsButNotThroughAbsentPointers) {
  static const schema::Type kNumber = {.kind = schema::TypeKind::kInt32};
  static const schema::Type kText = {.kind = schema::TypeKind::kString};
  static const schema::Type kTexts = {.kind = schema::TypeKind::kList, .element = &kText};
  static const schema::Field kInnerFields[] = {{.name = "list", .type = &kTexts, .default_json = R"(["a","b"])"},
                                               {.name = "number", .type = &kNumber, .pointer = true, .default_json = "0"},
                                               {.name = "zero", .type = &kNumber, .default_json = "0"}};
  static const uint16_t kInnerOrder[] = {0, 1, 2};
  static const schema::Type kInner = {.kind = schema::TypeKind::kStruct, .fields = kInnerFields, .by_name = kInnerOrder};
  static const schema::Field kOuterFields[] = {{.name = "pointer", .type = &kInner, .pointer = true}, {.name = "struct", .type = &kInner}};
  static const uint16_t kOuterOrder[] = {0, 1};
  static const schema::Type kOuter = {.kind = schema::TypeKind::kStruct, .fields = kOuterFields, .by_name = kOuterOrder};
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

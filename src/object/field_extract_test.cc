// Proves that labels and selectable fields come out of stored bytes as a decoder would give them: the same from protobuf and JSON for
// every scalar field of every kind in the official vectors, with the zero value's text where a field is absent, and that damaged
// bytes are refused.
#include "object/field_extract.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "object/test_vectors.h"
#include "schema/type.h"

namespace pintle::object {
namespace {

using schema::Type;
using schema::TypeKind;
using testing::ElementsAre;
using testing::IsEmpty;

bool is_scalar(const Type& type) {
  return type.kind == TypeKind::kString || type.kind == TypeKind::kBool || type.kind == TypeKind::kInt32 || type.kind == TypeKind::kInt64;
}

void add_scalar_paths(const Type& type, const std::string& prefix, int depth, std::vector<std::string>& paths) {
  for (const schema::Field& field : type.fields) {
    if (field.number == 0) continue;
    const std::string path = prefix + std::string(field.name);
    if (is_scalar(*field.type)) paths.push_back(path);
    if (field.type->kind == TypeKind::kStruct && depth > 0) add_scalar_paths(*field.type, path + ".", depth - 1, paths);
  }
}

FieldExtractor compile(const Type* type, const std::vector<std::string>& paths) {
  auto extractor = FieldExtractor::compile(type, paths);
  EXPECT_TRUE(extractor) << extractor.error().message();
  return *std::move(extractor);
}

std::vector<std::string> labels_of(const Attributes& attributes) {
  std::vector<std::string> labels;
  for (const Label& label : attributes.labels) labels.push_back(std::string(label.key) + "=" + std::string(label.value));
  return labels;
}

TEST(FieldExtract, ProtobufAndJsonOfEveryKindAgree) {
  Attributes from_protobuf;
  Attributes from_json;
  size_t compared = 0;
  for (const TestVector& vector : test_vectors()) {
    const int metadata = vector.type->find("metadata");
    if (metadata < 0 || vector.type->fields[static_cast<size_t>(metadata)].type->find("labels") < 0) continue;
    std::vector<std::string> paths;
    add_scalar_paths(*vector.type, "", 4, paths);
    const FieldExtractor extractor = compile(vector.type, paths);
    ASSERT_TRUE(extractor.extract(vector.protobuf, from_protobuf)) << vector.name;
    ASSERT_TRUE(extractor.extract(vector.json, from_json)) << vector.name;
    for (size_t i = 0; i < paths.size(); ++i) EXPECT_EQ(from_protobuf.values[i], from_json.values[i]) << vector.name << " " << paths[i];
    EXPECT_EQ(labels_of(from_protobuf), labels_of(from_json)) << vector.name;
    EXPECT_THAT(from_json.labels, testing::Not(IsEmpty())) << vector.name;
    compared += paths.size();
  }
  EXPECT_GT(compared, 5'000u);
}

const Type* pod_type() { return schema::find_builtin_kind("", "v1", "Pod"); }

struct JsonCase {
  const char* name;
  std::string_view json;
  std::vector<std::string> values;  // metadata.name, spec.nodeName, spec.hostNetwork, metadata.generation
  std::vector<std::string> labels;
};
class FieldExtractJson : public testing::TestWithParam<JsonCase> {};

TEST_P(FieldExtractJson, ValuesAndLabels) {
  const FieldExtractor extractor = compile(pod_type(), {"metadata.name", "spec.nodeName", "spec.hostNetwork", "metadata.generation"});
  Attributes attributes;
  const auto extracted = extractor.extract(GetParam().json, attributes);
  ASSERT_TRUE(extracted) << extracted.error().message();
  EXPECT_THAT(attributes.values, testing::ElementsAreArray(GetParam().values));
  EXPECT_THAT(labels_of(attributes), testing::ElementsAreArray(GetParam().labels));
}

INSTANTIATE_TEST_SUITE_P(
    Cases, FieldExtractJson,
    testing::Values(
        JsonCase{"empty", "{}", {"", "", "false", "0"}, {}},
        JsonCase{"all",
                 R"({"metadata":{"name":"web","generation":7,"labels":{"a":"1","b":""}},"spec":{"nodeName":"n1","hostNetwork":true}})",
                 {"web", "n1", "true", "7"},
                 {"a=1", "b="}},
        JsonCase{"null_is_absent", R"({"metadata":{"name":null,"labels":null},"spec":null})", {"", "", "false", "0"}, {}},
        JsonCase{"blanks", " { \"metadata\" : { \"name\" : \"web\" } , \"spec\" : { } } ", {"web", "", "false", "0"}, {}},
        JsonCase{"escapes", R"({"metadata":{"name":"w\u0065b","labels":{"x\/y":"\u00e9"}}})", {"web", "", "false", "0"}, {"x/y=\xc3\xa9"}},
        JsonCase{"escaped_name", R"({"met\u0061data":{"name":"web"}})", {"web", "", "false", "0"}, {}},
        JsonCase{"other_parts_are_skipped",
                 R"({"status":{"metadata":[{"name":"no"},["]"],"}"]},"metadata":{"annotations":{"name":"no"},"name":"web"}})",
                 {"web", "", "false", "0"},
                 {}},
        JsonCase{"labels_are_sorted", R"({"metadata":{"labels":{"b":"1","a":"2","b":"3"}}})", {"", "", "false", "0"}, {"a=2", "b=3"}},
        JsonCase{"not_a_scalar", R"({"metadata":{"name":{"x":1}},"spec":[1]})", {"", "", "false", "0"}, {}}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(FieldExtract, JsonWithoutType) {
  const FieldExtractor extractor = compile(nullptr, {"metadata.name", "spec.color", "spec.size", "spec.on"});
  Attributes attributes;
  ASSERT_TRUE(extractor.extract(R"({"spec":{"size":12,"on":false},"metadata":{"name":"x","labels":{"k":"v"}}})", attributes));
  EXPECT_THAT(attributes.values, ElementsAre("x", "", "12", "false"));
  EXPECT_THAT(labels_of(attributes), ElementsAre("k=v"));
}

TEST(FieldExtract, NothingIsLeftOfTheObjectBefore) {
  const FieldExtractor extractor = compile(pod_type(), {"metadata.name", "metadata.generation"});
  Attributes attributes;
  ASSERT_TRUE(extractor.extract(R"({"metadata":{"name":"a\u0062","generation":3,"labels":{"k":"v"}}})", attributes));
  ASSERT_TRUE(extractor.extract("{}", attributes));
  EXPECT_THAT(attributes.values, ElementsAre("", "0"));
  EXPECT_THAT(attributes.labels, IsEmpty());
}

struct PathCase {
  const char* path;
  bool typed;
};
class FieldExtractPaths : public testing::TestWithParam<PathCase> {};

TEST_P(FieldExtractPaths, IsRefused) {
  const std::vector<std::string> paths = {GetParam().path};
  EXPECT_FALSE(FieldExtractor::compile(GetParam().typed ? pod_type() : nullptr, paths));
}

INSTANTIATE_TEST_SUITE_P(Cases, FieldExtractPaths,
                         testing::Values(PathCase{"spec.noSuchField", true}, PathCase{"spec", true}, PathCase{"spec.containers", true},
                                         PathCase{"metadata.labels.app", true}, PathCase{"kind", true}, PathCase{"", true},
                                         PathCase{"", false}, PathCase{"spec..x", false}, PathCase{"spec.", false}));

TEST(FieldExtract, DamagedBytesAreRefused) {
  const FieldExtractor extractor = compile(pod_type(), {"metadata.name", "spec.nodeName"});
  Attributes attributes;
  for (const TestVector& vector : test_vectors()) {
    if (vector.type != pod_type()) continue;
    for (size_t size = 0; size < vector.json.size() && size < 3000; size += 7) {
      EXPECT_FALSE(extractor.extract(std::string_view(vector.json).substr(0, size), attributes)) << size;
    }
    for (size_t size = 5; size < vector.protobuf.size() && size < 3000; size += 7) {
      EXPECT_FALSE(extractor.extract(std::string_view(vector.protobuf).substr(0, size), attributes)) << size;
    }
  }
  const FieldExtractor json_only = compile(nullptr, {"metadata.name"});
  EXPECT_FALSE(json_only.extract(std::string_view("k8s\0", 4), attributes));
}

}  // namespace
}  // namespace pintle::object

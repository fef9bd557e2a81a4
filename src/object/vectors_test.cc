// Proves that the codecs write what the official Go code writes: every vector of the official modules, of this release and of those
// before, from JSON and from protobuf to JSON and to protobuf, byte for byte.
#include <gtest/gtest.h>

#include "object/byte_writer.h"
#include "object/json.h"
#include "object/json_text.h"
#include "object/protobuf.h"
#include "object/storage.h"
#include "object/test_vectors.h"
#include "object/yaml.h"

namespace pintle::object {
namespace {

// Upstream's test does the same before it decodes: raw parts keep their blanks.
std::string compacted(std::string_view json) {
  std::string out;
  ByteWriter writer(out);
  write_raw_json(json, writer);
  writer.finish();
  return out;
}

// A kind without apiVersion and kind of its own (WatchEvent) has an empty envelope.
std::string as_protobuf(const TestVector& vector, const Value& root) {
  std::string out;
  bool has_type_meta = vector.type->find("apiVersion") >= 0;
  encode_protobuf_object(*vector.type, root, has_type_meta ? TypeMeta{vector.api_version, vector.kind} : TypeMeta{}, out);
  return out;
}

std::string as_json(const TestVector& vector, const Value& root) {
  std::string out;
  encode_json(*vector.type, root, out, {.pretty = true});
  return out;
}

TEST(Vectors, AreThere) {
  EXPECT_GE(test_vectors().size(), 700u);
  for (const TestVector& vector : test_vectors()) EXPECT_NE(vector.type, nullptr) << vector.name;
}

TEST(Vectors, FromJson) {
  for (const TestVector& vector : test_vectors()) {
    SCOPED_TRACE(vector.name);
    Result<Decoded> decoded = decode_json(*vector.type, Bytes::take(compacted(vector.json)), {.strictness = Strictness::kStrict});
    ASSERT_TRUE(decoded) << decoded.error().message();
    if (vector.name.starts_with("HEAD/")) {
      EXPECT_EQ(decoded->strict_errors, std::vector<std::string>());
    }
    EXPECT_EQ(as_json(vector, decoded->document.root()), vector.json_after);
    EXPECT_EQ(as_protobuf(vector, decoded->document.root()), vector.protobuf_after);
  }
}

TEST(Vectors, FromProtobuf) {
  for (const TestVector& vector : test_vectors()) {
    SCOPED_TRACE(vector.name);
    Result<Envelope> envelope = split_envelope(vector.protobuf);
    ASSERT_TRUE(envelope) << envelope.error().message();
    Result<Document> decoded = decode_protobuf(*vector.type, Bytes::copy(envelope->message), {envelope->api_version, envelope->kind});
    ASSERT_TRUE(decoded) << decoded.error().message();
    EXPECT_EQ(as_json(vector, decoded->root()), vector.json_after);
    EXPECT_EQ(as_protobuf(vector, decoded->root()), vector.protobuf_after);
  }
}

TEST(Vectors, FromProtobufToJsonWithoutATree) {
  for (const TestVector& vector : test_vectors()) {
    SCOPED_TRACE(vector.name);
    std::string_view message = split_envelope(vector.protobuf)->message;
    std::string pretty = "before";
    bool has_type_meta = vector.type->find("apiVersion") >= 0;
    JsonEncodeOptions options = {.root = RootTypeMeta::kGiven, .api_version = vector.api_version, .kind = vector.kind, .pretty = true};
    if (!has_type_meta) options.root = RootTypeMeta::kOmitted;
    ASSERT_TRUE(protobuf_to_json(*vector.type, message, pretty, options));
    EXPECT_EQ(pretty, "before" + vector.json_after);

    std::string without_type_meta, through_tree;
    ASSERT_TRUE(protobuf_to_json(*vector.type, message, without_type_meta, {.root = RootTypeMeta::kOmitted}));
    encode_json(*vector.type, decode_protobuf(*vector.type, Bytes::copy(message))->root(), through_tree);
    EXPECT_EQ(without_type_meta, through_tree);
  }
}

TEST(Vectors, FromYaml) {
  for (const TestVector& vector : test_vectors()) {
    SCOPED_TRACE(vector.name);
    Result<Decoded> decoded = decode_yaml(*vector.type, Bytes::copy(vector.yaml), {.strictness = Strictness::kStrict});
    ASSERT_TRUE(decoded) << decoded.error().message();
    if (vector.name.starts_with("HEAD/")) {
      EXPECT_EQ(decoded->strict_errors, std::vector<std::string>());
    }
    EXPECT_EQ(as_json(vector, decoded->document.root()), vector.json_after);
    EXPECT_EQ(as_protobuf(vector, decoded->document.root()), vector.protobuf_after);
    std::string yaml;
    encode_yaml(*vector.type, decoded->document.root(), yaml);
    EXPECT_EQ(yaml, vector.yaml_after);
  }
}

}  // namespace
}  // namespace pintle::object

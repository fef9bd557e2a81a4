// Proves that a resourceVersion is put into stored bytes as if the object had been decoded, changed and encoded again, and that the
// metadata read from stored bytes is what a decoder reads.
#include "object/storage.h"

#include <gtest/gtest.h>

#include "object/document.h"
#include "object/json.h"
#include "object/protobuf.h"
#include "object/test_vectors.h"

namespace pintle::object {
namespace {

const Value* member(const schema::Type& type, const Value& value, std::string_view name) {
  int index = type.find(name);
  return index < 0 ? nullptr : value.get(static_cast<uint16_t>(index));
}

TEST(WithResourceVersion, OfProtobufIsDecodeSetEncode) {
  for (const TestVector& vector : test_vectors()) {
    const schema::Type& type = *vector.type;
    int metadata_index = type.find("metadata");
    if (metadata_index < 0 || type.fields[metadata_index].type->go_name != "v1.ObjectMeta") continue;
    SCOPED_TRACE(vector.name);
    const schema::Type& object_meta = *type.fields[metadata_index].type;
    Document document = *decode_protobuf(type, Bytes::copy(split_envelope(vector.protobuf)->message));
    for (std::string_view version : {"", "7", "123456789012345678901234567890123456789012345678901234567890"}) {
      Value* metadata = document.root().get(static_cast<uint16_t>(metadata_index));
      metadata->set(document.arena(), static_cast<uint16_t>(object_meta.find("resourceVersion")), Value::string(version));
      std::string wanted;
      encode_protobuf_object(type, document.root(), {vector.api_version, vector.kind}, wanted);
      Result<Bytes> changed = with_resource_version(Bytes::copy(vector.protobuf_after), version);
      ASSERT_TRUE(changed) << changed.error().message();
      EXPECT_EQ(changed->view(), wanted);
    }
  }
}

TEST(WithResourceVersion, OfProtobufWithoutOne) {
  std::string stored, wanted;
  append_envelope({"v1", "ConfigMap"}, std::string_view("\x12\x04\x0a\x00\x12\x00", 6), stored);
  append_envelope({"v1", "ConfigMap"},
                  std::string_view("\x0a\x03\x32\x01"
                                   "5"
                                   "\x12\x04\x0a\x00\x12\x00",
                                   11),
                  wanted);
  EXPECT_EQ(with_resource_version(Bytes::copy(stored), "5")->view(), wanted);
}

struct JsonCase {
  std::string_view stored, wanted;
};

TEST(WithResourceVersion, OfJson) {
  constexpr JsonCase kCases[] = {
      {R"({"metadata":{"name":"a","resourceVersion":"1","uid":"u"}})", R"({"metadata":{"name":"a","resourceVersion":"42","uid":"u"}})"},
      {R"({"metadata":{"name":"a","uid":"u"}})", R"({"metadata":{"name":"a","resourceVersion":"42","uid":"u"}})"},
      {R"({"metadata":{"name":"a"}})", R"({"metadata":{"name":"a","resourceVersion":"42"}})"},
      {R"({"metadata":{"uid":"a"}})", R"({"metadata":{"resourceVersion":"42","uid":"a"}})"},
      {R"({"metadata":{}})", R"({"metadata":{"resourceVersion":"42"}})"},
      {R"({"kind":"A","spec":{"metadata":{"uid":"x"}}})",
       R"({"kind":"A","metadata":{"resourceVersion":"42"},"spec":{"metadata":{"uid":"x"}}})"},
      {R"({})", R"({"metadata":{"resourceVersion":"42"}})"},
      {R"( { "metadata" : { "name" : "a" } } )", R"( { "metadata" : { "name" : "a","resourceVersion":"42" } } )"},
      {R"({"apiVersion":"v1","metadata":{"labels":{"resourceVersion":"9"},"name":"resourceVersion"}})",
       R"({"apiVersion":"v1","metadata":{"labels":{"resourceVersion":"9"},"name":"resourceVersion","resourceVersion":"42"}})"},
  };
  for (const JsonCase& c : kCases) {
    Result<Bytes> changed = with_resource_version(Bytes::constant(c.stored), "42");
    ASSERT_TRUE(changed) << c.stored;
    EXPECT_EQ(changed->view(), c.wanted);
  }
}

TEST(WithResourceVersion, RefusesWhatIsDamaged) {
  for (std::string_view stored :
       {std::string_view(""), std::string_view("[]"), std::string_view("{\"metadata\":[]}"), std::string_view("{\"a\""),
        std::string_view("k8s\0\x12\x05\x0a", 7), std::string_view("k8s\0\x10\x05\x12", 7)}) {
    Result<Bytes> changed = with_resource_version(Bytes::copy(stored), "1");
    ASSERT_FALSE(changed) << stored;
    EXPECT_EQ(changed.error().code(), 500);
  }
}

TEST(ScanMetadata, IsWhatADecoderReads) {
  for (const TestVector& vector : test_vectors()) {
    const schema::Type& type = *vector.type;
    int index = type.find("metadata");
    if (index < 0 || type.fields[index].type->go_name != "v1.ObjectMeta") continue;
    SCOPED_TRACE(vector.name);
    const schema::Type& object_meta = *type.fields[index].type;
    Document document = *decode_protobuf(type, Bytes::copy(split_envelope(vector.protobuf)->message));
    const Value& metadata = *document.root().get(static_cast<uint16_t>(index));
    for (const std::string* stored : {&vector.protobuf, &vector.json}) {
      Result<Metadata> scanned = scan_metadata(*stored);
      ASSERT_TRUE(scanned) << scanned.error().message();
      EXPECT_EQ(scanned->name, member(object_meta, metadata, "name")->as_string());
      EXPECT_EQ(scanned->namespace_name, member(object_meta, metadata, "namespace")->as_string());
      EXPECT_EQ(scanned->uid, member(object_meta, metadata, "uid")->as_string());
      EXPECT_EQ(scanned->resource_version, member(object_meta, metadata, "resourceVersion")->as_string());
      EXPECT_EQ(scanned->generation, member(object_meta, metadata, "generation")->as_int());
      EXPECT_EQ(scanned->has_deletion_timestamp, member(object_meta, metadata, "deletionTimestamp") != nullptr);
      ASSERT_EQ(scanned->labels.size(), 1u);
      EXPECT_EQ(scanned->labels[0].first, "labelsKey");
      EXPECT_EQ(scanned->labels[0].second, "labelsValue");
    }
  }
}

TEST(ScanMetadata, UnescapesJson) {
  Metadata copy;
  {
    std::string stored = R"({"metadata":{"name":"a\"b","labels":{"k\u0041":"\n","plain":"x"},"deletionTimestamp":null}})";
    Result<Metadata> scanned = scan_metadata(stored);
    ASSERT_TRUE(scanned);
    EXPECT_EQ(scanned->name, "a\"b");
    EXPECT_FALSE(scanned->has_deletion_timestamp);
    copy = *scanned;
  }
  EXPECT_EQ(copy.name, "a\"b");
  EXPECT_EQ(copy.labels[0].first, "kA");
  EXPECT_EQ(copy.labels[0].second, "\n");
}

TEST(SplitEnvelope, SaysWhatIsWrong) {
  EXPECT_EQ(split_envelope("").error().message(), "empty data");
  EXPECT_EQ(split_envelope("{}").error().message(),
            "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
  EXPECT_EQ(split_envelope(std::string_view("k8s\0", 4)).error().message(), "empty body");
  EXPECT_EQ(split_envelope(std::string_view("k8s\0\x0a\x05", 6)).error().message(), "unexpected EOF");
  EXPECT_EQ(split_envelope(std::string_view("k8s\0\x08\x05", 6)).error().message(), "proto: wrong wireType = 0 for field TypeMeta");
}

}  // namespace
}  // namespace pintle::object

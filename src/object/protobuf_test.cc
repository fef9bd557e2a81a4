// Proves that protobuf is read as gogo's code reads it where the vectors do not reach (missing, repeated, unordered, unknown and damaged
// fields), and that writing a message as JSON directly gives what decoding and encoding it gives.
#include "object/protobuf.h"

#include <gtest/gtest.h>

#include "object/protobuf_wire.h"
#include "object/storage.h"
#include "object/test_vectors.h"

namespace pintle::object {
namespace {

using std::string_literals::operator""s;

const schema::Type& kind(std::string_view name) {
  for (const schema::KindEntry& entry : schema::builtin_kinds()) {
    if (entry.kind == name && entry.version == "v1") return *entry.type;
  }
  ADD_FAILURE() << "no kind " << name;
  return any_type();
}

// A field of bytes whose number is below 16.
std::string field(char number, const std::string& bytes) {
  return std::string(1, static_cast<char>(number << 3 | 2)) + static_cast<char>(bytes.size()) + bytes;
}

std::string through_tree(const schema::Type& type, const std::string& message) {
  Result<Document> decoded = decode_protobuf(type, Bytes::copy(message));
  if (!decoded) return "fault: " + decoded.error().message();
  std::string json;
  encode_json(type, decoded->root(), json);
  return json;
}

std::string direct(const schema::Type& type, const std::string& message) {
  std::string json = "kept";
  Result<void> written = protobuf_to_json(type, message, json);
  // Stored bytes that are damaged are the world's fault; decoding them is asked for by a client.
  constexpr std::string_view kInternal = "Internal error occurred: ";
  if (!written) return json == "kept" ? "fault: " + written.error().message().substr(kInternal.size()) : "not restored";
  return json.substr(4);
}

struct Case {
  std::string_view kind;
  std::string message;
  std::string_view wanted;
};

TEST(Protobuf, MissingRepeatedAndUnordered) {
  const std::string a1 = field(2, field(1, "a") + field(2, "1"));
  const std::string b2 = field(2, field(1, "b") + field(2, "2"));
  const std::string a3 = field(2, field(2, "3") + field(1, "a"));
  const Case kCases[] = {
      {"ConfigMap", "", R"({"metadata":{}})"},
      {"ConfigMap", a1 + b2, R"({"metadata":{},"data":{"a":"1","b":"2"}})"},
      {"ConfigMap", b2 + a1 + a3, R"({"metadata":{},"data":{"a":"3","b":"2"}})"},
      {"ConfigMap", a1 + field(1, field(1, "x")) + b2, R"({"metadata":{"name":"x"},"data":{"a":"1","b":"2"}})"},
      {"ConfigMap", field(2, ""), R"({"metadata":{},"data":{"":""}})"},
      {"ConfigMap", field(2, field(1, "a")), R"({"metadata":{},"data":{"a":""}})"},
      // Bytes that are missing are empty ones.
      {"Secret", field(2, field(1, "a")), R"({"metadata":{},"data":{"a":""}})"},
      {"Secret", field(2, field(1, "a") + field(2, "")), R"({"metadata":{},"data":{"a":""}})"},
      // The last of a field given twice counts.
      {"ConfigMap", field(1, field(1, "x") + field(1, "y")), R"({"metadata":{"name":"y"}})"},
      {"ConfigMap", field(1, field(1, "x")) + field(1, field(5, "u")), R"({"metadata":{"uid":"u"}})"},
      // Unknown fields of every wire type, groups in groups too.
      {"ConfigMap",
       "\x78\x05"s +
           "\x79"
           "12345678" +
           "\x7d"
           "1234" +
           "\x7b\x0b\x08\x01\x0c\x7c" + field(1, field(1, "x")),
       R"({"metadata":{"name":"x"}})"},
      // Items of a list that do not stand together, and packed numbers.
      {"ConfigMap", field(1, field(14, "a") + field(1, "x") + field(14, "b")), R"({"metadata":{"name":"x","finalizers":["a","b"]}})"},
      {"Pod", field(2, field(14, "\x22\x03\x01\x02\x03"s)),
       R"({"metadata":{},"spec":{"containers":null,"securityContext":{"supplementalGroups":[1,2,3]}},"status":{}})"},
      {"Pod", field(2, field(14, "\x20\x01\x22\x01\x02\x20\x03"s)),
       R"({"metadata":{},"spec":{"containers":null,"securityContext":{"supplementalGroups":[1,2,3]}},"status":{}})"},
      // Named lists are messages: missing is null, empty is empty; as values of a map both are empty.
      {"TokenReview", field(3, field(2, field(4, field(1, "a") + field(2, "")) + field(4, field(1, "b")))),
       R"({"metadata":{},"spec":{},"status":{"user":{"extra":{"a":[],"b":[]}}}})"},
      // Times without bytes are zero; fractions of a second are cut.
      {"Event", field(6, "") + field(7, "\x08\x00\x10\x05"s) + field(10, "\x08\x01\x10\xe7\x07"s),
       R"({"metadata":{},"involvedObject":{},"source":{},"firstTimestamp":null,"lastTimestamp":"1970-01-01T00:00:00Z","eventTime":"1970-01-01T00:00:01.000000Z","reportingComponent":"","reportingInstance":""})"},
      {"ControllerRevision", field(2, field(1, " { \"a\" : 1 } ")), R"({"metadata":{},"data":{"a":1},"revision":0})"},
      {"ControllerRevision", field(2, ""), R"({"metadata":{},"data":null,"revision":0})"},
      {"ConfigMap", field(1, field(1, "\xff<\xe2\x80\xa8")), R"({"metadata":{"name":"\ufffd\u003c\u2028"}})"},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(testing::PrintToString(c.message));
    EXPECT_EQ(through_tree(kind(c.kind), c.message), c.wanted);
    EXPECT_EQ(direct(kind(c.kind), c.message), c.wanted);
  }
}

TEST(Protobuf, Faults) {
  const Case kCases[] = {
      {"ConfigMap", "\x0a", "fault: unexpected EOF"},
      {"ConfigMap",
       "\x0a\x05"
       "ab",
       "fault: unexpected EOF"},
      {"ConfigMap", "\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", "fault: proto: negative length found during unmarshaling"},
      {"ConfigMap", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", "fault: proto: integer overflow"},
      {"ConfigMap", "\x02\x00"s, "fault: proto: illegal tag"},
      {"ConfigMap", "\x7c", "fault: proto: wiretype end group for non-group"},
      {"ConfigMap", "\x7b\x08\x01", "fault: unexpected EOF"},
      {"ConfigMap", "\x08\x01", "fault: proto: wrong wireType = 0 for field metadata"},
      {"ConfigMap", "\x7e\x01", "fault: proto: illegal wireType"},
      {"Pod", field(2, field(2, field(8, field(1, field(1, "cpu") + field(2, field(1, "x")))))),
       "fault: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"},
      {"Service", field(1, "") + field(2, field(1, field(4, "\x08\x02"))), "fault: impossible IntOrString.Type"},
      {"Event", field(6, "\x08\xff\xff\xff\xff\xff\xff\xff\x7f"), "fault: year outside of range [0,9999]"},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(testing::PrintToString(c.message));
    EXPECT_EQ(through_tree(kind(c.kind), c.message), c.wanted);
    EXPECT_EQ(direct(kind(c.kind), c.message), c.wanted);
  }
}

// Raw JSON is passed on as it is, so that what is none must not come in.
TEST(Protobuf, RefusesRawTextThatIsNoJson) {
  for (const char* raw : {"{", "{\"a\":1}}", "[1,]", "tru"}) {
    EXPECT_EQ(through_tree(kind("ControllerRevision"), field(2, field(1, raw))), "fault: raw bytes are not valid JSON") << raw;
  }
}

TEST(Protobuf, DepthHasALimit) {
  const schema::Type& type = *schema::find_builtin_type("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps");
  const uint16_t number = type.fields[type.find("not")].number;
  std::string schema;
  for (size_t i = 0; i < kProtobufDepthMax + 10; ++i) {
    WireWriter writer(schema.size() + 16);
    writer.bytes(number, schema);
    schema = writer.written();
  }
  EXPECT_EQ(through_tree(type, schema), "fault: proto: nested too deeply");
  EXPECT_EQ(direct(type, schema), "fault: proto: nested too deeply");
}

// Every prefix of a real message, and each with one byte changed: no crash, and both ways agree wherever the tree can be made.
TEST(Protobuf, DirectAndThroughATreeAgreeOnDamagedMessages) {
  size_t compared = 0;
  for (const TestVector& vector : test_vectors()) {
    if (vector.name != "HEAD/apps.v1.Deployment" && vector.name != "HEAD/apiextensions.k8s.io.v1.CustomResourceDefinition") continue;
    const std::string message(split_envelope(vector.protobuf)->message);
    for (size_t i = 0; i < message.size(); i += 7) {
      for (const std::string& damaged :
           {message.substr(0, i), message.substr(0, i) + static_cast<char>(message[i] + 1) + message.substr(i + 1)}) {
        std::string tree = through_tree(*vector.type, damaged);
        if (tree.starts_with("fault")) continue;
        ++compared;
        ASSERT_EQ(direct(*vector.type, damaged), tree) << i;
      }
    }
  }
  EXPECT_GT(compared, 100u);
}

TEST(Protobuf, TypeMetaIsInTheEnvelopeOnly) {
  const schema::Type& type = kind("ConfigMap");
  Result<Document> map = decode_protobuf(type, Bytes(), {"v1", "ConfigMap"});
  ASSERT_TRUE(map);
  EXPECT_EQ(map->root().get(static_cast<uint16_t>(type.find("kind")))->as_string(), "ConfigMap");
  EXPECT_EQ(map->root().get(static_cast<uint16_t>(type.find("apiVersion")))->as_string(), "v1");
  std::string object, message, wrapped;
  encode_protobuf_object(type, map->root(), {"v1", "ConfigMap"}, object);
  encode_protobuf(type, map->root(), message);
  append_envelope({"v1", "ConfigMap"}, message, wrapped);
  EXPECT_EQ(object, wrapped);
  EXPECT_TRUE(
      object.starts_with("k8s\0\x0a\x0f\x0a\x02v1\x12\x09"
                         "ConfigMap\x12"s));
  EXPECT_TRUE(object.ends_with("\x1a\x00\x22\x00"s));
}

}  // namespace
}  // namespace pintle::object

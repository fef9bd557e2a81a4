// Proves that JSON goes in and comes out as with Go's decoder and encoder where the vectors do not reach: nil, empty and zero; what strict
// decoding reports; the words of every fault; limits. The wanted texts are what the Go code gives for the same input.
#include "object/json.h"

#include <gtest/gtest.h>

#include <limits>

#include "object/json_indenter.h"
#include "object/protobuf.h"
#include "schema/type.h"

namespace pintle::object {
namespace {

const schema::Type& kind(std::string_view name) {
  for (const schema::KindEntry& entry : schema::builtin_kinds()) {
    if (entry.kind == name && entry.version == "v1") return *entry.type;
  }
  ADD_FAILURE() << "no kind " << name;
  return any_type();
}

std::string encoded(const schema::Type& type, const Value& value) {
  std::string out;
  encode_json(type, value, out);
  return out;
}

struct Case {
  std::string_view kind;
  std::string_view json;
  std::string_view wanted;
};

TEST(Json, NilEmptyAndZero) {
  constexpr Case kCases[] = {
      {"Pod",
       R"({"metadata":{"creationTimestamp":null,"labels":{"a":null},"finalizers":[null],"ownerReferences":[null]},"spec":{"containers":null,"volumes":[],"nodeSelector":{},"securityContext":{},"hostNetwork":false,"priority":0}})",
       R"({"metadata":{"labels":{"a":""},"ownerReferences":[{"apiVersion":"","kind":"","name":"","uid":""}],"finalizers":[""]},"spec":{"containers":null,"securityContext":{},"priority":0},"status":{}})"},
      {"Pod", R"({"spec":{"containers":[]}})", R"({"metadata":{},"spec":{"containers":[]},"status":{}})"},
      {"Pod", "null", R"({"metadata":{},"spec":{"containers":null},"status":{}})"},
      {"Secret", R"({"data":{"a":null,"b":"","c":"YQ=="},"immutable":false})",
       R"({"metadata":{},"immutable":false,"data":{"a":null,"b":"","c":"YQ=="}})"},
      {"Secret", R"({"data":{"a":[1,2,255]}})", R"({"metadata":{},"data":{"a":"AQL/"}})"},
      {"Service", R"({"spec":{"ports":[{"port":0,"targetPort":0},{"targetPort":""},{"targetPort":"x"},{"targetPort":null}]}})",
       R"({"metadata":{},"spec":{"ports":[{"port":0,"targetPort":0},{"port":0,"targetPort":""},{"port":0,"targetPort":"x"},{"port":0,"targetPort":0}]},"status":{"loadBalancer":{}}})"},
      {"Pod", R"({"spec":{"containers":[{"resources":{"limits":{"cpu":"0.1","memory":"1024Ki","a":1,"b":1.5,"c":" 2 ","d":null}}}]}})",
       R"({"metadata":{},"spec":{"containers":[{"name":"","resources":{"limits":{"a":"1","b":"1500m","c":"2","cpu":"100m","d":"0","memory":"1Mi"}}}]},"status":{}})"},
      {"ControllerRevision", R"({"data": {"b" : 1, "a": "<\u003c&>"} })",
       R"({"metadata":{},"data":{"b":1,"a":"\u003c\u003c\u0026\u003e"},"revision":0})"},
      {"ControllerRevision", R"({"data":null})", R"({"metadata":{},"data":null,"revision":0})"},
      {"TokenReview", R"({"status":{"user":{"extra":{"a":["x"],"b":[],"c":null}}}})",
       R"({"metadata":{},"spec":{},"status":{"user":{"extra":{"a":["x"],"b":[],"c":null}}}})"},
      {"Event",
       R"({"eventTime":null,"firstTimestamp":"2024-01-31T14:00:00.5+02:00","lastTimestamp":"0001-01-01T00:00:00Z","series":{"lastObservedTime":"2024-01-31T12:00:00.123456Z"}})",
       R"({"metadata":{},"involvedObject":{},"source":{},"firstTimestamp":"2024-01-31T12:00:00Z","lastTimestamp":null,"eventTime":null,"series":{"lastObservedTime":"2024-01-31T12:00:00.123456Z"},"reportingComponent":"","reportingInstance":""})"},
      // A default of a CRD is kept as a value, not as text: upstream's conversion does the same.
      {"CustomResourceDefinition",
       R"({"spec":{"versions":[{"schema":{"openAPIV3Schema":{"items":{},"additionalProperties":false,"default":{"b":1.0,"a":[null]},"dependencies":{"x":["y"],"z":{"type":"t"},"n":[]},"enum":[1,"a",null,1e2]}}}]}})",
       R"({"metadata":{},"spec":{"group":"","names":{"plural":"","kind":""},"scope":"","versions":[{"name":"","served":false,"storage":false,"schema":{"openAPIV3Schema":{"default":{"a":[null],"b":1},"enum":[1,"a",null,100],"items":{},"additionalProperties":false,"dependencies":{"n":null,"x":["y"],"z":{"type":"t"}}}}}]},"status":{"conditions":null,"acceptedNames":{"plural":"","kind":""},"storedVersions":null}})"},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.json);
    Result<Decoded> decoded = decode_json(kind(c.kind), Bytes::copy(c.json));
    ASSERT_TRUE(decoded) << decoded.error().message();
    EXPECT_EQ(encoded(kind(c.kind), decoded->document.root()), c.wanted);
  }
}

TEST(Json, UntypedValues) {
  constexpr Case kCases[] = {
      {"", R"({"b":[1,2.5,true,null],"a":{}})", R"({"a":{},"b":[1,2.5,true,null]})"},
      {"", "9223372036854775807", "9223372036854775807"},
      {"", "9223372036854775808", "9223372036854776000"},
      {"", "123456789012345678901234567890", "1.2345678901234568e+29"},
      {"", "-0", "0"},
      {"", "-0.0", "-0"},
      {"", "1e2", "100"},
      {"", "1.0", "1"},
      {"", "1e21", "1e+21"},
      {"", "1e20", "100000000000000000000"},
      {"", "0.000001", "0.000001"},
      {"", "1e-7", "1e-7"},
      {"", "1e-10", "1e-10"},
      {"", "5e-324", "5e-324"},
      {"", "1e-400", "0"},
      {"", R"("\u0000\u001f\b\f\n\r\t\"\\\/\u007f")", "\"\\u0000\\u001f\\b\\f\\n\\r\\t\\\"\\\\/\x7f\""},
      {"", R"("<>&\u2028\u2029é😀\ud83d\ude00")", "\"\\u003c\\u003e\\u0026\\u2028\\u2029é😀😀\""},
      {"", R"("\ud800 \udc00 \ud800\u0041 \ud83dx")",
       "\"\xEF\xBF\xBD \xEF\xBF\xBD \xEF\xBF\xBD"
       "A \xEF\xBF\xBDx\""},
      {"", "\"\xff \xc3 \xed\xa0\x80 \xf4\x90\x80\x80 a much longer tail, to be copied\"",
       "\"\xEF\xBF\xBD \xEF\xBF\xBD \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD a much longer "
       "tail, to be copied\""},
      {"", " \t\r\n[ 1 , { } ] \n", "[1,{}]"},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.json);
    Result<Decoded> decoded = decode_json(any_type(), Bytes::copy(c.json));
    ASSERT_TRUE(decoded) << decoded.error().message();
    EXPECT_EQ(encoded(any_type(), decoded->document.root()), c.wanted);
  }
}

TEST(Json, SyntaxFaults) {
  struct {
    std::string_view json, wanted;
  } const kCases[] = {
      {"", "unexpected end of JSON input"},
      {"{", "unexpected end of JSON input"},
      {R"({"a)", "unexpected end of JSON input"},
      {R"({"a":[1,)", "unexpected end of JSON input"},
      {"nul", "invalid character ' ' in literal null (expecting 'l')"},
      {"not json", "invalid character 'o' in literal null (expecting 'u')"},
      {"{} trailing", "invalid character 't' after top-level value"},
      {"\xef\xbb\xbf{}", "invalid character '\u00ef' looking for beginning of value"},
      {"{a:1}", "invalid character 'a' looking for beginning of object key string"},
      {R"({"a" 1})", "invalid character '1' after object key"},
      {R"({"a":1 "b"})", "invalid character '\"' after object key:value pair"},
      {"[1 2]", "invalid character '2' after array element"},
      {R"({"a":1,})", "invalid character '}' looking for beginning of object key string"},
      {"[1,]", "invalid character ']' looking for beginning of value"},
      {"\"a\nb\"", "invalid character '\\n' in string literal"},
      {R"("\x")", "invalid character 'x' in string escape code"},
      {R"("\u12g4")", "invalid character 'g' in \\u hexadecimal character escape"},
      {"-a", "invalid character 'a' in numeric literal"},
      {"1.x", "invalid character 'x' after decimal point in numeric literal"},
      {"1ex", "invalid character 'x' in exponent of numeric literal"},
      {"01", "invalid character '1' after top-level value"},
      {"'a'", "invalid character '\\'' looking for beginning of value"},
      {std::string_view("\0", 1), "invalid character '\\x00' looking for beginning of value"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.json);
    for (const schema::Type* type : {&any_type(), &kind("Pod")}) {
      Result<Decoded> decoded = decode_json(*type, Bytes::copy(c.json));
      ASSERT_FALSE(decoded);
      EXPECT_EQ(decoded.error().message(), c.wanted);
      EXPECT_EQ(decoded.error().code(), 400);
    }
  }
}

TEST(Json, TypeFaults) {
  constexpr Case kCases[] = {
      {"ConfigMap", R"({"metadata":[]})", "json: cannot unmarshal array into Go struct field ConfigMap.metadata of type v1.ObjectMeta"},
      {"ConfigMap", R"({"data":{"a":5}})", "json: cannot unmarshal number into Go struct field ConfigMap.data of type string"},
      {"ConfigMap", R"({"metadata":{"name":true}})",
       "json: cannot unmarshal bool into Go struct field ObjectMeta.metadata.name of type string"},
      {"ConfigMap", R"([])", "json: cannot unmarshal array into Go value of type v1.ConfigMap"},
      {"ConfigMap", R"({"kind":{}})", "json: cannot unmarshal object into Go struct field ConfigMap.TypeMeta.kind of type string"},
      {"Secret", R"({"data":"x"})", "json: cannot unmarshal string into Go struct field Secret.data of type map[string][]uint8"},
      {"Secret", R"({"data":{"a":"Bad_Value!"}})", "illegal base64 data at input byte 3"},
      {"Secret", R"({"data":{"a":"!"}})", "illegal base64 data at input byte 0"},
      {"ControllerRevision", R"({"revision":1.5})",
       "json: cannot unmarshal number 1.5 into Go struct field ControllerRevision.revision of type int64"},
      {"Deployment", R"({"spec":{"replicas":3000000000}})",
       "json: cannot unmarshal number 3000000000 into Go struct field DeploymentSpec.spec.replicas of type int32"},
      {"Pod", R"({"spec":{"containers":[5]}})",
       "json: cannot unmarshal number into Go struct field PodSpec.spec.containers of type v1.Container"},
      {"Pod", R"({"spec":{"ephemeralContainers":[{"image":5}]}})",
       "json: cannot unmarshal number into Go struct field EphemeralContainer.spec.ephemeralContainers.EphemeralContainerCommon.image of "
       "type string"},
      {"Pod", R"({"metadata":{"creationTimestamp":"bad"}})",
       R"(parsing time "bad" as "2006-01-02T15:04:05Z07:00": cannot parse "bad" as "2006")"},
      {"Pod", R"({"metadata":{"creationTimestamp":5}})",
       "json: cannot unmarshal number into Go struct field ObjectMeta.metadata.creationTimestamp of type string"},
      {"Service", R"({"spec":{"ports":[{"targetPort":1.5}]}})",
       "json: cannot unmarshal number 1.5 into Go struct field ServicePort.spec.ports.targetPort of type int32"},
      {"Pod", R"({"spec":{"containers":[{"resources":{"limits":{"cpu":"abc"}}}]}})",
       "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"},
      {"CustomResourceDefinition", R"({"spec":{"versions":[{"schema":{"openAPIV3Schema":{"additionalProperties":5}}}]}})",
       "boolean or JSON schema expected"},
      // The first type fault is told, but a value that decodes itself ends the decoding, and syntax comes before both.
      {"Pod", R"({"kind":1,"metadata":5})", "json: cannot unmarshal number into Go struct field Pod.TypeMeta.kind of type string"},
      {"Pod", R"({"kind":1,"metadata":{"creationTimestamp":"bad"}})",
       R"(parsing time "bad" as "2006-01-02T15:04:05Z07:00": cannot parse "bad" as "2006")"},
      {"Pod", R"({"kind":1,"metadata":{"creationTimestamp":"bad"},)", "unexpected end of JSON input"},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.json);
    Result<Decoded> decoded = decode_json(kind(c.kind), Bytes::copy(c.json));
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().message(), c.wanted);
  }
}

TEST(Json, StrictErrors) {
  struct {
    std::string_view kind, json;
    std::vector<std::string> wanted;
  } const kCases[] = {
      {"Pod",
       R"({"kind":"Pod","kind":"Pod","metadata":{"name":"a","name":"b"}})",
       {R"(duplicate field "kind")", R"(duplicate field "metadata.name")"}},
      {"Pod", R"({"spec":{"bogus":1,"another":{"x":[}]}}})", {}},
      {"Pod", R"({"spec":{"bogus":1,"another":{"x":[]}}})", {R"(unknown field "spec.bogus")", R"(unknown field "spec.another")"}},
      {"Pod",
       R"({"spec":{"containers":[{},{"Name":"x","env":[{"q\"":1}]}]}})",
       {R"(unknown field "spec.containers[1].Name")", R"(unknown field "spec.containers[1].env[0].q\"")"}},
      {"ConfigMap", R"({"data":{"z":"1","a":"2","z":"3"}})", {R"(duplicate field "data.z")"}},
      // Each is told once, however often it occurs.
      {"Pod", R"({"bogus":1,"bogus":1,"kind":"a","kind":"b","kind":"c"})", {R"(unknown field "bogus")", R"(duplicate field "kind")"}},
      // The parts of a JSON schema that stand for something else are decoded by themselves, leniently.
      {"CustomResourceDefinition",
       R"({"spec":{"versions":[{"schema":{"openAPIV3Schema":{"bogus":1,"items":{"bogus":1}}}}]}})",
       {R"(unknown field "spec.versions[0].schema.openAPIV3Schema.bogus")"}},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.json);
    Result<Decoded> strict = decode_json(kind(c.kind), Bytes::copy(c.json), {.strictness = Strictness::kStrict});
    Result<Decoded> lenient = decode_json(kind(c.kind), Bytes::copy(c.json));
    ASSERT_EQ(strict.has_value(), lenient.has_value());
    if (!strict) continue;
    EXPECT_EQ(strict->strict_errors, c.wanted);
    EXPECT_EQ(lenient->strict_errors, std::vector<std::string>());
    EXPECT_EQ(encoded(kind(c.kind), strict->document.root()), encoded(kind(c.kind), lenient->document.root()));
  }
}

TEST(Json, StrictErrorsHaveALimit) {
  std::string json = "{\"data\":{";
  for (int i = 0; i < 300; ++i) json += "\"k" + std::to_string(i) + "\":\"\",\"k" + std::to_string(i) + "\":\"\",";
  json.back() = '}';
  Result<Decoded> decoded = decode_json(kind("ConfigMap"), Bytes::copy(json + "}"), {.strictness = Strictness::kStrict});
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->strict_errors.size(), kStrictErrorsMax);
}

// Of a field or key given twice the last one counts; Go decodes a struct and a map into what is there.
TEST(Json, DuplicatesMerge) {
  constexpr Case kCases[] = {
      {"ConfigMap", R"({"metadata":{"name":"a","labels":{"x":"1"}},"metadata":{"uid":"u","labels":{"y":"2"}}})",
       R"({"metadata":{"name":"a","uid":"u","labels":{"x":"1","y":"2"}}})"},
      {"ConfigMap", R"({"data":{"b":"1","a":"2","b":"3"}})", R"({"metadata":{},"data":{"a":"2","b":"3"}})"},
      {"ConfigMap", R"({"metadata":{"name":"a","name":"b"}})", R"({"metadata":{"name":"b"}})"},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.json);
    Result<Decoded> decoded = decode_json(kind(c.kind), Bytes::copy(c.json));
    ASSERT_TRUE(decoded) << decoded.error().message();
    EXPECT_EQ(encoded(kind(c.kind), decoded->document.root()), c.wanted);
  }
}

TEST(Json, DepthHasALimit) {
  auto nested = [](size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_TRUE(decode_json(any_type(), Bytes::copy(nested(kJsonDepthMax))));
  EXPECT_EQ(decode_json(any_type(), Bytes::copy(nested(kJsonDepthMax + 1))).error().message(), "invalid character '[' exceeded max depth");
  std::string raw = "{\"data\":" + nested(kJsonDepthMax) + "}";
  EXPECT_EQ(decode_json(kind("ControllerRevision"), Bytes::copy(raw)).error().message(), "invalid character '[' exceeded max depth");
  raw = "{\"data\":" + nested(kJsonDepthMax - 1) + "}";
  EXPECT_TRUE(decode_json(kind("ControllerRevision"), Bytes::copy(raw)));
}

// A type that holds itself is as deep as its text.
TEST(Json, DeepSchemas) {
  std::string schema = "{\"type\":\"x\"}";
  for (int i = 0; i < 900; ++i) schema = "{\"not\":" + schema + "}";
  std::string json = R"({"spec":{"versions":[{"schema":{"openAPIV3Schema":)" + schema + "}}]}}";
  const schema::Type& type = kind("CustomResourceDefinition");
  Result<Decoded> decoded = decode_json(type, Bytes::copy(json));
  ASSERT_TRUE(decoded);
  EXPECT_NE(encoded(type, decoded->document.root()).find("\"not\":{\"type\":\"x\"}"), std::string::npos);
}

TEST(Json, RootTypeMeta) {
  const schema::Type& type = kind("ConfigMap");
  Document map = std::move(decode_json(type, Bytes::constant(R"({"kind":"Held","apiVersion":"held/v1","data":{"kind":"x"}})"))->document);
  struct {
    JsonEncodeOptions options;
    std::string_view wanted;
  } const kCases[] = {
      {{}, R"({"kind":"Held","apiVersion":"held/v1","metadata":{},"data":{"kind":"x"}})"},
      {{.root = RootTypeMeta::kOmitted}, R"({"metadata":{},"data":{"kind":"x"}})"},
      {{.root = RootTypeMeta::kGiven, .api_version = "v1", .kind = "ConfigMap"},
       R"({"kind":"ConfigMap","apiVersion":"v1","metadata":{},"data":{"kind":"x"}})"},
      {{.root = RootTypeMeta::kGiven}, R"({"metadata":{},"data":{"kind":"x"}})"},
  };
  for (const auto& c : kCases) {
    std::string out = "kept";
    encode_json(type, map.root(), out, c.options);
    EXPECT_EQ(out, "kept" + std::string(c.wanted));
  }
}

// However the text is cut.
TEST(Json, PrettyInPieces) {
  const std::string json = R"({"a":[],"b":{"":[[],{}]},"c":[1,{"d":"x:,{}\"\\[ ]"}], "e" : -1.5e3,"f":""})";
  std::string wanted;
  append_indented_json(json, wanted);
  for (size_t piece = 1; piece < json.size(); ++piece) {
    JsonIndenter indenter;
    std::string out;
    for (size_t at = 0; at < json.size(); at += piece) indenter.write(std::string_view(json).substr(at, piece), out);
    EXPECT_EQ(out, wanted) << "pieces of " << piece;
  }
}

TEST(Json, Pretty) {
  std::string out;
  append_indented_json(R"({"a":[],"b":{},"c":[1,{"d":"x:,{}\"\\"}], "e" : null})", out);
  EXPECT_EQ(out, R"({
  "a": [],
  "b": {},
  "c": [
    1,
    {
      "d": "x:,{}\"\\"
    }
  ],
  "e": null
})");
}

}  // namespace
}  // namespace pintle::object

// Proves the three kinds of patch: what they make of an object, their directives and limits, the unknown fields they tell, and the errors
// with upstream's codes and words.
#include "object/patch.h"

#include <gmock/gmock.h>

#include "object/emission.h"
#include "object/test_objects.h"
#include "object/test_vectors.h"

namespace pintle::object {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const schema::Type& deployment_type() { return type_of_kind("apps", "v1", "Deployment"); }

Result<Patched> patch(PatchKind kind, const schema::Type& type, std::string_view current, std::string_view body,
                      FieldValidation validation = FieldValidation::kWarn) {
  PINTLE_TRY(const Patch parsed, Patch::parse(kind, Bytes::copy(body), validation));
  const Document object = from_json(type, current);
  PINTLE_TRY(Patched patched, parsed.apply(type, object.root()));
  EXPECT_EQ(to_json(type, patched.object.root()), to_json(type, parsed.apply(type, object.root())->object.root())) << "applied again";
  return patched;
}

struct Case {
  std::string_view current, patch, wanted;
};

// Compares as JSON, so that cases need not spell zero values; `wanted` "" is an error.
void check(PatchKind kind, const schema::Type& type, std::span<const Case> cases) {
  for (const Case& c : cases) {
    auto patched = patch(kind, type, c.current, c.patch);
    if (c.wanted.empty()) {
      EXPECT_FALSE(patched) << c.patch << " " << c.current;
      continue;
    }
    ASSERT_TRUE(patched) << c.patch << ": " << patched.error().message();
    EXPECT_EQ(to_json(type, patched->object.root()), to_json(from_json(type, c.wanted))) << c.patch << " on " << c.current;
  }
}

constexpr std::string_view kConfigMap = R"({"metadata":{"name":"c","labels":{"a":"1"},"finalizers":["x","y"]},"data":{"k":"v"}})";

TEST(JsonPatch, ChangesObjects) {
  const Case cases[] = {
      {kConfigMap, "[]", kConfigMap},
      {R"({"data":{"k":"v"}})", R"([{"op":"add","path":"/data/n","value":"w"}])", R"({"data":{"k":"v","n":"w"}})"},
      {R"({"data":{"k":"v"}})", R"([{"op":"add","path":"/data/a~1b~0c","value":"w"}])", R"({"data":{"a/b~c":"w","k":"v"}})"},
      {R"({"data":{"k":"v"}})", R"([{"op":"replace","path":"/data/k","value":"w"}])", R"({"data":{"k":"w"}})"},
      {R"({"data":{"k":"v"}})", R"([{"op":"replace","path":"/data/new","value":"w"}])", R"({"data":{"k":"v","new":"w"}})"},
      {R"({"data":{"k":"v"}})", R"([{"op":"remove","path":"/data/k"}])", R"({"data":{}})"},
      {R"({"data":{"k":"v"}})", R"([{"op":"remove","path":"/data"}])", R"({})"},
      {R"({"data":{"k":"v"}})", R"([{"op":"remove","path":"/data/x"}])", ""},
      {R"({"data":{"k":"v"}})", R"([{"op":"add","path":"/data","value":null}])", R"({})"},
      {R"({})", R"([{"op":"add","path":"/data/k","value":"v"}])", ""},
      {R"({})", R"([{"op":"add","path":"/data","value":{}},{"op":"add","path":"/data/k","value":"v"}])", R"({"data":{"k":"v"}})"},
      {R"({"data":{"k":"v"}})", R"([{"op":"move","from":"/data/k","path":"/data/z"}])", R"({"data":{"z":"v"}})"},
      {R"({"data":{"k":"v"}})", R"([{"op":"move","from":"/data/x","path":"/data/z"}])", ""},
      {R"({"data":{"k":"v"}})", R"([{"op":"copy","from":"/data","path":"/metadata/labels"}])",
       R"({"metadata":{"labels":{"k":"v"}},"data":{"k":"v"}})"},
      {R"({"data":{"k":"v"}})", R"([{"op":"copy","from":"/data","path":"/metadata/labels"},{"op":"remove","path":"/data/k"}])",
       R"({"metadata":{"labels":{"k":"v"}},"data":{}})"},
      {R"({"data":{"k":"v"}})", R"([{"op":"copy","from":"/data/x","path":"/metadata/labels"}])", R"({"data":{"k":"v"}})"},
      {R"({"data":{"k":"v"}})", R"([{"op":"test","path":"/data","value":{"k":"v"}},{"op":"test","path":"/data/k","value":"v"}])",
       R"({"data":{"k":"v"}})"},
      {R"({"data":{"k":"v"}})", R"([{"op":"test","path":"/data/k","value":"w"}])", ""},
      {R"({"data":{"k":"v"}})", R"([{"op":"test","path":"/nope","value":null}])", R"({"data":{"k":"v"}})"},
      {R"({"data":{"k":"v"}})", R"([{"op":"test","path":"/nope"}])", R"({"data":{"k":"v"}})"},
      {R"({"data":{"k":"v"}})", R"([{"op":"test","path":"/data/k"}])", ""},
      {R"({"data":{"k":"v"}})", R"([{"op":"test","path":"","value":{"metadata":{},"data":{"k":"v"}}}])", R"({"data":{"k":"v"}})"},
      {R"({"data":{"k":"v"}})", R"([{"op":"replace","path":"","value":{"data":{"z":"1"}}}])", R"({"data":{"z":"1"}})"},
      {R"({"data":{"k":"v"}})", R"([{"op":"replace","path":"","value":"x"}])", ""},
      {R"({"data":{"k":"v"}})", R"([{"op":"add","path":"","value":{}}])", ""},
      {R"({"data":{"k":"v"}})", R"([{"op":"add","path":"data/k","value":"w"}])", R"({"data":{"k":"v"},"k":"w"})"},
      {R"({"data":{"k":"v"}})", R"([{"op":"add","path":"/data/k/deeper","value":"w"}])", ""},
      {R"({"data":{"k":"v"}})", R"([{"op":"bogus","path":"/data"}])", ""},
      {R"({"data":{"k":"v"}})", R"([{"path":"/data"}])", ""},
      {R"({"data":{"k":"v"}})", R"([{"op":"add","value":1}])", ""},
      {R"({"binaryData":{"b":"AQI="}})",
       R"([{"op":"test","path":"/binaryData/b","value":"AQI="},{"op":"add","path":"/binaryData/c","value":"AwQ="}])",
       R"({"binaryData":{"b":"AQI=","c":"AwQ="}})"},
  };
  check(PatchKind::kJson, type_of_kind("", "v1", "ConfigMap"), cases);
}

TEST(JsonPatch, IndexesLists) {
  constexpr std::string_view kList = R"({"metadata":{"finalizers":["a","b","c"]}})";
  const Case cases[] = {
      {kList, R"([{"op":"add","path":"/metadata/finalizers/-","value":"z"}])", R"({"metadata":{"finalizers":["a","b","c","z"]}})"},
      {kList, R"([{"op":"add","path":"/metadata/finalizers/0","value":"z"}])", R"({"metadata":{"finalizers":["z","a","b","c"]}})"},
      {kList, R"([{"op":"add","path":"/metadata/finalizers/3","value":"z"}])", R"({"metadata":{"finalizers":["a","b","c","z"]}})"},
      {kList, R"([{"op":"add","path":"/metadata/finalizers/4","value":"z"}])", ""},
      {kList, R"([{"op":"add","path":"/metadata/finalizers/-1","value":"z"}])", R"({"metadata":{"finalizers":["a","b","c","z"]}})"},
      {kList, R"([{"op":"add","path":"/metadata/finalizers/-4","value":"z"}])", R"({"metadata":{"finalizers":["z","a","b","c"]}})"},
      {kList, R"([{"op":"add","path":"/metadata/finalizers/-5","value":"z"}])", ""},
      {kList, R"([{"op":"add","path":"/metadata/finalizers/x","value":"z"}])", ""},
      {kList, R"([{"op":"remove","path":"/metadata/finalizers/1"}])", R"({"metadata":{"finalizers":["a","c"]}})"},
      {kList, R"([{"op":"remove","path":"/metadata/finalizers/-1"}])", R"({"metadata":{"finalizers":["a","b"]}})"},
      {kList, R"([{"op":"remove","path":"/metadata/finalizers/3"}])", ""},
      {kList, R"([{"op":"remove","path":"/metadata/finalizers/-"}])", ""},
      {kList, R"([{"op":"replace","path":"/metadata/finalizers/-2","value":"z"}])", R"({"metadata":{"finalizers":["a","z","c"]}})"},
      {kList, R"([{"op":"replace","path":"/metadata/finalizers/3","value":"z"}])", ""},
      {kList, R"([{"op":"move","from":"/metadata/finalizers/0","path":"/metadata/finalizers/2"}])",
       R"({"metadata":{"finalizers":["b","c","a"]}})"},
      {kList, R"([{"op":"test","path":"/metadata/finalizers/1","value":"b"}])", kList},
      {kList, R"([{"op":"test","path":"/metadata/finalizers/9","value":null}])", ""},
  };
  check(PatchKind::kJson, type_of_kind("", "v1", "ConfigMap"), cases);
}

TEST(JsonPatch, HasLimits) {
  std::string many = "[";
  for (size_t i = 0; i <= kJsonPatchOperationsMax; ++i) many += (i ? "," : "") + std::string(R"({"op":"test","path":"/x"})");
  auto parsed = Patch::parse(PatchKind::kJson, Bytes::copy(many + "]"), FieldValidation::kIgnore);
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().code(), 413);
  EXPECT_THAT(parsed.error().message(), HasSubstr("The allowed maximum operations in a JSON patch is 10000, got 10001"));

  std::string doubling = R"([{"op":"add","path":"/data","value":{"a":{"x":"0123456789"}}})";
  for (int i = 0; i < 40; ++i) doubling += R"(,{"op":"copy","from":"/data","path":"/data/a/)" + std::to_string(i) + "\"}";
  auto patched = patch(PatchKind::kJson, type_of_kind("", "v1", "ConfigMap"), "{}", doubling + "]", FieldValidation::kIgnore);
  ASSERT_FALSE(patched);
  EXPECT_EQ(patched.error().code(), 422);
}

TEST(MergePatch, ChangesObjects) {
  const Case cases[] = {
      {kConfigMap, "{}", kConfigMap},
      {R"({"data":{"k":"v"}})", R"({"data":{"n":"w"}})", R"({"data":{"k":"v","n":"w"}})"},
      {R"({"data":{"k":"v"}})", R"({"data":{"k":null}})", R"({"data":{}})"},
      {R"({"data":{"k":"v"}})", R"({"data":null})", R"({})"},
      {R"({})", R"({"data":{"k":"v","n":null}})", R"({"data":{"k":"v"}})"},
      {R"({"metadata":{"finalizers":["a"]}})", R"({"metadata":{"finalizers":["b","c"]}})", R"({"metadata":{"finalizers":["b","c"]}})"},
      {R"({"metadata":{"labels":{"a":"1","b":"2"}}})", R"({"metadata":{"labels":{"a":"3"},"name":"n"}})",
       R"({"metadata":{"name":"n","labels":{"a":"3","b":"2"}}})"},
      {R"({"immutable":true})", R"({"immutable":false})", R"({"immutable":false})"},
      {R"({"metadata":{"ownerReferences":[{"name":"a"}]}})", R"({"metadata":{"ownerReferences":[{"name":"b","uid":null}]}})",
       R"({"metadata":{"ownerReferences":[{"name":"b"}]}})"},
  };
  check(PatchKind::kMerge, type_of_kind("", "v1", "ConfigMap"), cases);
}

TEST(StrategicMergePatch, MergesListsByKey) {
  constexpr std::string_view kPod =
      R"({"spec":{"containers":[{"name":"a","image":"1","env":[{"name":"X","value":"1"},{"name":"Y"}]},{"name":"b","image":"2"}]}})";
  const Case cases[] = {
      {kPod, "null", kPod},
      {kPod, R"({"spec":{"containers":[{"name":"b","image":"3"}]}})",
       R"({"spec":{"containers":[{"name":"a","image":"1","env":[{"name":"X","value":"1"},{"name":"Y"}]},{"name":"b","image":"3"}]}})"},
      {kPod, R"({"spec":{"containers":[{"name":"c"}]}})",
       R"({"spec":{"containers":[{"name":"c"},{"name":"a","image":"1","env":[{"name":"X","value":"1"},{"name":"Y"}]},{"name":"b","image":"2"}]}})"},
      {kPod, R"({"spec":{"containers":[{"name":"a","$patch":"delete"}]}})", R"({"spec":{"containers":[{"name":"b","image":"2"}]}})"},
      {kPod, R"({"spec":{"containers":[{"$patch":"replace"},{"name":"z"}]}})", R"({"spec":{"containers":[{"name":"z"}]}})"},
      {kPod, R"({"spec":{"containers":[{"name":"a","env":[{"name":"Y","value":"2"},{"name":"X","$patch":"delete"}]}]}})",
       R"({"spec":{"containers":[{"name":"a","image":"1","env":[{"name":"Y","value":"2"}]},{"name":"b","image":"2"}]}})"},
      {kPod, R"({"spec":{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}]}})",
       R"({"spec":{"containers":[{"name":"b","image":"2"},{"name":"a","image":"1","env":[{"name":"X","value":"1"},{"name":"Y"}]}]}})"},
      {kPod, R"({"spec":{"$setElementOrder/containers":[{"name":"n"},{"name":"b"}],"containers":[{"name":"n"}]}})",
       R"({"spec":{"containers":[{"name":"n"},{"name":"a","image":"1","env":[{"name":"X","value":"1"},{"name":"Y"}]},{"name":"b","image":"2"}]}})"},
      {kPod, R"({"spec":{"containers":[{"image":"x"}]}})", ""},
      {kPod, R"({"spec":{"containers":[{"name":"a","$patch":"bogus"}]}})", ""},
      {kPod, R"({"spec":{"containers":[{"name":"a","$patch":"merge"}]}})", ""},
      {kPod, R"({"spec":{"containers":[["x"]]}})", ""},
      {R"({"spec":{"containers":[{"name":"a","ports":[{"containerPort":80},{"containerPort":81,"name":"x"}]}]}})",
       R"({"spec":{"containers":[{"name":"a","ports":[{"containerPort":81,"protocol":"UDP"}]}]}})",
       R"({"spec":{"containers":[{"name":"a","ports":[{"containerPort":80},{"containerPort":81,"name":"x","protocol":"UDP"}]}]}})"},
      {R"({"spec":{"tolerations":[{"key":"a"}]}})", R"({"spec":{"tolerations":[{"key":"b"}]}})",
       R"({"spec":{"tolerations":[{"key":"b"}]}})"},
  };
  check(PatchKind::kStrategicMerge, pod_type(), cases);
}

TEST(StrategicMergePatch, HasDirectivesForMapsAndScalars) {
  const Case cases[] = {
      {R"({"metadata":{"labels":{"a":"1"}}})", R"({"metadata":{"labels":{"$patch":"replace","b":"2"}}})",
       R"({"metadata":{"labels":{"b":"2"}}})"},
      {R"({"metadata":{"labels":{"a":"1"}}})", R"({"metadata":{"labels":{"$patch":"delete"}}})", R"({"metadata":{"labels":{}}})"},
      {R"({"metadata":{"name":"n"}})", R"({"metadata":{"labels":{"$patch":"delete"}}})", R"({"metadata":{"name":"n"}})"},
      {R"({"metadata":{"name":"n"}})", R"({"$patch":"delete"})", "{}"},
      {R"({"metadata":{"name":"n"}})", R"({"$patch":"bogus"})", ""},
      {R"({"metadata":{"finalizers":["a","b"]}})", R"({"metadata":{"finalizers":["c","a"]}})",
       R"({"metadata":{"finalizers":["c","a","b"]}})"},
      {R"({"metadata":{"finalizers":["a","b"]}})", R"({"metadata":{"$deleteFromPrimitiveList/finalizers":["a","z"]}})",
       R"({"metadata":{"finalizers":["b"]}})"},
      {R"({"metadata":{"finalizers":["a","b","c"]}})", R"({"metadata":{"$setElementOrder/finalizers":["c","a"]}})",
       R"({"metadata":{"finalizers":["b","c","a"]}})"},
      {R"({"metadata":{"finalizers":["a","b"]}})", R"({"metadata":{"$setElementOrder/finalizers":["b"],"finalizers":["z"]}})", ""},
      {R"({"metadata":{"finalizers":["a"]}})", R"({"metadata":{"$deleteFromPrimitiveList":["a"]}})", ""},
      {R"({"metadata":{"finalizers":["a"]}})", R"({"metadata":{"$setElementOrder":["a"]}})", ""},
      {R"({"spec":{"volumes":[{"name":"v","emptyDir":{}}]}})",
       R"({"spec":{"volumes":[{"name":"v","$retainKeys":["name","hostPath"],"hostPath":{"path":"/x"}}]}})",
       R"({"spec":{"volumes":[{"name":"v","hostPath":{"path":"/x"}}]}})"},
      {R"({"spec":{"volumes":[{"name":"v","emptyDir":{}}]}})",
       R"({"spec":{"volumes":[{"name":"v","$retainKeys":["name"],"hostPath":{}}]}})", ""},
      {R"({"spec":{"volumes":[{"name":"v","emptyDir":{}}]}})",
       R"({"spec":{"volumes":[{"name":"v","emptyDir":null,"hostPath":{"path":"/x"}}]}})",
       R"({"spec":{"volumes":[{"name":"v","hostPath":{"path":"/x"}}]}})"},
      {R"({})", R"({"spec":{"nodeSelector":{"a":null,"b":"c"}}})", R"({"spec":{"nodeSelector":{"b":"c"}}})"},
      {R"({"spec":{"priority":5}})", R"({"spec":{"priority":null}})", R"({"spec":{}})"},
  };
  check(PatchKind::kStrategicMerge, pod_type(), cases);
}

TEST(Patch, OfNothingChangesNothing) {
  for (const TestVector& vector : test_vectors()) {
    if (!vector.name.starts_with("HEAD/")) continue;
    SCOPED_TRACE(vector.name);
    const Document object = from_json(*vector.type, vector.json);
    for (const auto& [kind, body] :
         {std::pair(PatchKind::kJson, "[]"), std::pair(PatchKind::kMerge, "{}"), std::pair(PatchKind::kStrategicMerge, "{}")}) {
      auto parsed = Patch::parse(kind, Bytes::copy(body), FieldValidation::kStrict);
      auto patched = parsed->apply(*vector.type, object.root());
      ASSERT_TRUE(patched) << patched.error().message();
      EXPECT_EQ(to_json(patched->object), to_json(object));
    }
  }
}

// An object patched with itself is itself; every field and list of the schema is walked.
TEST(Patch, WithItselfChangesNothing) {
  for (const TestVector& vector : test_vectors()) {
    // disruptedPods has a null time, and a null in a patch removes.
    if (!vector.name.starts_with("HEAD/") || vector.kind == "PodDisruptionBudget") continue;
    SCOPED_TRACE(vector.name);
    const Document object = from_json(*vector.type, vector.json);
    for (PatchKind kind : {PatchKind::kMerge, PatchKind::kStrategicMerge}) {
      auto parsed = Patch::parse(kind, Bytes::copy(to_json(object)), FieldValidation::kStrict);
      auto patched = parsed->apply(*vector.type, object.root());
      // Upstream cannot merge maps of maps and raw extensions by strategic merge.
      if (!patched && patched.error().message().contains("data type is not struct")) continue;
      if (!patched && patched.error().message().contains("struct RawExtension")) continue;
      ASSERT_TRUE(patched) << patched.error().message();
      EXPECT_EQ(to_json(patched->object), to_json(object));
    }
  }
}

TEST(Patch, TellsUnknownAndDuplicateFields) {
  constexpr std::string_view kObject = R"({"kind":"Deployment","apiVersion":"apps/v1","spec":{"replicas":1}})";
  const struct {
    PatchKind kind;
    std::string_view body;
    std::vector<std::string> wanted;
  } cases[] = {
      {PatchKind::kMerge, R"({"spec":{"bogus":1,"replicas":2}})", {"unknown field \"spec.bogus\""}},
      {PatchKind::kMerge, R"({"spec":{"replicas":1,"replicas":2}})", {"duplicate field \"spec.replicas\""}},
      {PatchKind::kStrategicMerge,
       R"({"spec":{"zz":1,"replicas":1,"replicas":2},"aa":1})",
       {"duplicate field \"spec.replicas\"", "unknown field \"aa\"", "unknown field \"spec.zz\""}},
      {PatchKind::kJson,
       R"([{"op":"add","path":"/spec/bogus","value":1,"extra":1}])",
       {"json patch unknown field \"[0].extra\"", "unknown field \"spec.bogus\""}},
  };
  for (const auto& c : cases) {
    auto warned = patch(c.kind, deployment_type(), kObject, c.body, FieldValidation::kWarn);
    ASSERT_TRUE(warned) << c.body << warned.error().message();
    EXPECT_EQ(warned->warnings, c.wanted) << c.body;
    auto ignored = patch(c.kind, deployment_type(), kObject, c.body, FieldValidation::kIgnore);
    ASSERT_TRUE(ignored) << c.body;
    EXPECT_THAT(ignored->warnings, IsEmpty());
    EXPECT_EQ(to_json(ignored->object), to_json(warned->object));
    auto refused = patch(c.kind, deployment_type(), kObject, c.body, FieldValidation::kStrict);
    ASSERT_FALSE(refused) << c.body;
    EXPECT_EQ(refused.error().code(), 422);
    std::string joined;
    for (const std::string& fault : c.wanted) joined += (joined.empty() ? "" : ", ") + fault;
    EXPECT_THAT(refused.error().message(), testing::EndsWith("\": strict decoding error: " + joined));
  }
}

TEST(Patch, ErrorsHaveUpstreamsCodesAndWords) {
  constexpr std::string_view kObject =
      R"({"kind":"Deployment","apiVersion":"apps/v1","spec":{"replicas":1,"template":{"spec":{"containers":[{"name":"c"}]}}}})";
  const struct {
    PatchKind kind;
    std::string_view body;
    int code;
    std::string_view wanted;
    FieldValidation validation = FieldValidation::kWarn;
  } cases[] = {
      {PatchKind::kJson, R"([{"op":"remove","path":"/nope"}])", 422, "the server rejected our request due to an error in our request"},
      {PatchKind::kJson, "{}", 400, "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp"},
      {PatchKind::kMerge, "[]", 400, "error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}"},
      {PatchKind::kMerge, "null", 400, "Invalid JSON Patch"},
      {PatchKind::kMerge, "{", 400, "error decoding patch: unexpected end of JSON input"},
      {PatchKind::kMerge, "{", 400, "Invalid JSON Patch", FieldValidation::kIgnore},
      {PatchKind::kStrategicMerge, "[]", 400, "json: cannot unmarshal array into Go value of type map[string]interface {}"},
      {PatchKind::kStrategicMerge, R"({"$patch":"bogus"})", 500, "unknown patch type: bogus in map: map[$patch:bogus]"},
      {PatchKind::kStrategicMerge, R"({"spec":{"template":{"spec":{"containers":[{"image":"noname"}]}}}})", 500,
       "map: map[image:noname] does not contain declared merge key: name"},
      {PatchKind::kStrategicMerge, R"({"spec":{"template":{"spec":{"containers":["x"]}}}})", 500,
       "list element types are not identical: [[map[name:c resources:map[]]] [x]]"},
      {PatchKind::kStrategicMerge, R"({"spec":{"template":{"spec":{"containers":[[]]}}}})", 500,
       "list element types are not identical: [[map[name:c resources:map[]]] [[]]]"},
      {PatchKind::kStrategicMerge, R"({"spec":{"template":{"spec":{"containers":"x"}}}})", 422,
       " \"\" is invalid: patch: Invalid value: \"map[spec:map[template:map[spec:map[containers:x]]]]\": cannot restore slice from string"},
      {PatchKind::kStrategicMerge, R"({"spec":{"$retainKeys":5}})", 400, "invalid patch format of retainKeys"},
      {PatchKind::kStrategicMerge, R"({"spec":{"$deleteFromPrimitiveList":[1]}})", 400, "invalid patch format of primitive list"},
      {PatchKind::kStrategicMerge, R"({"spec":{"$setElementOrder/x":1}})", 500, "expected a []interface {}, but received a int64"},
      {PatchKind::kStrategicMerge, R"({"spec":{"$setElementOrder/x":[]}})", 500,
       "unable to find api field in struct DeploymentSpec for the json field \"x\""},
      {PatchKind::kMerge, R"({"spec":{"replicas":"x"}})", 422,
       " \"\" is invalid: patch: Invalid value: \"{\\\"apiVersion\\\":\\\"apps/v1\\\",\\\"kind\\\":\\\"Deployment\\\",\\\"metadata\\\":{},"
       "\\\"spec\\\":{\\\"replicas\\\":\\\"x\\\",\\\"selector\\\":null,\\\"strategy\\\":{},\\\"template\\\":{\\\"metadata\\\":{},"
       "\\\"spec\\\":{\\\"containers\\\":[{\\\"name\\\":\\\"c\\\",\\\"resources\\\":{}}]}}},\\\"status\\\":{}}\": json: cannot unmarshal "
       "string into Go struct field DeploymentSpec.spec.replicas of type int32"},
  };
  for (const auto& c : cases) {
    auto patched = patch(c.kind, deployment_type(), kObject, c.body, c.validation);
    ASSERT_FALSE(patched) << c.body;
    EXPECT_EQ(patched.error().code(), c.code) << c.body;
    EXPECT_EQ(patched.error().message(), c.wanted) << c.body;
  }
}

TEST(Patch, KeepsTheKind) {
  constexpr std::string_view kObject = R"({"kind":"Deployment","apiVersion":"apps/v1"})";
  auto patched = patch(PatchKind::kMerge, deployment_type(), kObject, R"({"kind":"X"})");
  ASSERT_FALSE(patched);
  EXPECT_EQ(patched.error().code(), 422);
  EXPECT_THAT(patched.error().message(), HasSubstr("no kind \"X\" is registered for version \"apps/v1\""));
  EXPECT_TRUE(patch(PatchKind::kMerge, deployment_type(), kObject, R"({"kind":"Deployment"})"));
}

}  // namespace
}  // namespace pintle::object

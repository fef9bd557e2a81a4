// Proves the metadata rules that all kinds share, with upstream's texts and order.
#include "object/object_meta.h"

#include "object/test_objects.h"

namespace pintle::object {
namespace {

std::string faults_of(std::string_view json, Namespacing namespacing = Namespacing::kForbidden) {
  const Document object = from_json(pod_type(), json);
  ErrorList errors;
  validate_object_meta(ObjectMeta(pod_type(), object.root()), namespacing, name_is_dns_label, FieldPath("metadata"), errors);
  return errors.joined();
}

TEST(ObjectMeta, IsReadByName) {
  const Document object = from_json(
      pod_type(),
      R"({"metadata":{"name":"a","generateName":"g-","namespace":"n","uid":"u","resourceVersion":"7","generation":3,"labels":{"x":"y"}}})");
  const ObjectMeta meta(pod_type(), object.root());
  EXPECT_EQ(meta.name(), "a");
  EXPECT_EQ(meta.generate_name(), "g-");
  EXPECT_EQ(meta.namespace_name(), "n");
  EXPECT_EQ(meta.uid(), "u");
  EXPECT_EQ(meta.resource_version(), "7");
  EXPECT_EQ(meta.generation(), 3);
  ASSERT_NE(meta.labels(), nullptr);
  EXPECT_EQ(meta.labels()->get("x")->as_string(), "y");
  EXPECT_EQ(meta.annotations(), nullptr);
  EXPECT_EQ(ObjectMeta(nullptr).name(), "");
}

TEST(ObjectMeta, IsValidated) {
  const struct {
    std::string_view json, wanted;
  } cases[] = {
      {R"({"metadata":{"name":"a"}})", ""},
      {R"({})", "metadata.name: Required value: name or generateName is required"},
      {R"({"metadata":{"name":"a.b"}})", "metadata.name: Invalid value: \"a.b\": must not contain dots"},
      {R"({"metadata":{"generateName":"web-","name":"web-x"}})", ""},
      {R"({"metadata":{"name":"a","namespace":"n"}})", "metadata.namespace: Forbidden: not allowed on this type"},
      {R"({"metadata":{"name":"a","generation":-1}})", "metadata.generation: Invalid value: -1: must be greater than or equal to 0"},
      {R"({"metadata":{"name":"a","ownerReferences":[{}]}})",
       "[metadata.ownerReferences.apiVersion: Invalid value: \"\": version must not be empty, "
       "metadata.ownerReferences.kind: Invalid value: \"\": must not be empty, "
       "metadata.ownerReferences.name: Invalid value: \"\": must not be empty, "
       "metadata.ownerReferences.uid: Invalid value: \"\": must not be empty]"},
      {R"({"metadata":{"name":"a","ownerReferences":[{"apiVersion":"v1","kind":"Event","name":"e","uid":"u"}]}})",
       "metadata.ownerReferences: Invalid value: {\"apiVersion\":\"v1\",\"kind\":\"Event\",\"name\":\"e\",\"uid\":\"u\"}: /v1, Kind=Event "
       "is disallowed from being an owner"},
      {R"({"metadata":{"name":"a","ownerReferences":[{"apiVersion":"v1","kind":"A","name":"x","uid":"u","controller":true},)"
       R"({"apiVersion":"a/v1","kind":"B","name":"y","uid":"w","controller":true}]}})",
       "metadata.ownerReferences: Invalid value: [{\"apiVersion\":\"v1\",\"kind\":\"A\",\"name\":\"x\",\"uid\":\"u\",\"controller\":true},"
       "{\"apiVersion\":\"a/v1\",\"kind\":\"B\",\"name\":\"y\",\"uid\":\"w\",\"controller\":true}]: Only one reference can have Controller "
       "set to true. Found \"true\" in references for A/x and B/y"},
      {R"({"metadata":{"name":"a","finalizers":["orphan","foregroundDeletion"]}})",
       "metadata.finalizers: Invalid value: [\"orphan\",\"foregroundDeletion\"]: finalizer orphan and foregroundDeletion cannot be both "
       "set"},
      {R"({"metadata":{"name":"a","managedFields":[{"operation":"Replace","fieldsType":"V2","manager":"a\nb"}]}})",
       "[metadata.managedFields[0].operation: Invalid value: \"Replace\": must be `Apply` or `Update`, "
       "metadata.managedFields[0].fieldsType: Invalid value: \"V2\": must be `FieldsV1`, "
       "metadata.managedFields[0].manager: Invalid value: \"a\\nb\": invalid character U+000A (at position 1)]"},
  };
  for (const auto& c : cases) EXPECT_EQ(faults_of(c.json), c.wanted) << c.json;
  EXPECT_EQ(faults_of(R"({"metadata":{"name":"a"}})", Namespacing::kRequired), "metadata.namespace: Required value");
  EXPECT_EQ(faults_of(R"({"metadata":{"name":"a","namespace":"n.m"}})", Namespacing::kRequired),
            "metadata.namespace: Invalid value: \"n.m\": must not contain dots");
}

TEST(ObjectMeta, LimitsAnnotations) {
  const std::string fits(kAnnotationsBytesMax - 1, 'x');
  EXPECT_EQ(faults_of(R"({"metadata":{"name":"a","annotations":{"A":")" + fits + "\"}}}"), "");
  EXPECT_EQ(faults_of(R"({"metadata":{"name":"a","annotations":{"A":")" + fits + "y\"}}}"),
            "metadata.annotations: Too long: may not be more than 262144 bytes");
}

TEST(ObjectMeta, UpdateIsValidated) {
  const struct {
    std::string_view now, old, wanted;
  } cases[] = {
      {R"({"metadata":{"name":"a","resourceVersion":"1"}})", R"({"metadata":{"name":"a","resourceVersion":"1"}})", ""},
      {R"({"metadata":{"name":"a"}})", R"({"metadata":{"name":"a"}})",
       "metadata.resourceVersion: Invalid value: \"\": must be specified for an update"},
      {R"({"metadata":{"name":"b","uid":"v","resourceVersion":"1"}})", R"({"metadata":{"name":"a","uid":"u"}})",
       "[metadata.name: Invalid value: \"b\": field is immutable, metadata.uid: Invalid value: \"v\": field is immutable]"},
      {R"({"metadata":{"resourceVersion":"1","generation":1}})", R"({"metadata":{"generation":2}})",
       "metadata.generation: Invalid value: 1: must not be decremented"},
      {R"({"metadata":{"resourceVersion":"1"}})",
       R"({"metadata":{"creationTimestamp":"2024-01-01T00:00:00Z","deletionTimestamp":"2024-01-01T00:00:00Z","deletionGracePeriodSeconds":5}})",
       "[metadata.creationTimestamp: Invalid value: null: field is immutable, metadata.deletionTimestamp: Invalid value: null: field is "
       "immutable, metadata.deletionGracePeriodSeconds: Invalid value: null: field is immutable]"},
      {R"({"metadata":{"resourceVersion":"1","deletionTimestamp":"2024-01-01T00:00:00Z","finalizers":["a","c","b"]}})",
       R"({"metadata":{"deletionTimestamp":"2024-01-01T00:00:00Z","finalizers":["a"]}})",
       "metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers "
       "[]string{\"b\", \"c\"}"},
  };
  for (const auto& c : cases) {
    const Document now = from_json(pod_type(), c.now);
    const Document old = from_json(pod_type(), c.old);
    ErrorList errors;
    validate_object_meta_update(ObjectMeta(pod_type(), now.root()), ObjectMeta(pod_type(), old.root()), FieldPath("metadata"), errors);
    EXPECT_EQ(errors.joined(), c.wanted) << c.now;
  }
}

}  // namespace
}  // namespace pintle::object

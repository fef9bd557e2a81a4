// Proves which fields JSON shows, with which values, and when two objects show the same.
#include "object/emission.h"

#include "object/test_objects.h"

namespace pintle::object {
namespace {

const schema::Field& field_of(const schema::Type& type, std::string_view name) {
  const int index = type.find(name);
  EXPECT_GE(index, 0) << name;
  return type.fields[index];
}

// The oracle is the encoder: a field is shown when an object with nothing but that field has it in its JSON.
TEST(Emission, AgreesWithTheEncoderOnZeroValues) {
  for (std::string_view name :
       {"io.k8s.api.core.v1.Pod", "io.k8s.api.core.v1.PodSpec", "io.k8s.api.core.v1.PodStatus", "io.k8s.api.core.v1.Container",
        "io.k8s.api.core.v1.PodCondition", "io.k8s.api.core.v1.ContainerPort", "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta",
        "io.k8s.api.apps.v1.DeploymentSpec", "io.k8s.api.core.v1.ServicePort", "io.k8s.api.autoscaling.v2.MetricTarget",
        "io.k8s.api.core.v1.ResourceFieldSelector", "io.k8s.api.rbac.v1.PolicyRule",
        "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps"}) {
    const schema::Type* type = schema::find_builtin_type(name);
    ASSERT_NE(type, nullptr) << name;
    const Document plain = plain_from_json(to_json(*type, Value::empty_struct()));
    for (const schema::Field& field : type->fields) {
      const Value* wanted = plain.root().get(field.name);
      const Value* shown = emitted(field, nullptr);
      ASSERT_EQ(shown != nullptr, wanted != nullptr) << name << "." << field.name;
      if (wanted) EXPECT_EQ(to_json(*field.type, *shown), to_json(any_type(), *wanted)) << name << "." << field.name;
    }
  }
}

TEST(Emission, LeavesOutEmptyValuesUnlessBehindAPointer) {
  const schema::Type& spec = *field_of(pod_type(), "spec").type;
  const Value off = Value::boolean(false);
  const Value none = Value::empty_list();
  EXPECT_EQ(emitted(field_of(spec, "hostNetwork"), &off), nullptr);
  EXPECT_EQ(emitted(field_of(spec, "enableServiceLinks"), &off), &off);
  EXPECT_EQ(emitted(field_of(spec, "volumes"), &none), nullptr);
  EXPECT_EQ(emitted(field_of(spec, "containers"), &none), &none);
}

TEST(Emission, KnowsWhatShowsTheSame) {
  const struct {
    std::string_view left, right;
    bool wanted;
  } cases[] = {
      {R"({})", R"({"spec":{},"status":{}})", true},
      {R"({"spec":{"containers":null}})", R"({"spec":{}})", true},
      {R"({"spec":{"containers":[]}})", R"({"spec":{}})", false},
      {R"({"spec":{"volumes":[]}})", R"({"spec":{}})", true},
      {R"({"metadata":{"labels":{}}})", R"({"metadata":{}})", true},
      {R"({"metadata":{"labels":{"a":"b"}}})", R"({"metadata":{"labels":{"a":"c"}}})", false},
      {R"({"metadata":{"labels":{"a":"b"}}})", R"({"metadata":{"labels":{"c":"b"}}})", false},
      {R"({"spec":{"securityContext":{}}})", R"({"spec":{}})", false},
      {R"({"spec":{"nodeName":""}})", R"({})", true},
      {R"({"spec":{"containers":[{"name":"a"}]}})", R"({"spec":{"containers":[{"name":"a","image":""}]}})", true},
      {R"({"spec":{"containers":[{"name":"a"}]}})", R"({"spec":{"containers":[{"name":"a"},{"name":"b"}]}})", false},
  };
  for (const auto& c : cases) {
    const Document left = from_json(pod_type(), c.left);
    const Document right = from_json(pod_type(), c.right);
    EXPECT_EQ(shown_equal(pod_type(), left.root(), right.root()), c.wanted) << c.left << " " << c.right;
    EXPECT_EQ(to_json(left) == to_json(right), c.wanted) << "the oracle: " << c.left;
  }
}

}  // namespace
}  // namespace pintle::object

// Proves the rules of Deployments, ReplicaSets, StatefulSets, DaemonSets and ControllerRevisions that are their own; those of their pod
// templates have tests in core.
#include <gmock/gmock.h>

#include "groups/apps/apps.h"
#include "groups/apps/rolling_update.h"
#include "groups/rule_fixture.h"

namespace pintle::apps {
namespace {

using testing::HasSubstr;

constexpr api::HookContext kContext = {};
constexpr std::string_view kPods = R"("template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}})";
constexpr std::string_view kSelector = R"("selector":{"matchLabels":{"a":"b"}})";

std::string json_with(std::string_view spec, std::string_view selector = kSelector, std::string_view rest = "") {
  std::string json = R"({"metadata":{"name":"w","namespace":"n","resourceVersion":"1"},"spec":{)";
  json.append(selector).append(",").append(kPods).append(spec.empty() ? "" : ",").append(spec).append("}").append(rest);
  return json + "}";
}

object::Document made(const api::Kind& kind, std::string_view json) {
  object::Document document = groups::object_from(kind, json);
  kind.set_defaults(document);
  kind.prepare_create(document, kContext);
  return document;
}

std::string faults(const api::Kind& kind, std::string_view json) {
  object::ErrorList errors;
  kind.validate(made(kind, json).root(), errors);
  return errors.joined();
}

std::string update_faults(const api::Kind& kind, std::string_view json, std::string_view old) {
  object::ErrorList errors;
  kind.validate_update(made(kind, json).root(), made(kind, old).root(), errors);
  return errors.joined();
}

TEST(RollingUpdateTest, NumbersAndPercentages) {
  struct Case {
    object::Value value;
    int64_t number;
    std::string_view fault;
  };
  const Case cases[] = {
      {object::Value::integer(3), 3, ""},
      {object::Value::string("30%"), 30, ""},
      {object::Value::integer(-1), -1, "f: Invalid value: -1: must be greater than or equal to 0"},
      {object::Value::string("101%"), 101, "f: Invalid value: \"101%\": must not be greater than 100%"},
      {object::Value::string("5"), 5,
       "f: Invalid value: \"5\": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex "
       "used "
       "for validation is '[0-9]+%')"},
  };
  for (const Case& c : cases) {
    object::ErrorList errors;
    validate_positive_int_or_percent(object::IntOrString(&c.value), object::FieldPath("f"), errors);
    validate_at_most_100_percent(object::IntOrString(&c.value), object::FieldPath("f"), errors);
    EXPECT_EQ(errors.joined(), c.fault);
    EXPECT_EQ(int_or_percent(object::IntOrString(&c.value)), c.number);
  }
}

TEST(DeploymentTest, IsDefaulted) {
  const std::string json = groups::json_of(made(kDeployment, json_with("")));
  EXPECT_THAT(json, HasSubstr(R"("replicas":1,)"));
  EXPECT_THAT(json, HasSubstr(R"("strategy":{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":"25%","maxSurge":"25%"}})"));
  EXPECT_THAT(json, HasSubstr(R"("revisionHistoryLimit":10,"progressDeadlineSeconds":600)"));
}

struct Case {
  const api::Kind& kind;
  std::string_view spec;
  std::string_view fault;
};

TEST(WorkloadsTest, Faults) {
  const Case cases[] = {
      {kDeployment, "", ""},
      {kReplicaSet, "", ""},
      {kStatefulSet, "", ""},
      {kDaemonSet, "", ""},
      {kDeployment, R"("strategy":{"type":"x","rollingUpdate":{"maxSurge":2}})",
       R"(spec.strategy: Unsupported value: {"Type":"x","RollingUpdate":{"MaxUnavailable":0,"MaxSurge":2}}: supported values: "Recreate", )"
       R"("RollingUpdate")"},
      {kDeployment, R"("strategy":{"rollingUpdate":{"maxSurge":0,"maxUnavailable":"0%"}})",
       "spec.strategy.rollingUpdate.maxUnavailable: Invalid value: \"0%\": may not be 0 when `maxSurge` is 0"},
      {kDeployment, R"("minReadySeconds":600)", "spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds"},
      {kDaemonSet, R"("updateStrategy":{"rollingUpdate":{"maxSurge":1,"maxUnavailable":1}})",
       "spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: 1: may not be set when maxUnavailable is non-zero"},
      {kStatefulSet, R"("updateStrategy":{"type":"OnDelete","rollingUpdate":{}})",
       R"(spec.updateStrategy.rollingUpdate: Invalid value: {"Partition":0,"MaxUnavailable":null}: only allowed for updateStrategy )"
       R"('RollingUpdate')"},
      {kStatefulSet, R"("ordinals":{"start":-1})", "spec.ordinals.start: Invalid value: -1: must be greater than or equal to 0"},
  };
  for (const Case& c : cases) EXPECT_EQ(faults(c.kind, json_with(c.spec)), c.fault) << c.kind.kind << " " << c.spec;
}

TEST(WorkloadsTest, SelectorsSelectTheTemplate) {
  constexpr std::string_view kOther = R"("selector":{"matchLabels":{"a":"c"}})";
  for (const api::Kind* kind : {&kDeployment, &kReplicaSet, &kStatefulSet, &kDaemonSet})
    EXPECT_EQ(faults(*kind, json_with("", kOther)),
              R"(spec.template.metadata.labels: Invalid value: {"a":"b"}: `selector` does not match template `labels`)")
        << kind->kind;
  constexpr std::string_view kEmpty = R"("selector":{})";
  EXPECT_EQ(faults(kStatefulSet, json_with("", kEmpty)), "spec.selector: Invalid value: {}: empty selector is invalid for statefulset");
}

TEST(WorkloadsTest, SelectorsDoNotChange) {
  constexpr std::string_view kWider = R"("selector":{"matchExpressions":[{"key":"a","operator":"Exists"}]})";
  for (const api::Kind* kind : {&kDeployment, &kReplicaSet, &kDaemonSet})
    EXPECT_THAT(update_faults(*kind, json_with("", kWider), json_with("")), HasSubstr("field is immutable")) << kind->kind;
  EXPECT_THAT(update_faults(kStatefulSet, json_with("", kWider), json_with("")),
              HasSubstr("spec: Forbidden: updates to statefulset spec for fields other than 'replicas'"));
}

TEST(DaemonSetTest, CountsChangesOfItsTemplate) {
  const object::Document old = made(kDaemonSet, json_with(""));
  EXPECT_THAT(groups::json_of(old), HasSubstr(R"("deprecated.daemonset.template.generation":"1")"));
  object::Document same = made(kDaemonSet, json_with(R"("minReadySeconds":5)"));
  kDaemonSet.prepare_update(same, old.root(), kContext);
  EXPECT_THAT(groups::json_of(same), HasSubstr(R"("deprecated.daemonset.template.generation":"1")"));
  object::Document changed = groups::object_from(kDaemonSet, R"({"metadata":{"name":"w"},"spec":{"template":{"spec":{"nodeName":"n"}}}})");
  kDaemonSet.prepare_update(changed, old.root(), kContext);
  EXPECT_THAT(groups::json_of(changed), HasSubstr(R"("deprecated.daemonset.template.generation":"2")"));
}

TEST(StatefulSetTest, ClaimsHaveKindAndPhase) {
  const std::string json = groups::json_of(made(kStatefulSet, json_with(R"("volumeClaimTemplates":[{"metadata":{"name":"d"}}])")));
  EXPECT_THAT(json, HasSubstr(R"("kind":"PersistentVolumeClaim","apiVersion":"v1","metadata":{"name":"d"})"));
  EXPECT_THAT(json, HasSubstr(R"("status":{"phase":"Pending"})"));
}

TEST(DeploymentTest, StatusFaults) {
  const std::string old = json_with("", kSelector, R"(,"status":{"collisionCount":2})");
  const std::string now =
      json_with("", kSelector, R"(,"status":{"replicas":1,"readyReplicas":2,"availableReplicas":3,"collisionCount":1})");
  EXPECT_EQ(groups::validate_update(kDeployment.subresources[1].validate_update, kDeployment, now, old),
            "[status.readyReplicas: Invalid value: 2: cannot be greater than status.replicas, status.availableReplicas: Invalid value: 3: "
            "cannot be greater than status.replicas, status.availableReplicas: Invalid value: 3: cannot be greater than readyReplicas, "
            "status.collisionCount: Invalid value: 1: cannot be decremented]");
}

TEST(ControllerRevisionTest, Faults) {
  EXPECT_EQ(groups::validate(kControllerRevision, R"({"data":{"a":1},"revision":1})"), "");
  EXPECT_EQ(groups::validate(kControllerRevision, R"({"revision":-1})"),
            "[revision: Invalid value: -1: must be greater than or equal to 0, data: Required value: data is mandatory]");
  EXPECT_EQ(groups::validate(kControllerRevision, R"({"data":[1]})"), "data: Required value: data must be a valid JSON object");
  EXPECT_THAT(groups::validate_update(kControllerRevision.validate_update, kControllerRevision,
                                      R"({"metadata":{"name":"r","namespace":"n","resourceVersion":"1"},"data":{"a": 2}})",
                                      R"({"metadata":{"name":"r","namespace":"n","resourceVersion":"1"},"data":{"a":1}})"),
              HasSubstr(R"(data: Invalid value: {"a":2}: field is immutable)"));
}

}  // namespace
}  // namespace pintle::apps

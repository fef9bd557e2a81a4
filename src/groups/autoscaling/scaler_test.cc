// Proves what HorizontalPodAutoscalers get and may be, and that v1 says and keeps the same as v2.
#include <gmock/gmock.h>

#include "groups/autoscaling/autoscaling.h"
#include "groups/rule_fixture.h"

namespace pintle::autoscaling {
namespace {

using testing::HasSubstr;

constexpr std::string_view kTarget = R"("scaleTargetRef":{"kind":"Deployment","name":"d","apiVersion":"apps/v1"})";

std::string scaler_json(std::string_view spec) { return R"({"metadata":{"name":"h","namespace":"n"},"spec":{)" + std::string(spec) + "}}"; }

object::Document made(const api::Kind& kind, std::string_view json) {
  object::Document document = groups::object_from(kind, json);
  kind.set_defaults(document);
  return document;
}

TEST(ScalerTest, IsDefaulted) {
  const std::string json =
      groups::json_of(made(kHorizontalPodAutoscaler, scaler_json(R"("maxReplicas":3,"behavior":{"scaleDown":{"selectPolicy":"Min"}})")));
  EXPECT_THAT(json, HasSubstr(R"("minReplicas":1,"maxReplicas":3)"));
  EXPECT_THAT(
      json,
      HasSubstr(R"("metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":80}}}])"));
  EXPECT_THAT(
      json,
      HasSubstr(
          R"("scaleUp":{"stabilizationWindowSeconds":0,"selectPolicy":"Max","policies":[{"type":"Pods","value":4,"periodSeconds":15},)"));
  EXPECT_THAT(json, HasSubstr(R"("scaleDown":{"selectPolicy":"Min","policies":[{"type":"Percent","value":100,"periodSeconds":15}]})"));
}

struct Case {
  std::string_view spec;
  std::string_view fault;
};

TEST(ScalerTest, Faults) {
  const Case cases[] = {
      {R"("maxReplicas":1)", ""},
      {R"("maxReplicas":0)",
       "[spec.maxReplicas: Required value: must be set and greater than 0, spec.maxReplicas: Invalid value: 0: must be greater than or "
       "equal "
       "to `minReplicas`]"},
      {R"("minReplicas":0,"maxReplicas":1)",
       "[spec.minReplicas: Invalid value: 0: must be greater than or equal to 1, spec.metrics: Forbidden: must specify at least one Object "
       "or "
       "External metric to support scaling to zero replicas]"},
      {R"("maxReplicas":1,"metrics":[{"type":"Pods"}])",
       "spec.metrics[0].pods: Required value: must populate information for the given metric source"},
      {R"("maxReplicas":1,"metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":0}}}])",
       "spec.metrics[0].resource.target.averageUtilization: Invalid value: 0: must be greater than 0"},
      {R"("maxReplicas":1,"behavior":{"scaleUp":{"stabilizationWindowSeconds":3601,"tolerance":"-1"}})",
       "[spec.behavior.scaleUp.stabilizationWindowSeconds: Invalid value: 3601: must be less than or equal to 3600, "
       "spec.behavior.scaleUp.tolerance: Invalid value: \"-1\": must be greater than or equal to 0]"},
  };
  for (const Case& c : cases) {
    object::ErrorList errors;
    kHorizontalPodAutoscaler.validate(made(kHorizontalPodAutoscaler, scaler_json(std::string(kTarget) + "," + std::string(c.spec))).root(),
                                      errors);
    EXPECT_EQ(errors.joined(), c.fault) << c.spec;
  }
}

TEST(ScalerTest, ATargetIsCheckedWhenItChanges) {
  constexpr std::string_view kOld = R"("scaleTargetRef":{"kind":"Deployment","name":"d","apiVersion":"v1"},"maxReplicas":1)";
  constexpr std::string_view kChanged = R"("scaleTargetRef":{"kind":"Other","name":"d","apiVersion":"v1"},"maxReplicas":1)";
  const auto faults = [&](std::string_view spec) {
    object::ErrorList errors;
    kHorizontalPodAutoscaler.validate_update(made(kHorizontalPodAutoscaler, scaler_json(spec)).root(),
                                             made(kHorizontalPodAutoscaler, scaler_json(kOld)).root(), errors);
    return errors.joined();
  };
  EXPECT_THAT(faults(kOld), testing::Not(HasSubstr("scaleTargetRef")));
  EXPECT_THAT(faults(kChanged), HasSubstr("spec.scaleTargetRef.apiVersion: Invalid value: \"v1\": apiVersion must specify API group"));
}

TEST(ScalerTest, V1ChecksWhatItsAnnotationsSay) {
  const std::string json =
      R"({"metadata":{"name":"h","namespace":"n","annotations":{"keep":"me","autoscaling.alpha.kubernetes.io/metrics":)"
      R"("[{\"type\":\"Pods\",\"pods\":{\"metricName\":\"m\",\"targetAverageValue\":\"0\"}}]"}},"spec":{)" +
      std::string(kTarget) + R"(,"maxReplicas":1}})";
  object::ErrorList errors;
  kHorizontalPodAutoscalerV1.validate(made(kHorizontalPodAutoscalerV1, json).root(), errors);
  EXPECT_EQ(errors.joined(), "spec.metrics[0].pods.target.averageValue: Invalid value: \"0\": must be positive");
}

TEST(ScalerTest, V1HasAnnotationsForWhatV2Holds) {
  const std::string json = groups::json_of(made(
      kHorizontalPodAutoscalerV1, R"({"metadata":{"name":"h","annotations":{"autoscaling.alpha.kubernetes.io/behavior":"nonsense"}}})"));
  EXPECT_THAT(json, HasSubstr(R"("targetCPUUtilizationPercentage":80)"));
  EXPECT_THAT(json, testing::Not(HasSubstr("annotations")));
}

}  // namespace
}  // namespace pintle::autoscaling

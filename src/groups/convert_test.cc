// Proves that what is stored in another version than it is served comes back whole, and how it looks in between.
#include "groups/convert.h"

#include <gmock/gmock.h>

#include "groups/admissionregistration/admissionregistration.h"
#include "groups/apiextensions/apiextensions.h"
#include "groups/autoscaling/autoscaling.h"
#include "groups/events/events.h"
#include "groups/rule_fixture.h"

namespace pintle::groups {
namespace {

struct Case {
  std::string_view name;
  const api::Kind& kind;
  std::string_view served;
  std::string_view stored;
};

// Served objects as Go would print them, so that the way back can be compared byte for byte.
const Case kCases[] = {
    {"event", events::kEvent,
     R"({"metadata":{"name":"e"},"eventTime":"2020-01-01T00:00:00.000001Z","series":{"count":2,"lastObservedTime":"2020-01-01T00:00:01.000000Z"},)"
     R"("reportingController":"c","reportingInstance":"i","action":"a","reason":"r","regarding":{"kind":"Pod","name":"p"},"note":"n","type":"Normal",)"
     R"("deprecatedSource":{"component":"k","host":"h"},"deprecatedFirstTimestamp":"2020-01-01T00:00:00Z",)"
     R"("deprecatedLastTimestamp":"2020-01-02T00:00:00Z","deprecatedCount":3})",
     R"({"metadata":{"name":"e"},"involvedObject":{"kind":"Pod","name":"p"},"reason":"r","message":"n","source":{"component":"k","host":"h"},)"
     R"("firstTimestamp":"2020-01-01T00:00:00Z","lastTimestamp":"2020-01-02T00:00:00Z","count":3,"type":"Normal",)"
     R"("eventTime":"2020-01-01T00:00:00.000001Z","series":{"count":2,"lastObservedTime":"2020-01-01T00:00:01.000000Z"},"action":"a",)"
     R"("reportingComponent":"c","reportingInstance":"i"})"},
    {"policy", admissionregistration::kMutatingAdmissionPolicy,
     R"({"metadata":{"name":"p"},"spec":{"paramKind":{"apiVersion":"v1","kind":"ConfigMap"},"mutations":[{"patchType":"JSONPatch","jsonPatch":{"expression":"[]"}}],)"
     R"("failurePolicy":"Fail","reinvocationPolicy":"Never"}})",
     R"({"metadata":{"name":"p"},"spec":{"paramKind":{"apiVersion":"v1","kind":"ConfigMap"},"mutations":[{"patchType":"JSONPatch","jsonPatch":{"expression":"[]"}}],)"
     R"("failurePolicy":"Fail","reinvocationPolicy":"Never"}})"},
    {"definition whose versions are alike", apiextensions::kCustomResourceDefinition,
     R"({"metadata":{"name":"d"},"spec":{"group":"g","names":{"plural":"ps","kind":"K"},"scope":"Namespaced","versions":[)"
     R"({"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"a":{"type":"string"}}}},)"
     R"("additionalPrinterColumns":[{"name":"A","type":"string","jsonPath":".a"}]},)"
     R"({"name":"v2","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object","properties":{"a":{"type":"string"}}}},)"
     R"("additionalPrinterColumns":[{"name":"A","type":"string","jsonPath":".a"}]}],)"
     R"("conversion":{"strategy":"Webhook","webhook":{"clientConfig":{"url":"https://example.com"},"conversionReviewVersions":["v1"]}}},)"
     R"("status":{"conditions":null,"acceptedNames":{"plural":"","kind":""},"storedVersions":null}})",
     R"({"metadata":{"name":"d"},"spec":{"group":"g","version":"v1","names":{"plural":"ps","kind":"K"},"scope":"Namespaced",)"
     R"("validation":{"openAPIV3Schema":{"type":"object","properties":{"a":{"type":"string"}}}},)"
     R"("versions":[{"name":"v1","served":true,"storage":true},{"name":"v2","served":true,"storage":false}],)"
     R"("additionalPrinterColumns":[{"name":"A","type":"string","JSONPath":".a"}],)"
     R"("conversion":{"strategy":"Webhook","webhookClientConfig":{"url":"https://example.com"},"conversionReviewVersions":["v1"]},)"
     R"("preserveUnknownFields":false},"status":{"conditions":null,"acceptedNames":{"plural":"","kind":""},"storedVersions":null}})"},
    {"definition whose versions differ", apiextensions::kCustomResourceDefinition,
     R"({"metadata":{"name":"d"},"spec":{"group":"g","names":{"plural":"ps","kind":"K"},"scope":"Cluster","versions":[)"
     R"({"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}},"subresources":{"status":{}}},)"
     R"({"name":"v2","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object"}}}],"preserveUnknownFields":true},)"
     R"("status":{"conditions":null,"acceptedNames":{"plural":"","kind":""},"storedVersions":null}})",
     R"({"metadata":{"name":"d"},"spec":{"group":"g","version":"v1","names":{"plural":"ps","kind":"K"},"scope":"Cluster",)"
     R"("validation":{"openAPIV3Schema":{"type":"object"}},)"
     R"("versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{}}},{"name":"v2","served":true,"storage":false}],)"
     R"("preserveUnknownFields":true},"status":{"conditions":null,"acceptedNames":{"plural":"","kind":""},"storedVersions":null}})"},
    {"autoscaler on CPU", autoscaling::kHorizontalPodAutoscalerV1,
     R"({"metadata":{"name":"h"},"spec":{"scaleTargetRef":{"kind":"Deployment","name":"web"},"minReplicas":1,"maxReplicas":3,)"
     R"("targetCPUUtilizationPercentage":50},"status":{"currentReplicas":2,"desiredReplicas":2}})",
     R"({"metadata":{"name":"h"},"spec":{"scaleTargetRef":{"kind":"Deployment","name":"web"},"minReplicas":1,"maxReplicas":3,)"
     R"("metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":50}}}]},)"
     R"("status":{"currentReplicas":2,"desiredReplicas":2,"currentMetrics":null}})"},
};

TEST(ConvertTest, StoresAndServes) {
  for (const Case& c : kCases) {
    object::Document document = object_from(c.kind, c.served);
    ASSERT_TRUE(c.kind.to_storage(document)) << c.name;
    EXPECT_EQ(json_of(document), c.stored) << c.name;
    ASSERT_TRUE(c.kind.from_storage(document)) << c.name;
    EXPECT_EQ(json_of(document), c.served) << c.name;
  }
}

TEST(ConvertTest, AnAutoscalerWithoutMetricsGetsOne) {
  object::Document document = object_from(autoscaling::kHorizontalPodAutoscalerV1, R"({"spec":{"maxReplicas":3}})");
  ASSERT_TRUE(autoscaling::kHorizontalPodAutoscalerV1.to_storage(document));
  EXPECT_THAT(json_of(document), testing::HasSubstr(R"("target":{"type":"Utilization","averageUtilization":80})"));
}

TEST(ConvertTest, AnAutoscalersMetricsLiveInAnnotations) {
  constexpr std::string_view kV2 =
      R"({"metadata":{"name":"h","annotations":{"mine":"kept"}},"spec":{"scaleTargetRef":{"kind":"Deployment","name":"web"},"maxReplicas":3,"metrics":[)"
      R"({"type":"Object","object":{"describedObject":{"kind":"Service","name":"s"},"target":{"type":"Value","value":"10"},"metric":{"name":"rps"}}},)"
      R"({"type":"Pods","pods":{"metric":{"name":"q","selector":{"matchLabels":{"a":"b"}}},"target":{"type":"AverageValue","averageValue":"5"}}},)"
      R"({"type":"External","external":{"metric":{"name":"x"},"target":{"type":"AverageValue","averageValue":"2"}}},)"
      R"({"type":"ContainerResource","containerResource":{"name":"memory","target":{"type":"Utilization","averageUtilization":70},"container":"c"}},)"
      R"({"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":60}}}],)"
      R"("behavior":{"scaleDown":{"stabilizationWindowSeconds":60,"selectPolicy":"Min","policies":[{"type":"Pods","value":4,"periodSeconds":15}]}}},)"
      R"("status":{"currentReplicas":2,"desiredReplicas":2,"currentMetrics":[)"
      R"({"type":"Resource","resource":{"name":"cpu","current":{"averageValue":"100m","averageUtilization":40}}}],)"
      R"("conditions":[{"type":"AbleToScale","status":"True","lastTransitionTime":"2020-01-01T00:00:00Z"}]}})";
  const api::Kind& v1 = autoscaling::kHorizontalPodAutoscalerV1;
  object::Document document = object_from(autoscaling::kHorizontalPodAutoscaler, kV2);
  ASSERT_TRUE(v1.from_storage(document));
  EXPECT_EQ(
      json_of(document),
      R"({"metadata":{"name":"h","annotations":{"autoscaling.alpha.kubernetes.io/behavior":)"
      R"("{\"ScaleUp\":null,\"ScaleDown\":{\"StabilizationWindowSeconds\":60,\"SelectPolicy\":\"Min\",)"
      R"(\"Policies\":[{\"Type\":\"Pods\",\"Value\":4,\"PeriodSeconds\":15}],\"Tolerance\":null}}",)"
      R"("autoscaling.alpha.kubernetes.io/conditions":)"
      R"("[{\"type\":\"AbleToScale\",\"status\":\"True\",\"lastTransitionTime\":\"2020-01-01T00:00:00Z\"}]",)"
      R"("autoscaling.alpha.kubernetes.io/current-metrics":)"
      R"("[{\"type\":\"Resource\",\"resource\":{\"name\":\"cpu\",\"currentAverageUtilization\":40,\"currentAverageValue\":\"100m\"}}]",)"
      R"("autoscaling.alpha.kubernetes.io/metrics":)"
      R"("[{\"type\":\"Object\",\"object\":{\"target\":{\"kind\":\"Service\",\"name\":\"s\"},\"metricName\":\"rps\",\"targetValue\":\"10\"}},)"
      R"({\"type\":\"Pods\",\"pods\":{\"metricName\":\"q\",\"targetAverageValue\":\"5\",\"selector\":{\"matchLabels\":{\"a\":\"b\"}}}},)"
      R"({\"type\":\"External\",\"external\":{\"metricName\":\"x\",\"targetAverageValue\":\"2\"}},)"
      R"({\"type\":\"ContainerResource\",\"containerResource\":{\"name\":\"memory\",\"targetAverageUtilization\":70,\"container\":\"c\"}}]",)"
      R"("mine":"kept"}},"spec":{"scaleTargetRef":{"kind":"Deployment","name":"web"},"maxReplicas":3,"targetCPUUtilizationPercentage":60},)"
      R"("status":{"currentReplicas":2,"desiredReplicas":2,"currentCPUUtilizationPercentage":40}})");
  ASSERT_TRUE(v1.to_storage(document));
  EXPECT_EQ(json_of(document), kV2);
}

TEST(ConvertTest, BrokenAnnotationsOfAnAutoscalerAreIgnored) {
  object::Document document = object_from(
      autoscaling::kHorizontalPodAutoscalerV1,
      R"({"metadata":{"annotations":{"autoscaling.alpha.kubernetes.io/metrics":"{","autoscaling.alpha.kubernetes.io/behavior":"[]",)"
      R"("autoscaling.alpha.kubernetes.io/conditions":"x"}},"spec":{"maxReplicas":3,"targetCPUUtilizationPercentage":50}})");
  ASSERT_TRUE(autoscaling::kHorizontalPodAutoscalerV1.to_storage(document));
  EXPECT_EQ(json_of(document),
            R"({"metadata":{},"spec":{"scaleTargetRef":{"kind":"","name":""},"maxReplicas":3,)"
            R"("metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":50}}}]},)"
            R"("status":{"desiredReplicas":0,"currentMetrics":null}})");
}

TEST(ConvertTest, ADefinitionFromBeforeVersionsWereAListHasOne) {
  const schema::Type* type = schema::find_builtin_kind("apiextensions.k8s.io", "v1beta1", "CustomResourceDefinition");
  auto decoded = object::decode_json(
      *type, Bytes::copy(R"({"spec":{"group":"g","version":"v1","validation":{"openAPIV3Schema":{"type":"object"}},"scope":"Cluster"}})"));
  ASSERT_TRUE(decoded);
  ASSERT_TRUE(apiextensions::kCustomResourceDefinition.from_storage(decoded->document));
  EXPECT_THAT(
      json_of(decoded->document),
      testing::AllOf(
          testing::HasSubstr(R"("versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}}])"),
          testing::HasSubstr(R"("preserveUnknownFields":true)")));
}

}  // namespace
}  // namespace pintle::groups

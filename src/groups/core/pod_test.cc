// Proves the life of a Pod: what it is made of when it is created, what may change in it, and what its status may say.
#include <gmock/gmock.h>

#include "groups/core/core.h"
#include "groups/core/pod_qos.h"
#include "groups/core/pod_rules.h"
#include "groups/rule_fixture.h"

namespace pintle::core {
namespace {

using groups::json_of;
using groups::object_from;

const api::Subresource& subresource(std::string_view name) { return *std::ranges::find(kPod.subresources, name, &api::Subresource::name); }

std::string with_spec(std::string_view spec) { return R"({"metadata":{"name":"p","namespace":"n"},"spec":)" + std::string(spec) + "}"; }

TEST(PodQosTest, FollowsRequestsAndLimits) {
  struct Case {
    std::string_view name;
    std::string_view spec;
    std::string_view qos;
  };
  const Case cases[] = {
      {"nothing asked", R"({"containers":[{"name":"a"}]})", "BestEffort"},
      {"zero is nothing", R"({"containers":[{"name":"a","resources":{"requests":{"cpu":"0"}}}]})", "BestEffort"},
      {"another resource", R"({"containers":[{"name":"a","resources":{"requests":{"example.com/x":"1"}}}]})", "BestEffort"},
      {"a request", R"({"containers":[{"name":"a","resources":{"requests":{"cpu":"1"}}}]})", "Burstable"},
      {"limits are requests",
       R"({"containers":[{"name":"a","resources":{"limits":{"cpu":"1","memory":"1Gi"},"requests":{"cpu":"1000m","memory":"1Gi"}}}]})",
       "Guaranteed"},
      {"one container is without",
       R"({"containers":[{"name":"a","resources":{"limits":{"cpu":"1","memory":"1"},"requests":{"cpu":"1","memory":"1"}}},{"name":"b"}]})",
       "Burstable"},
      {"the Pod as a whole",
       R"({"resources":{"limits":{"cpu":"1","memory":"1"},"requests":{"cpu":"1","memory":"1"}},"containers":[{"name":"a"}]})",
       "Guaranteed"},
  };
  for (const Case& c : cases) {
    const object::Document pod = object_from(kPod, with_spec(c.spec));
    EXPECT_EQ(compute_pod_qos(v1::Pod(&pod.root()).spec()), c.qos) << c.name;
  }
}

TEST(PodTest, BeginsPendingAndHeldByItsGates) {
  object::Document pod = object_from(kPod, R"({"spec":{"schedulingGates":[{"name":"g"}]},"status":{"phase":"Running"}})");
  kPod.prepare_create(pod, {.now_seconds = 1'577'836'800});
  EXPECT_THAT(json_of(pod), testing::HasSubstr(R"("status":{"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False")"
                                               R"(,"lastProbeTime":null,"lastTransitionTime":"2020-01-01T00:00:00Z",)"
                                               R"("reason":"SchedulingGated","message":"Scheduling is blocked due to non-empty scheduling )"
                                               R"(gates"}],"qosClass":"BestEffort"})"));
}

TEST(PodTest, PutsItsOwnLabelsIntoSelectors) {
  object::Document pod = object_from(kPod, R"({"metadata":{"labels":{"v":"1"}},"spec":{"topologySpreadConstraints":[
    {"matchLabelKeys":["v","other"],"labelSelector":{}},{"matchLabelKeys":["v"]}],
    "affinity":{"podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"mismatchLabelKeys":["v"],"labelSelector":{}}]}}}})");
  kPod.prepare_create(pod, {});
  const std::string json = json_of(pod);
  EXPECT_THAT(json, testing::HasSubstr(R"("labelSelector":{"matchExpressions":[{"key":"v","operator":"In","values":["1"]}]})"));
  EXPECT_THAT(json, testing::HasSubstr(R"("labelSelector":{"matchExpressions":[{"key":"v","operator":"NotIn","values":["1"]}]})"));
}

TEST(PodTest, TakesAppArmorAnnotationsAsFields) {
  object::Document pod = object_from(kPod, R"({"metadata":{"annotations":{"container.apparmor.security.beta.kubernetes.io/a":"localhost/x",
    "container.apparmor.security.beta.kubernetes.io/b":"nonsense"}},"spec":{"containers":[{"name":"a"},{"name":"b"}]}})");
  std::vector<std::string> warnings;
  kPod.prepare_create(pod, {.warnings = &warnings});
  EXPECT_THAT(json_of(pod), testing::HasSubstr(R"("appArmorProfile":{"type":"Localhost","localhostProfile":"x"})"));
  EXPECT_THAT(warnings, testing::SizeIs(2));
}

TEST(PodTest, PodIpsAreOne) {
  struct Case {
    std::string_view status;
    std::string_view wanted;
  };
  const Case cases[] = {
      {R"({"podIP":"10.0.0.1"})", R"("podIP":"10.0.0.1","podIPs":[{"ip":"10.0.0.1"}])"},
      {R"({"podIPs":[{"ip":"10.0.0.1"},{"ip":"fd00::1"}]})", R"("podIP":"10.0.0.1","podIPs":[{"ip":"10.0.0.1"},{"ip":"fd00::1"}])"},
      {R"({"podIP":"10.0.0.2","podIPs":[{"ip":"10.0.0.1"}]})", R"("podIP":"10.0.0.2","podIPs":[{"ip":"10.0.0.2"}])"},
  };
  for (const Case& c : cases) {
    object::Document pod = object_from(kPod, R"({"spec":{},"status":)" + std::string(c.status) + "}");
    kPod.set_defaults(pod);
    EXPECT_THAT(json_of(pod), testing::HasSubstr(c.wanted));
  }
}

TEST(PodTest, OnlyEphemeralContainersChangeThroughTheirSubresource) {
  const object::Document old = object_from(kPod, with_spec(R"({"containers":[{"name":"a","image":"i"}]})"));
  object::Document pod =
      object_from(kPod, with_spec(R"({"hostname":"h","containers":[{"name":"a","image":"j"}],"ephemeralContainers":[{"name":"d"}]})"));
  subresource("ephemeralcontainers").prepare_update(pod, old.root(), {});
  EXPECT_THAT(json_of(pod), testing::HasSubstr(R"("spec":{"containers":[{"name":"a","image":"i","resources":{}}],)"
                                               R"("ephemeralContainers":[{"name":"d","resources":{}}]})"));
}

TEST(PodTest, OnlyResourcesChangeThroughAResize) {
  const object::Document old = object_from(kPod, with_spec(R"({"containers":[{"name":"a","image":"i"}]})"));
  object::Document pod =
      object_from(kPod, with_spec(R"({"hostname":"h","containers":[{"name":"a","image":"j","resources":{"requests":{"cpu":"1"}}}]})"));
  subresource("resize").prepare_update(pod, old.root(), {});
  EXPECT_THAT(json_of(pod), testing::HasSubstr(R"("spec":{"containers":[{"name":"a","image":"i","resources":{"requests":{"cpu":"1"}}}]})"));
}

TEST(PodTest, AStatusKeepsWhatItDoesNotKnow) {
  const object::Document old = object_from(
      kPod, R"({"status":{"observedGeneration":3,"qosClass":"Burstable","conditions":[{"type":"Ready","observedGeneration":2}]}})");
  object::Document pod = object_from(
      kPod,
      R"({"status":{"conditions":[{"type":"Ready"}],"containerStatuses":[{"name":"a","volumeMounts":[{"name":"v","volumeStatus":{}}]}]}})");
  subresource("status").prepare_update(pod, old.root(), {});
  const v1::PodStatus status = v1::Pod(&pod.root()).status();
  EXPECT_EQ(status.observed_generation(), 3);
  EXPECT_EQ(status.qos_class(), "Burstable");
  EXPECT_EQ(status.conditions()[0].observed_generation(), 2);
  EXPECT_FALSE(status.container_statuses()[0].volume_mounts()[0].volume_status());
}

TEST(PodStatusTest, AContainerThatEndedStaysEnded) {
  struct Case {
    std::string_view name;
    std::string_view spec;
    bool may_run_again;
  };
  const Case cases[] = {
      {"always", R"({"restartPolicy":"Always","containers":[{"name":"a"}]})", true},
      {"never", R"({"restartPolicy":"Never","containers":[{"name":"a"}]})", false},
      {"on failure, after one", R"({"restartPolicy":"OnFailure","containers":[{"name":"a"}]})", true},
      {"its own policy", R"({"restartPolicy":"Never","containers":[{"name":"a","restartPolicy":"Always"}]})", true},
      {"a rule of its own",
       R"({"restartPolicy":"Never","containers":[{"name":"a","restartPolicy":"Never","restartPolicyRules":[)"
       R"({"action":"Restart","exitCodes":{"operator":"In","values":[7]}}]}]})",
       true},
      {"unknown", R"({"restartPolicy":"Always","containers":[{"name":"b"}]})", false},
  };
  for (const Case& c : cases) {
    const auto pod = [&](std::string_view state) {
      return R"({"metadata":{"name":"p","namespace":"n","resourceVersion":"1"},"spec":)" + std::string(c.spec) +
             R"(,"status":{"containerStatuses":[{"name":"a","state":)" + std::string(state) + "}]}}";
    };
    const std::string errors = groups::validate_update(subresource("status").validate_update, kPod, pod(R"({"running":{}})"),
                                                       pod(R"({"terminated":{"exitCode":7}})"));
    EXPECT_EQ(errors,
              c.may_run_again ? "" : "status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state")
        << c.name;
  }
}

}  // namespace
}  // namespace pintle::core

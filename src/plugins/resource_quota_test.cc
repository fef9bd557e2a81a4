// Proves what each resource uses of its namespace's quotas, which scopes they have, and with which words a write is refused.
#include <gtest/gtest.h>

#include "plugins/plugin_fixture.h"

namespace pintle::plugins {
namespace {

using admission::Operation;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ResourceQuotaTest : public testing::Test {
 protected:
  // `spec` beside hard; hard and used are those of the status.
  void add_quota(std::string_view name, std::string_view spec, std::string_view hard, std::string_view used) {
    cluster_.add("", "v1", "ResourceQuota",
                 R"({"metadata":{"name":")" + std::string(name) + R"(","namespace":"ns"},"spec":{)" + std::string(spec) +
                     R"(},"status":{"hard":)" + std::string(hard) + R"(,"used":)" + std::string(used) + "}}");
  }
  Outcome create(std::string_view kind, std::string_view resource, std::string_view spec, std::string_view more = "") {
    const std::string json = R"({"metadata":{"name":"x","namespace":"ns"},"spec":)" + std::string(spec) + std::string(more) + "}";
    return run(*resource_quota(cluster_.parts()), {.kind = kind, .resource = resource, .object = json});
  }
  Outcome create_pod(std::string_view spec) { return create("Pod", "pods", spec); }
  Cluster cluster_;
};

TEST_F(ResourceQuotaTest, ChargesAndRefuses) {
  struct Case {
    std::string_view kind, resource, spec, hard, used, why;
  };
  constexpr std::string_view kPod =
      R"({"containers":[{"name":"c","resources":{"requests":{"cpu":"600m","example.com/gpu":"2"},"limits":{"memory":"1Gi"}}}]})";
  constexpr std::string_view kClaim = R"({"storageClassName":"gold","resources":{"requests":{"storage":"1500m"}}})";
  const Case cases[] = {
      {"Pod", "pods", kPod, R"({"pods":"2"})", R"({"pods":"1"})", ""},
      {"Pod", "pods", kPod, R"({"pods":"2"})", R"({"pods":"2"})", "exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2"},
      {"Pod", "pods", kPod, R"({"requests.cpu":"1","limits.memory":"1Gi"})", R"({"requests.cpu":"600m","limits.memory":"1"})",
       "exceeded quota: q, requested: limits.memory=1Gi,requests.cpu=600m, used: limits.memory=1,requests.cpu=600m, limited: "
       "limits.memory=1Gi,requests.cpu=1"},
      {"Pod", "pods", kPod, R"({"requests.example.com/gpu":"1"})", R"({"requests.example.com/gpu":"0"})",
       "exceeded quota: q, requested: requests.example.com/gpu=2, used: requests.example.com/gpu=0, limited: requests.example.com/gpu=1"},
      {"Pod", "pods", R"({"containers":[{"name":"c"},{"name":"b"}]})", R"({"requests.cpu":"1","limits.memory":"1"})", "{}",
       "failed quota: q: must specify limits.memory for: b,c; requests.cpu for: b,c"},
      {"Pod", "pods", kPod, R"({"pods":"1","requests.cpu":"1","secrets":"1"})", R"({"pods":"0"})",
       "status unknown for quota: q, resources: pods,requests.cpu"},
      {"Pod", "pods", kPod, R"({"secrets":"0"})", R"({"secrets":"0"})", ""},
      {"Service", "services", R"({"type":"LoadBalancer","ports":[{"port":1},{"port":2}]})",
       R"({"services.loadbalancers":"0","services.nodeports":"1"})", R"({"services.loadbalancers":"0","services.nodeports":"0"})",
       "exceeded quota: q, requested: services.loadbalancers=1,services.nodeports=2, used: services.loadbalancers=0,services.nodeports=0, "
       "limited: services.loadbalancers=0,services.nodeports=1"},
      {"Service", "services", R"({"type":"LoadBalancer","allocateLoadBalancerNodePorts":false,"ports":[{"port":1}]})",
       R"({"services.nodeports":"0"})", R"({"services.nodeports":"0"})", ""},
      {"PersistentVolumeClaim", "persistentvolumeclaims", kClaim, R"({"requests.storage":"1"})", R"({"requests.storage":"0"})",
       "exceeded quota: q, requested: requests.storage=2, used: requests.storage=0, limited: requests.storage=1"},
      {"PersistentVolumeClaim", "persistentvolumeclaims", kClaim, R"({"gold.storageclass.storage.k8s.io/persistentvolumeclaims":"0"})",
       R"({"gold.storageclass.storage.k8s.io/persistentvolumeclaims":"0"})",
       "exceeded quota: q, requested: gold.storageclass.storage.k8s.io/persistentvolumeclaims=1, used: "
       "gold.storageclass.storage.k8s.io/persistentvolumeclaims=0, limited: gold.storageclass.storage.k8s.io/persistentvolumeclaims=0"},
      {"ReplicationController", "replicationcontrollers", "{}", R"({"replicationcontrollers":"1","count/replicationcontrollers":"0"})",
       R"({"replicationcontrollers":"1","count/replicationcontrollers":"0"})",
       "exceeded quota: q, requested: count/replicationcontrollers=1,replicationcontrollers=1, used: "
       "count/replicationcontrollers=0,replicationcontrollers=1, limited: count/replicationcontrollers=0,replicationcontrollers=1"},
  };
  for (const Case& c : cases) {
    cluster_ = {};
    add_quota("q", "", c.hard, c.used);
    EXPECT_EQ(create(c.kind, c.resource, c.spec).error,
              c.why.empty() ? "" : std::string(c.resource) + " \"x\" is forbidden: " + std::string(c.why));
  }
}

TEST_F(ResourceQuotaTest, WritesWhatIsUsed) {
  add_quota("a", "", R"({"pods":"5","cpu":"3"})", R"({"pods":"1","cpu":"250m"})");
  add_quota("b", "", R"({"secrets":"5"})", R"({"secrets":"1"})");
  cluster_.lost_races = 2;
  EXPECT_EQ(create_pod(R"({"containers":[{"name":"c","resources":{"requests":{"cpu":"1"}}}]})").error, "");
  EXPECT_THAT(cluster_.written, ElementsAre(HasSubstr(R"("status":{"hard":{"cpu":"3","pods":"5"},"used":{"cpu":"1250m","pods":"2"}})")));
}

TEST_F(ResourceQuotaTest, ChargesNothingForADryRun) {
  add_quota("q", "", R"({"pods":"1"})", R"({"pods":"0"})");
  const Outcome outcome =
      run(*resource_quota(cluster_.parts()),
          {.kind = "Pod", .resource = "pods", .object = R"({"metadata":{"name":"x","namespace":"ns"}})", .dry_run = true});
  EXPECT_EQ(outcome.code, 200);
  EXPECT_THAT(cluster_.written, IsEmpty());
}

TEST_F(ResourceQuotaTest, AppliesToItsScopes) {
  struct Case {
    std::string_view scopes;
    std::string_view spec;
    bool applies;
  };
  constexpr std::string_view kPlain = R"({"containers":[{"name":"c"}]})";
  constexpr std::string_view kBurstable = R"({"containers":[{"name":"c","resources":{"requests":{"cpu":"1"}}}]})";
  constexpr std::string_view kDeadline = R"({"activeDeadlineSeconds":5})";
  constexpr std::string_view kHigh = R"({"priorityClassName":"high"})";
  constexpr std::string_view kAcross =
      R"({"affinity":{"podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"t","namespaces":["o"]}]}}})";
  constexpr std::string_view kOfHigh =
      R"("scopeSelector":{"matchExpressions":[{"scopeName":"PriorityClass","operator":"In","values":["high"]}]})";
  constexpr std::string_view kNotOfHigh =
      R"("scopeSelector":{"matchExpressions":[{"scopeName":"PriorityClass","operator":"NotIn","values":["high"]}]})";
  const Case cases[] = {
      {R"("scopes":["BestEffort"])", kPlain, true},
      {R"("scopes":["BestEffort"])", kBurstable, false},
      {R"("scopes":["NotBestEffort"])", kBurstable, true},
      {R"("scopes":["Terminating"])", kDeadline, true},
      {R"("scopes":["NotTerminating"])", kDeadline, false},
      {R"("scopes":["Terminating","NotBestEffort"])", kDeadline, false},
      {R"("scopes":["PriorityClass"])", kHigh, true},
      {R"("scopes":["PriorityClass"])", kPlain, false},
      {R"("scopes":["CrossNamespacePodAffinity"])", kAcross, true},
      {R"("scopes":["CrossNamespacePodAffinity"])", kPlain, false},
      {kOfHigh, kHigh, true},
      {kOfHigh, kPlain, false},
      {kNotOfHigh, kPlain, true},
      {kNotOfHigh, kHigh, false},
  };
  for (const Case& c : cases) {
    cluster_ = {};
    add_quota("q", c.scopes, R"({"pods":"0"})", R"({"pods":"0"})");
    EXPECT_EQ(create_pod(c.spec).code, c.applies ? 403 : 200) << c.scopes << c.spec;
  }
}

TEST_F(ResourceQuotaTest, ChargesAnUpdateForWhatItAdds) {
  add_quota("q", "", R"({"services":"1","services.nodeports":"1"})", R"({"services":"1","services.nodeports":"0"})");
  const auto updated = [&](std::string_view old_type, std::string_view ports) {
    const std::string head = R"({"metadata":{"name":"x","namespace":"ns"},"spec":{"ports":)" + std::string(ports) + R"(,"type":")";
    return run(*resource_quota(cluster_.parts()), {.operation = Operation::kUpdate,
                                                   .kind = "Service",
                                                   .resource = "services",
                                                   .object = head + "NodePort\"}}",
                                                   .old = head + std::string(old_type) + "\"}}"})
        .code;
  };
  EXPECT_EQ(updated("ClusterIP", R"([{"port":1}])"), 200);
  EXPECT_EQ(updated("ClusterIP", R"([{"port":1},{"port":2}])"), 403);
  EXPECT_EQ(updated("NodePort", R"([{"port":1},{"port":2}])"), 200) << "it has them already";
}

TEST_F(ResourceQuotaTest, CountsDevicesByClass) {
  cluster_.add("resource.k8s.io", "v1", "DeviceClass", R"({"metadata":{"name":"gpu"},"spec":{"extendedResourceName":"example.com/gpu"}})");
  add_quota("q", "",
            R"({"gpu.deviceclass.resource.k8s.io/devices":"9","requests.example.com/gpu":"9","count/resourceclaims.resource.k8s.io":"9"})",
            R"({"gpu.deviceclass.resource.k8s.io/devices":"0","requests.example.com/gpu":"0","count/resourceclaims.resource.k8s.io":"0"})");
  const Outcome outcome =
      run(*resource_quota(cluster_.parts()), {.group = "resource.k8s.io",
                                              .kind = "ResourceClaim",
                                              .resource = "resourceclaims",
                                              .object = R"({"metadata":{"name":"x","namespace":"ns"},"spec":{"devices":{"requests":[
                {"name":"a","exactly":{"deviceClassName":"gpu","allocationMode":"ExactCount","count":2}},
                {"name":"b","firstAvailable":[{"name":"s","deviceClassName":"gpu","allocationMode":"ExactCount","count":1},
                                              {"name":"t","deviceClassName":"gpu","allocationMode":"ExactCount","count":3}]}]}}})"});
  EXPECT_EQ(outcome.error, "");
  EXPECT_THAT(cluster_.written, ElementsAre(HasSubstr(R"("used":{"count/resourceclaims.resource.k8s.io":"1",)"
                                                      R"("gpu.deviceclass.resource.k8s.io/devices":"5","requests.example.com/gpu":"5"})")));
}

}  // namespace
}  // namespace pintle::plugins

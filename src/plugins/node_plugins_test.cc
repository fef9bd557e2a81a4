// Proves what runtime classes and nodes give to Pods, that new Nodes are tainted, and to what a Pod may be resized.
#include <gtest/gtest.h>

#include "plugins/plugin_fixture.h"

namespace pintle::plugins {
namespace {

using admission::Operation;
using testing::HasSubstr;

class RuntimeClassTest : public testing::Test {
 protected:
  RuntimeClassTest() {
    cluster_.add("node.k8s.io", "v1", "RuntimeClass",
                 R"({"metadata":{"name":"heavy"},"handler":"h","overhead":{"podFixed":{"cpu":"100m"}},
                     "scheduling":{"nodeSelector":{"zone":"a"},"tolerations":[{"key":"k","operator":"Exists"}]}})");
    cluster_.add("node.k8s.io", "v1", "RuntimeClass", R"({"metadata":{"name":"light"},"handler":"h"})");
  }
  Outcome create(std::string_view spec) {
    const std::string json = R"({"metadata":{"name":"p"},"spec":)" + std::string(spec) + "}";
    return run(*runtime_class(cluster_.parts()), {.kind = "Pod", .resource = "pods", .object = json});
  }
  Cluster cluster_;
};

TEST_F(RuntimeClassTest, GivesOverheadAndScheduling) {
  const std::string pod =
      create(R"({"runtimeClassName":"heavy","nodeSelector":{"disk":"ssd"},"tolerations":[{"key":"k","operator":"Equal","value":"v"}]})")
          .object;
  EXPECT_THAT(pod, HasSubstr(R"("overhead":{"cpu":"100m"})"));
  EXPECT_THAT(pod, HasSubstr(R"("nodeSelector":{"disk":"ssd","zone":"a"})"));
  EXPECT_THAT(pod, HasSubstr(R"("tolerations":[{"key":"k","operator":"Exists"}])")) << "the narrower one is covered";
}

TEST_F(RuntimeClassTest, Refuses) {
  struct Case {
    std::string_view spec, why;
  };
  const Case cases[] = {
      {R"({"runtimeClassName":"none"})", "pod rejected: RuntimeClass \"none\" not found"},
      {R"({"overhead":{"cpu":"1"}})", "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead"},
      {R"({"runtimeClassName":"light","overhead":{"cpu":"1"}})",
       "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead"},
      {R"({"runtimeClassName":"heavy","overhead":{"cpu":"1"}})",
       "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead"},
      {R"({"runtimeClassName":"heavy","overhead":{"cpu":"0.1"}})", ""},
      {R"({"runtimeClassName":"heavy","nodeSelector":{"zone":"b"}})",
       "conflict: runtimeClass.scheduling.nodeSelector[zone] = a; pod.spec.nodeSelector[zone] = b"},
      {R"({"runtimeClassName":"light"})", ""},
      {"{}", ""},
  };
  for (const Case& c : cases)
    EXPECT_EQ(create(c.spec).error, c.why.empty() ? "" : "pods \"p\" is forbidden: " + std::string(c.why)) << c.spec;
}

TEST(TaintNodesByCondition, TaintsNewNodesOnce) {
  Cluster cluster;
  const PluginPtr plugin = taint_nodes_by_condition(cluster.parts());
  const auto created = [&](std::string_view spec) {
    const std::string json = R"({"metadata":{"name":"n"},"spec":)" + std::string(spec) + "}";
    return run(*plugin, {.kind = "Node", .resource = "nodes", .object = json}).object;
  };
  constexpr std::string_view kTainted = R"("taints":[{"key":"node.kubernetes.io/not-ready","effect":"NoSchedule"}])";
  EXPECT_THAT(created("{}"), HasSubstr(kTainted));
  EXPECT_THAT(created(R"({"taints":[{"key":"node.kubernetes.io/not-ready","effect":"NoSchedule"}]})"), HasSubstr(kTainted));
  EXPECT_THAT(created(R"({"taints":[{"key":"a","effect":"NoExecute"}]})"),
              HasSubstr(R"("taints":[{"key":"a","effect":"NoExecute"},{"key":"node.kubernetes.io/not-ready","effect":"NoSchedule"}])"));
}

TEST(PodTopologyLabels, AreThoseOfTheNode) {
  Cluster cluster;
  cluster.add("", "v1", "Node",
              R"({"metadata":{"name":"n","labels":{"topology.kubernetes.io/zone":"a","topology.kubernetes.io/region":"r","x":"y"}}})");
  const PluginPtr plugin = pod_topology_labels(cluster.parts());
  const std::string labels = R"("labels":{"topology.kubernetes.io/region":"r","topology.kubernetes.io/zone":"a"})";
  EXPECT_THAT(run(*plugin, {.kind = "Pod", .resource = "pods", .object = R"({"metadata":{"name":"p"},"spec":{"nodeName":"n"}})"}).object,
              HasSubstr(labels));
  EXPECT_THAT(run(*plugin, {.kind = "Binding",
                            .resource = "pods",
                            .subresource = "binding",
                            .object = R"({"metadata":{"name":"p"},"target":{"kind":"Node","name":"n"}})"})
                  .object,
              HasSubstr(labels));
  EXPECT_EQ(run(*plugin, {.kind = "Pod", .resource = "pods", .object = R"({"metadata":{"name":"p"},"spec":{"nodeName":"absent"}})"}).code,
            200);
}

TEST(PodResizeValidator, KnowsTheNode) {
  Cluster cluster;
  cluster.add("", "v1", "Node", R"({"metadata":{"name":"linux"},"status":{"allocatable":{"cpu":"2","memory":"1Gi"}}})");
  cluster.add("", "v1", "Node", R"({"metadata":{"name":"windows","labels":{"kubernetes.io/os":"windows"}}})");
  const PluginPtr plugin = pod_resize_validator(cluster.parts());
  struct Case {
    std::string_view node, cpu, why;
  };
  const Case cases[] = {
      {"linux", "2", ""},
      {"linux", "3", "node didn't have enough allocatable resources: cpu, requested: 3000, allocatable: 2000"},
      {"windows", "1", "pod resize is only supported on linux nodes, node \"windows\" is \"windows\""},
      {"absent", "1", "node \"absent\" not found"},
      {"", "9", ""},
  };
  const auto pod = [](const Case& c, int generation) {
    return R"({"metadata":{"name":"p","generation":)" + std::to_string(generation) + R"(},"spec":{"nodeName":")" + std::string(c.node) +
           R"(","containers":[{"name":"c","resources":{"requests":{"cpu":")" + std::string(c.cpu) + "\"}}}]}}";
  };
  for (const Case& c : cases) {
    const Outcome outcome = run(*plugin, {.operation = Operation::kUpdate,
                                          .kind = "Pod",
                                          .resource = "pods",
                                          .subresource = "resize",
                                          .object = pod(c, 2),
                                          .old = pod(c, 1)});
    EXPECT_EQ(outcome.error, c.why.empty() ? "" : "pods \"p\" is forbidden: " + std::string(c.why));
  }
}

TEST(NodeDeclaredFeatureValidator, AsksTheNodeForWhatAnUpdateNeeds) {
  Cluster cluster;
  cluster.add("", "v1", "Node", R"({"metadata":{"name":"new"},"status":{"declaredFeatures":["InPlacePodLevelResourcesVerticalScaling"]}})");
  cluster.add("", "v1", "Node", R"({"metadata":{"name":"old"}})");
  const PluginPtr plugin = node_declared_feature_validator(cluster.parts());
  struct Case {
    std::string_view node, resources, why;
  };
  const Case cases[] = {
      {"new", R"("resources":{"requests":{"cpu":"2"}})", ""},
      {"old", R"("resources":{"requests":{"cpu":"2"}})",
       "pod update requires features InPlacePodLevelResourcesVerticalScaling which are not available on node \"old\""},
      {"old", R"("initContainers":[{"name":"i","resources":{"requests":{"cpu":"2"}}}])",
       "pod update requires features InPlacePodLevelResourcesVerticalScaling, InPlacePodVerticalScalingInitContainers which are not "
       "available on node \"old\""},
      {"old", R"("resources":{"requests":{"cpu":"1"}})", ""},
  };
  const auto pod = [](std::string_view node, int generation, std::string_view resources) {
    return R"({"metadata":{"name":"p","generation":)" + std::to_string(generation) + R"(},"spec":{"nodeName":")" + std::string(node) +
           "\"," + std::string(resources) + "}}";
  };
  for (const Case& c : cases) {
    const std::string object = pod(c.node, 2, c.resources);
    const std::string old = pod(c.node, 1, R"("resources":{"requests":{"cpu":"1"}},"initContainers":[{"name":"i"}])");
    const Outcome outcome =
        run(*plugin,
            {.operation = Operation::kUpdate, .kind = "Pod", .resource = "pods", .subresource = "resize", .object = object, .old = old});
    EXPECT_EQ(outcome.error, c.why.empty() ? "" : "pods \"p\" is forbidden: " + std::string(c.why));
  }
}

}  // namespace
}  // namespace pintle::plugins

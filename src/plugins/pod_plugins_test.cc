// Proves what DefaultTolerationSeconds and Priority make of a Pod and refuse, and that stored objects that are in use are protected.
#include <gtest/gtest.h>

#include "plugins/plugin_fixture.h"

namespace pintle::plugins {
namespace {

using admission::Operation;
using testing::HasSubstr;
using testing::Not;

Asked pod(std::string_view json) { return {.kind = "Pod", .resource = "pods", .object = json}; }

TEST(DefaultTolerationSeconds, AddsWhatIsNotTolerated) {
  struct Case {
    std::string_view tolerations;
    bool adds_not_ready;
    bool adds_unreachable;
  };
  const Case cases[] = {
      {"[]", true, true},
      {R"([{"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute","tolerationSeconds":1}])", false, true},
      {R"([{"key":"node.kubernetes.io/unreachable","operator":"Exists"}])", true, false},
      {R"([{"key":"node.kubernetes.io/unreachable","operator":"Exists","effect":"NoSchedule"}])", true, true},
      {R"([{"operator":"Exists"}])", false, false},
  };
  Cluster cluster;
  const PluginPtr plugin = default_toleration_seconds(cluster.parts());
  for (const Case& c : cases) {
    const std::string json = R"({"metadata":{"name":"p","namespace":"ns"},"spec":{"tolerations":)" + std::string(c.tolerations) + "}}";
    const std::string after = run(*plugin, pod(json)).object;
    const auto added = [](std::string_view taint) {
      return R"({"key":"node.kubernetes.io/)" + std::string(taint) +
             R"(","operator":"Exists","effect":"NoExecute","tolerationSeconds":300})";
    };
    EXPECT_EQ(after.find(added("not-ready")) != std::string::npos, c.adds_not_ready) << after;
    EXPECT_EQ(after.find(added("unreachable")) != std::string::npos, c.adds_unreachable) << after;
  }
}

TEST(Priority, ComesFromTheClass) {
  struct Case {
    std::string_view spec;
    std::string_view wanted;  // in the object
    std::string_view error;
  };
  const Case cases[] = {
      {R"({"priorityClassName":"high"})", R"("priorityClassName":"high","priority":1000,"preemptionPolicy":"Never")", ""},
      {"{}", R"("priorityClassName":"usual","priority":7)", ""},
      {R"({"priorityClassName":"none"})", "", "pods \"p\" is forbidden: no PriorityClass with name none was found"},
      {R"({"priorityClassName":"high","priority":3})", "",
       "pods \"p\" is forbidden: the integer value of priority (3) must not be provided in pod spec; priority admission controller "
       "computed "
       "1000 from the given PriorityClass name"},
      {R"({"priorityClassName":"high","preemptionPolicy":"PreemptLowerPriority"})", "",
       "pods \"p\" is forbidden: the string value of PreemptionPolicy (PreemptLowerPriority) must not be provided in pod spec; priority "
       "admission controller computed Never from the given PriorityClass name"},
  };
  Cluster cluster;
  cluster.add("scheduling.k8s.io", "v1", "PriorityClass", R"({"metadata":{"name":"high"},"value":1000,"preemptionPolicy":"Never"})");
  cluster.add("scheduling.k8s.io", "v1", "PriorityClass", R"({"metadata":{"name":"less-usual"},"value":9,"globalDefault":true})");
  cluster.add("scheduling.k8s.io", "v1", "PriorityClass", R"({"metadata":{"name":"usual"},"value":7,"globalDefault":true})");
  const PluginPtr plugin = priority(cluster.parts());
  for (const Case& c : cases) {
    const std::string json = R"({"metadata":{"name":"p","namespace":"ns"},"spec":)" + std::string(c.spec) + "}";
    const Outcome outcome = run(*plugin, pod(json));
    EXPECT_EQ(outcome.error, c.error);
    if (c.error.empty()) EXPECT_THAT(outcome.object, HasSubstr(c.wanted));
  }
}

TEST(Priority, IsZeroWithoutAnyClass) {
  Cluster cluster;
  const Outcome outcome = run(*priority(cluster.parts()), pod(R"({"metadata":{"name":"p"},"spec":{}})"));
  EXPECT_THAT(outcome.object, HasSubstr(R"("spec":{"containers":null,"priority":0,"preemptionPolicy":"PreemptLowerPriority"})"));
}

TEST(Priority, IsKeptByAnUpdateThatLeavesItOut) {
  Cluster cluster;
  const Outcome outcome = run(*priority(cluster.parts()), {.operation = Operation::kUpdate,
                                                           .kind = "Pod",
                                                           .resource = "pods",
                                                           .object = R"({"metadata":{"name":"p"},"spec":{"preemptionPolicy":"Never"}})",
                                                           .old = R"({"spec":{"priority":5,"preemptionPolicy":"PreemptLowerPriority"}})"});
  EXPECT_THAT(outcome.object, HasSubstr(R"("priority":5,"preemptionPolicy":"Never")"));
}

TEST(Priority, HasOneDefaultClass) {
  Cluster cluster;
  cluster.add("scheduling.k8s.io", "v1", "PriorityClass", R"({"metadata":{"name":"usual"},"value":7,"globalDefault":true})");
  const PluginPtr plugin = priority(cluster.parts());
  const auto written = [&](Operation operation, std::string_view json) {
    return run(*plugin, {.operation = operation,
                         .group = "scheduling.k8s.io",
                         .kind = "PriorityClass",
                         .resource = "priorityclasses",
                         .object = json,
                         .old = R"({"metadata":{"name":"x"}})"})
        .error;
  };
  EXPECT_EQ(
      written(Operation::kCreate, R"({"metadata":{"name":"other"},"globalDefault":true})"),
      "priorityclasses.scheduling.k8s.io \"other\" is forbidden: PriorityClass usual is already marked as default. Only one default can "
      "exist");
  EXPECT_EQ(written(Operation::kUpdate, R"({"metadata":{"name":"usual"},"globalDefault":true})"), "");
  EXPECT_EQ(written(Operation::kCreate, R"({"metadata":{"name":"other"}})"), "");
}

TEST(StorageObjectInUseProtection, AddsAFinalizerOnce) {
  Cluster cluster;
  const PluginPtr plugin = storage_object_in_use_protection(cluster.parts());
  const auto created = [&](std::string_view kind, std::string_view resource, std::string_view json) {
    return run(*plugin, {.kind = kind, .resource = resource, .object = json}).object;
  };
  EXPECT_THAT(created("PersistentVolume", "persistentvolumes", R"({"metadata":{"name":"v"}})"),
              HasSubstr(R"("finalizers":["kubernetes.io/pv-protection"])"));
  EXPECT_THAT(created("PersistentVolumeClaim", "persistentvolumeclaims",
                      R"({"metadata":{"name":"v","finalizers":["kubernetes.io/pvc-protection","a/b"]}})"),
              HasSubstr(R"("finalizers":["kubernetes.io/pvc-protection","a/b"])"));
  EXPECT_THAT(created("Pod", "pods", R"({"metadata":{"name":"v"}})"), Not(HasSubstr("finalizers")));
}

}  // namespace
}  // namespace pintle::plugins

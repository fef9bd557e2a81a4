// Proves what LimitRanger gives to containers, which demands it refuses and with which words.
#include <gtest/gtest.h>

#include "plugins/plugin_fixture.h"

namespace pintle::plugins {
namespace {

using admission::Operation;
using testing::HasSubstr;

class LimitRangerTest : public testing::Test {
 protected:
  void add_range(std::string_view limits) {
    cluster_.add("", "v1", "LimitRange", R"({"metadata":{"name":"r","namespace":"ns"},"spec":{"limits":)" + std::string(limits) + "}}");
  }
  Outcome create_pod(std::string_view spec) {
    const std::string json = R"({"metadata":{"name":"p","namespace":"ns"},"spec":)" + std::string(spec) + "}";
    return run(*limit_ranger(cluster_.parts()), {.kind = "Pod", .resource = "pods", .object = json});
  }
  Cluster cluster_;
};

TEST_F(LimitRangerTest, FillsWhatContainersLeaveOut) {
  add_range(R"([{"type":"Container","default":{"cpu":"500m","memory":"100Mi"},"defaultRequest":{"cpu":"100m"}}])");
  const std::string pod =
      create_pod(R"({"containers":[{"name":"c","resources":{"limits":{"cpu":"1"}}}],"initContainers":[{"name":"i"}]})").object;
  EXPECT_THAT(pod, HasSubstr(R"({"name":"c","resources":{"limits":{"cpu":"1","memory":"100Mi"},"requests":{"cpu":"100m"}}})"));
  EXPECT_THAT(pod, HasSubstr(R"({"name":"i","resources":{"limits":{"cpu":"500m","memory":"100Mi"},"requests":{"cpu":"100m"}}})"));
  EXPECT_THAT(pod, HasSubstr(R"("kubernetes.io/limit-ranger":"LimitRanger plugin set: cpu request for container c; memory limit for )"
                             R"(container c; cpu request for init container i; cpu, memory limit for init container i")"));
}

TEST_F(LimitRangerTest, RefusesWhatIsOutOfRange) {
  add_range(R"([{"type":"Container","min":{"cpu":"100m"},"max":{"cpu":"2"},"maxLimitRequestRatio":{"cpu":"3"}},
                {"type":"Pod","max":{"memory":"1Gi"}}])");
  struct Case {
    std::string_view requests, limits, why;
  };
  const Case cases[] = {
      {R"({"cpu":"1"})", R"({"cpu":"2","memory":"1Gi"})", ""},
      {R"({"cpu":"50m"})", R"({"cpu":"100m","memory":"1"})", "minimum cpu usage per Container is 100m, but request is 50m"},
      {"{}", R"({"cpu":"1","memory":"1"})",
       "[minimum cpu usage per Container is 100m.  No request is specified, cpu max limit to request ratio per Container is 3, but no "
       "request is specified or request is 0]"},
      {R"({"cpu":"2"})", R"({"cpu":"3","memory":"1"})", "maximum cpu usage per Container is 2, but limit is 3"},
      {R"({"cpu":"500m"})", R"({"cpu":"2","memory":"1"})",
       "cpu max limit to request ratio per Container is 3, but provided ratio is 4.000000"},
      {R"({"cpu":"1"})", R"({"cpu":"1"})", "maximum memory usage per Pod is 1Gi.  No limit is specified"},
      {R"({"cpu":"1"})", R"({"cpu":"1","memory":"2Gi"})", "maximum memory usage per Pod is 1Gi, but limit is 2Gi"},
  };
  for (const Case& c : cases) {
    const std::string spec = R"({"containers":[{"name":"c","resources":{"requests":)" + std::string(c.requests) + R"(,"limits":)" +
                             std::string(c.limits) + "}}]}";
    EXPECT_EQ(create_pod(spec).error, c.why.empty() ? "" : "pods \"p\" is forbidden: " + std::string(c.why));
  }
}

TEST_F(LimitRangerTest, CountsInitContainersAsTheyRun) {
  add_range(R"([{"type":"Pod","max":{"cpu":"5"}}])");
  struct Case {
    std::string_view init_containers;
    std::string_view limit;
  };
  const auto container = [](std::string_view cpu, std::string_view more = "") {
    return R"({"name":"i","resources":{"limits":{"cpu":")" + std::string(cpu) + "\"}}" + std::string(more) + "}";
  };
  constexpr std::string_view kGoesOn = R"(,"restartPolicy":"Always")";
  const std::string sequence = container("6") + "," + container("2");
  const std::string beside = container("2", kGoesOn) + "," + container("1");
  const std::string largest = container("3", kGoesOn) + "," + container("4");
  const Case cases[] = {{sequence, "6"}, {beside, "6"}, {largest, "7"}};
  for (const Case& c : cases) {
    const std::string spec =
        R"({"containers":[{"name":"c","resources":{"limits":{"cpu":"4"}}}],"initContainers":[)" + std::string(c.init_containers) + "]}";
    EXPECT_EQ(create_pod(spec).error, "pods \"p\" is forbidden: maximum cpu usage per Pod is 5, but limit is " + std::string(c.limit));
  }
}

TEST_F(LimitRangerTest, LimitsClaims) {
  add_range(R"([{"type":"PersistentVolumeClaim","min":{"storage":"1Gi"},"max":{"storage":"10Gi"}}])");
  struct Case {
    std::string_view size, why;
  };
  const Case cases[] = {{"5Gi", ""},
                        {"1Mi", "minimum storage usage per PersistentVolumeClaim is 1Gi, but request is 1Mi"},
                        {"11Gi", "maximum storage usage per PersistentVolumeClaim is 10Gi, but request is 11Gi"}};
  for (const Case& c : cases) {
    const std::string json =
        R"({"metadata":{"name":"x","namespace":"ns"},"spec":{"resources":{"requests":{"storage":")" + std::string(c.size) + "\"}}}}";
    const Outcome outcome =
        run(*limit_ranger(cluster_.parts()), {.kind = "PersistentVolumeClaim", .resource = "persistentvolumeclaims", .object = json});
    EXPECT_EQ(outcome.error, c.why.empty() ? "" : "persistentvolumeclaims \"x\" is forbidden: " + std::string(c.why));
  }
}

TEST_F(LimitRangerTest, LeavesUpdatesOfPodsAloneButForResize) {
  add_range(R"([{"type":"Container","max":{"cpu":"1"}}])");
  const std::string_view pod = R"({"metadata":{"name":"p","namespace":"ns"},"spec":{"containers":[{"name":"c"}]}})";
  const auto updated = [&](std::string_view subresource) {
    return run(*limit_ranger(cluster_.parts()),
               {.operation = Operation::kUpdate, .kind = "Pod", .resource = "pods", .subresource = subresource, .object = pod, .old = pod})
        .code;
  };
  EXPECT_EQ(updated(""), 200);
  EXPECT_EQ(updated("resize"), 403);
}

}  // namespace
}  // namespace pintle::plugins

// Proves what kubectl shows of a Pod: how many containers are ready, why it is not running, how often it was restarted.
#include <gmock/gmock.h>

#include "groups/core/core.h"
#include "groups/rule_fixture.h"

namespace pintle::core {
namespace {

constexpr int64_t kNow = 1'577'836'800;  // 2020-01-01T00:00:00Z

struct Case {
  std::string_view name;
  std::string_view metadata;
  std::string_view spec;
  std::string_view status;
  std::string_view cells;  // Ready, Status, Restarts
};

TEST(PodRowTest, SumsUpTheContainers) {
  constexpr std::string_view kOne = R"("containers":[{"name":"c","image":"i"}])";
  constexpr std::string_view kInit = R"("initContainers":[{"name":"i"},{"name":"j"}],"containers":[{"name":"c"}])";
  constexpr std::string_view kSidecar = R"("initContainers":[{"name":"s","restartPolicy":"Always"}],"containers":[{"name":"c"}])";
  const Case cases[] = {
      {"new", "", kOne, R"("phase":"Pending")", R"("0/1","Pending","0")"},
      {"running", "", kOne,
       R"("phase":"Running","conditions":[{"type":"Ready","status":"True"}],)"
       R"("containerStatuses":[{"name":"c","ready":true,"restartCount":3,"state":{"running":{}}}])",
       R"("1/1","Running","3")"},
      {"restarted a while ago", "", kOne,
       R"("phase":"Running","containerStatuses":[{"name":"c","ready":true,"restartCount":3,"state":{"running":{}},)"
       R"("lastState":{"terminated":{"exitCode":1,"finishedAt":"2019-12-31T23:55:00Z"}}}])",
       R"_("1/1","Running","3 (5m ago)")_"},
      {"waiting", "", kOne,
       R"("phase":"Running","containerStatuses":[{"name":"c","restartCount":5,"state":{"waiting":{"reason":"CrashLoopBackOff"}}}])",
       R"("0/1","CrashLoopBackOff","5")"},
      {"failed with a reason", "", kOne,
       R"("phase":"Failed","containerStatuses":[{"name":"c","state":{"terminated":{"exitCode":1,"reason":"Error"}}}])",
       R"("0/1","Error","0")"},
      {"failed without", "", kOne, R"("phase":"Failed","containerStatuses":[{"name":"c","state":{"terminated":{"exitCode":2}}}])",
       R"("0/1","ExitCode:2","0")"},
      {"killed", "", kOne, R"("phase":"Failed","containerStatuses":[{"name":"c","state":{"terminated":{"exitCode":0,"signal":9}}}])",
       R"("0/1","Signal:9","0")"},
      {"evicted", "", kOne, R"("phase":"Failed","reason":"Evicted")", R"("0/1","Evicted","0")"},
      {"gated", "", kOne, R"("phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"SchedulingGated"}])",
       R"("0/1","SchedulingGated","0")"},
      {"first of two init containers runs", "", kInit,
       R"("phase":"Pending","initContainerStatuses":[{"name":"i","restartCount":1,"state":{"running":{}}},{"name":"j","state":{"waiting":{"reason":"PodInitializing"}}}])",
       R"("0/1","Init:0/2","1")"},
      {"second init container failed", "", kInit,
       R"("phase":"Pending","initContainerStatuses":[{"name":"i","state":{"terminated":{"exitCode":0}}},{"name":"j","state":{"terminated":{"exitCode":1}}}])",
       R"("0/1","Init:ExitCode:1","0")"},
      {"init containers done", "", kInit,
       R"("phase":"Running","initContainerStatuses":[{"name":"i","restartCount":4,"state":{"terminated":{"exitCode":0}}},{"name":"j","state":{"terminated":{"exitCode":0}}}],)"
       R"("containerStatuses":[{"name":"c","ready":true,"state":{"running":{}}}])",
       R"("1/1","Running","0")"},
      {"a sidecar counts", "", kSidecar,
       R"("phase":"Running","initContainerStatuses":[{"name":"s","ready":true,"started":true,"restartCount":2,"state":{"running":{}}}],)"
       R"("containerStatuses":[{"name":"c","ready":true,"restartCount":1,"state":{"running":{}}}])",
       R"("2/2","Running","3")"},
      {"one of two has completed", "", R"("containers":[{"name":"a"},{"name":"b"}])",
       R"("phase":"Running","containerStatuses":[{"name":"a","state":{"terminated":{"exitCode":0,"reason":"Completed"}}},{"name":"b","ready":true,"state":{"running":{}}}])",
       R"("1/2","NotReady","0")"},
      {"terminating", R"("deletionTimestamp":"2020-01-01T00:00:30Z",)", kOne, R"("phase":"Running")", R"("0/1","Terminating","0")"},
      {"deleted when over", R"("deletionTimestamp":"2020-01-01T00:00:30Z",)", kOne, R"("phase":"Succeeded")", R"("0/1","Succeeded","0")"},
      {"node lost", R"("deletionTimestamp":"2020-01-01T00:00:30Z",)", kOne, R"("phase":"Running","reason":"NodeLost")",
       R"("0/1","Unknown","0")"},
  };
  for (const Case& c : cases) {
    const std::string json = R"({"metadata":{"name":"p",)" + std::string(c.metadata) +
                             R"("creationTimestamp":"2019-12-31T23:00:00Z"},"spec":{)" + std::string(c.spec) + R"(},"status":{)" +
                             std::string(c.status) + "}}";
    EXPECT_EQ(groups::row_of(kPod, json, kNow), R"("p",)" + std::string(c.cells) + R"(,"60m","<none>","<none>","<none>","<none>")")
        << c.name;
  }
}

TEST(PodRowTest, ShowsWhereItRuns) {
  EXPECT_EQ(
      groups::row_of(
          kPod,
          R"({"metadata":{"name":"p"},"spec":{"nodeName":"n1","readinessGates":[{"conditionType":"a"},{"conditionType":"b"}]},)"
          R"("status":{"podIPs":[{"ip":"10.0.0.1"},{"ip":"fd00::1"}],"nominatedNodeName":"n2","conditions":[{"type":"a","status":"True"}]}})",
          kNow),
      R"("p","0/0","","0","<unknown>","10.0.0.1","n1","n2","1/2")");
}

TEST(PodRowTest, TellsThatItHasEnded) {
  const object::Document pod = groups::object_from(kPod, R"({"status":{"phase":"Failed"}})");
  api::Cells cells;
  kPod.row(pod.root(), kNow, cells);
  EXPECT_EQ(cells.conditions_json(), R"([{"type":"Completed","status":"True","reason":"Failed","message":"The pod failed."}])");
}

}  // namespace
}  // namespace pintle::core

// Proves what kinds are given when they are made or changed, beyond what all kinds get: table of hook, object before, object after.
#include <gmock/gmock.h>

#include "groups/apiregistration/apiregistration.h"
#include "groups/core/core.h"
#include "groups/rule_fixture.h"
#include "groups/scheduling/scheduling.h"
#include "groups/storage/storage.h"

namespace pintle::groups {
namespace {

constexpr api::HookContext kContext = {.now_seconds = 1'577'836'800};  // 2020-01-01T00:00:00Z

struct CreateCase {
  std::string_view name;
  const api::Kind& kind;
  std::string_view before;
  std::string_view after;  // a part of the JSON
};

TEST(PrepareTest, Creates) {
  const CreateCase cases[] = {
      {"a priority has a generation", scheduling::kPriorityClass, R"({"metadata":{"name":"p","generation":7},"value":1})",
       R"("generation":1)"},
      {"a volume is pending", core::kPersistentVolume, R"({"metadata":{"name":"v"}})",
       R"("status":{"phase":"Pending","lastPhaseTransitionTime":"2020-01-01T00:00:00Z"})"},
      {"a claim is pending", core::kPersistentVolumeClaim, R"({"metadata":{"name":"c"}})", R"("status":{"phase":"Pending"})"},
      {"a local API is available", apiregistration::kAPIService, R"({"spec":{"group":"g","version":"v1"}})",
       R"("conditions":[{"type":"Available","status":"True","lastTransitionTime":"2020-01-01T00:00:00Z","reason":"Local",)"
       R"("message":"Local APIServices are always available"}])"},
      {"another server's API is not yet", apiregistration::kAPIService, R"({"spec":{"service":{"name":"s","namespace":"n"}}})",
       R"("status":{}})"},
  };
  for (const CreateCase& c : cases) {
    object::Document document = object_from(c.kind, c.before);
    c.kind.prepare_create(document, kContext);
    EXPECT_THAT(json_of(document), testing::HasSubstr(c.after)) << c.name;
  }
}

TEST(PrepareTest, ASecretIsOpaqueByDefault) {
  object::Document plain = object_from(core::kSecret, R"({"metadata":{"name":"s"}})");
  core::kSecret.set_defaults(plain);
  EXPECT_EQ(json_of(plain), R"({"metadata":{"name":"s"},"type":"Opaque"})");
  object::Document typed = object_from(core::kSecret, R"({"metadata":{"name":"s"},"type":"kubernetes.io/tls"})");
  core::kSecret.set_defaults(typed);
  EXPECT_EQ(json_of(typed), R"({"metadata":{"name":"s"},"type":"kubernetes.io/tls"})");
}

TEST(PrepareTest, ADriversGenerationCountsChangesOfSpec) {
  const object::Document old =
      object_from(storage::kCSIDriver, R"({"metadata":{"name":"d","generation":2},"spec":{"podInfoOnMount":true}})");
  object::Document same =
      object_from(storage::kCSIDriver, R"({"metadata":{"name":"d","generation":2,"labels":{"a":"b"}},"spec":{"podInfoOnMount":true}})");
  storage::kCSIDriver.prepare_update(same, old.root(), kContext);
  EXPECT_THAT(json_of(same), testing::HasSubstr(R"("generation":2)"));
  object::Document changed =
      object_from(storage::kCSIDriver, R"({"metadata":{"name":"d","generation":2},"spec":{"podInfoOnMount":false}})");
  storage::kCSIDriver.prepare_update(changed, old.root(), kContext);
  EXPECT_THAT(json_of(changed), testing::HasSubstr(R"("generation":3)"));
}

struct GraceCase {
  std::string_view name;
  std::string_view pod;
  std::optional<int64_t> asked;
  int64_t seconds;
};

TEST(PrepareTest, ARunningPodHasGrace) {
  const GraceCase cases[] = {
      {"its own", R"({"spec":{"nodeName":"n","terminationGracePeriodSeconds":30},"status":{"phase":"Running"}})", std::nullopt, 30},
      {"asked for", R"({"spec":{"nodeName":"n","terminationGracePeriodSeconds":30},"status":{"phase":"Running"}})", 5, 5},
      {"at once", R"({"spec":{"nodeName":"n","terminationGracePeriodSeconds":30},"status":{"phase":"Running"}})", 0, 0},
      {"negative", R"({"spec":{"nodeName":"n","terminationGracePeriodSeconds":-5},"status":{"phase":"Running"}})", std::nullopt, 1},
      {"none given", R"({"spec":{"nodeName":"n"}})", std::nullopt, 0},
      {"not on a node", R"({"spec":{"terminationGracePeriodSeconds":30}})", 20, 0},
      {"over already", R"({"spec":{"nodeName":"n","terminationGracePeriodSeconds":30},"status":{"phase":"Succeeded"}})", std::nullopt, 0},
  };
  for (const GraceCase& c : cases) EXPECT_EQ(core::kPod.grace_seconds(object_from(core::kPod, c.pod).root(), c.asked), c.seconds) << c.name;
}

}  // namespace
}  // namespace pintle::groups

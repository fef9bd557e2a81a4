// Proves when a PodDisruptionBudget lets one more Pod go, what it says when it does not, and what it remembers when it does.
#include "groups/core/disruption_budget.h"

#include <gmock/gmock.h>

#include "groups/policy/policy.h"
#include "groups/rule_fixture.h"

namespace pintle::core {
namespace {

constexpr int64_t kNow = 1'577'836'800;  // 2020-01-01T00:00:00Z

object::Document budget(std::string_view status) {
  return groups::object_from(policy::kPodDisruptionBudget,
                             R"({"metadata":{"name":"b","generation":2},"status":)" + std::string(status) + "}");
}

Result<void> take(object::Document& document) {
  return take_disruption(policy::v1::PodDisruptionBudgetMut(&document.root(), document.arena()), "web", kNow);
}

TEST(DisruptionBudgetTest, SaysWhyNothingIsAllowed) {
  struct Case {
    std::string_view status;
    int code;
    int32_t retry_seconds;
    std::string_view text;
  };
  const Case cases[] = {
      {R"({"observedGeneration":1,"disruptionsAllowed":1})", 429, 10, "The disruption budget b is still being processed by the server."},
      {R"({"observedGeneration":2,"currentHealthy":1,"desiredHealthy":2})", 429, 0,
       "The disruption budget b needs 2 healthy pods and has 1 currently"},
      {R"({"observedGeneration":2,"currentHealthy":3,"desiredHealthy":2})", 429, 0,
       "The disruption budget b does not allow evicting pods currently"},
      {R"({"observedGeneration":2,"conditions":[{"type":"DisruptionAllowed","status":"False","reason":"SyncFailed","message":"m"}]})", 429,
       0, "The disruption budget b does not allow evicting pods currently because it failed sync: m"},
      {R"({"observedGeneration":2,"currentHealthy":3,"conditions":[{"type":"DisruptionAllowed","status":"False","reason":"R","message":"m"}]})",
       429, 0, "The disruption budget b does not allow evicting pods currently (R): m"},
  };
  for (const Case& c : cases) {
    object::Document document = budget(c.status);
    const Result<void> taken = take(document);
    ASSERT_FALSE(taken) << c.text;
    EXPECT_EQ(taken.error().code(), c.code);
    EXPECT_EQ(taken.error().details().retry_after_seconds, c.retry_seconds);
    ASSERT_THAT(taken.error().details().causes, testing::SizeIs(1));
    EXPECT_EQ(taken.error().details().causes[0].message, c.text);
  }
  object::Document negative = budget(R"({"observedGeneration":2,"disruptionsAllowed":-1})");
  EXPECT_EQ(take(negative).error().code(), 403);
}

TEST(DisruptionBudgetTest, RemembersWhoGoes) {
  object::Document document = budget(R"({"observedGeneration":2,"disruptionsAllowed":2})");
  ASSERT_TRUE(take(document));
  EXPECT_THAT(groups::json_of(document), testing::HasSubstr(R"("disruptedPods":{"web":"2020-01-01T00:00:00Z"},"disruptionsAllowed":1)"));
  ASSERT_TRUE(take(document));
  EXPECT_THAT(groups::json_of(document), testing::HasSubstr(R"("type":"DisruptionAllowed","status":"False","observedGeneration":2,)"
                                                            R"("lastTransitionTime":"2020-01-01T00:00:00Z","reason":"InsufficientPods")"));
  EXPECT_FALSE(take(document));
}

TEST(DisruptionBudgetTest, LetsUnhealthyPodsGoWhenItIsMet) {
  struct Case {
    std::string_view budget;
    bool lets_go;
  };
  const Case cases[] = {
      {R"({"status":{"currentHealthy":1,"desiredHealthy":1}})", true},
      {R"({"status":{"currentHealthy":0,"desiredHealthy":1}})", false},
      {R"({"status":{"currentHealthy":0,"desiredHealthy":0}})", false},
      {R"({"spec":{"unhealthyPodEvictionPolicy":"AlwaysAllow"},"status":{"desiredHealthy":1}})", true},
  };
  for (const Case& c : cases) {
    const object::Document document = groups::object_from(policy::kPodDisruptionBudget, c.budget);
    EXPECT_EQ(lets_unhealthy_go(policy::v1::PodDisruptionBudget(&document.root())), c.lets_go) << c.budget;
  }
}

}  // namespace
}  // namespace pintle::core

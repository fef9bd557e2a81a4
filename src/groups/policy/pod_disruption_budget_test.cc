// Proves what a PodDisruptionBudget may say.
#include <gtest/gtest.h>

#include "groups/policy/policy.h"
#include "groups/rule_fixture.h"

namespace pintle::policy {
namespace {

struct Case {
  std::string_view spec;
  std::string_view fault;
};

TEST(PodDisruptionBudgetTest, Faults) {
  const Case cases[] = {
      {R"({"minAvailable":"50%"})", ""},
      {R"({"minAvailable":1,"maxUnavailable":"1%"})",
       R"(spec: Invalid value: {"MinAvailable":1,"Selector":null,"MaxUnavailable":"1%","UnhealthyPodEvictionPolicy":null}: minAvailable and )"
       "maxUnavailable cannot be both set"},
      {R"({"maxUnavailable":"101%"})", "spec.maxUnavailable: Invalid value: \"101%\": must not be greater than 100%"},
      {R"({"unhealthyPodEvictionPolicy":"x"})",
       R"(spec.unhealthyPodEvictionPolicy: Unsupported value: "x": supported values: "AlwaysAllow", "IfHealthyBudget")"},
  };
  for (const Case& c : cases)
    EXPECT_EQ(groups::validate(kPodDisruptionBudget, R"({"metadata":{"name":"b"},"spec":)" + std::string(c.spec) + "}"), c.fault) << c.spec;
}

TEST(PodDisruptionBudgetTest, TheReservedKeyIsStrippedUnlessItIsAlone) {
  constexpr std::string_view kKey = R"({"key":"pdb.kubernetes.io/deprecated-v1beta1-empty-selector-match","operator":"Exists"})";
  const auto stripped = [&](std::string_view labels) {
    object::Document budget = groups::object_from(kPodDisruptionBudget, R"({"spec":{"selector":{"matchLabels":{)" + std::string(labels) +
                                                                            R"(},"matchExpressions":[)" + std::string(kKey) + "]}}}");
    kPodDisruptionBudget.set_defaults(budget);
    return groups::json_of(budget).find("empty-selector-match") == std::string::npos;
  };
  EXPECT_FALSE(stripped(""));
  EXPECT_TRUE(stripped(R"("a":"b")"));
}

TEST(PodDisruptionBudgetTest, StatusFaults) {
  constexpr std::string_view kOld = R"({"metadata":{"name":"b"}})";
  constexpr std::string_view kStatus =
      R"({"metadata":{"name":"b"},"status":{"expectedPods":-1,"conditions":[{"type":"a","status":"x","reason":"1"}]}})";
  EXPECT_EQ(
      groups::validate_update(kPodDisruptionBudget.subresources[0].validate_update, kPodDisruptionBudget, kStatus, kOld),
      "[status.conditions[0].status: Unsupported value: \"x\": supported values: \"False\", \"True\", \"Unknown\", "
      "status.conditions[0].lastTransitionTime: Required value, status.conditions[0].reason: Invalid value: \"1\": a condition reason "
      "must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', and must end with an "
      "alphanumeric character or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName',  or 'ReasonA,ReasonB',  or 'ReasonA:ReasonB', regex "
      "used for validation is '[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?'), status.expectedPods: Invalid value: -1: must be greater than "
      "or equal to 0]");
}

}  // namespace
}  // namespace pintle::policy

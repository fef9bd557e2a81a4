// Proves the rules of LimitRanges and ResourceQuotas: names of resources, amounts that must agree, scopes that fit.
#include <gmock/gmock.h>

#include "groups/core/core.h"
#include "groups/rule_fixture.h"

namespace pintle::core {
namespace {

struct Case {
  std::string_view name;
  const api::Kind& kind;
  std::string_view spec;
  std::string_view errors;
};

TEST(LimitRangeTest, Validates) {
  const Case cases[] = {
      {"good", kLimitRange, R"("limits":[{"type":"Container","max":{"cpu":"2"},"min":{"cpu":"1"},"default":{"cpu":"1500m"}}])", ""},
      {"type twice", kLimitRange, R"("limits":[{"type":"Pod"},{"type":"Pod"},{"type":"x"}])",
       R"([spec.limits[1].type: Duplicate value: "Pod", spec.limits[2].type: Invalid value: "x": must be a standard limit type or fully qualified])"},
      {"amounts", kLimitRange, R"("limits":[{"type":"Container","max":{"cpu":"1"},"min":{"cpu":"2"}}])",
       R"(spec.limits[0].min[cpu]: Invalid value: "2": min value 2 is greater than max value 1)"},
      {"ratio", kLimitRange, R"("limits":[{"type":"Pod","max":{"cpu":"3"},"min":{"cpu":"2"},"maxLimitRequestRatio":{"cpu":"2"}}])",
       R"(spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: "2": ratio 2 is greater than max/min = 1.500000)"},
      {"defaults of a Pod", kLimitRange, R"("limits":[{"type":"Pod","default":{"cpu":"1"}}])",
       "spec.limits[0].default: Forbidden: may not be specified when `type` is 'Pod'"},
      {"quota", kResourceQuota, R"("hard":{"pods":"2","requests.cpu":"1","count/x.y":"1"},"scopes":["NotBestEffort"])", ""},
      {"half a pod", kResourceQuota, R"("hard":{"pods":"1500m"})", R"(spec.hard[pods]: Invalid value: "1500m": must be an integer)"},
      {"unknown resource", kResourceQuota, R"("hard":{"storage":"1"})",
       R"(spec.hard[storage]: Invalid value: "storage": must be a standard resource for quota)"},
      {"scopes", kResourceQuota, R"("hard":{"cpu":"1"},"scopes":["BestEffort","NotBestEffort","x"])",
       R"([spec.scopes: Invalid value: ["BestEffort","NotBestEffort","x"]: unsupported scope applied to resource, )"
       R"(spec.scopes: Invalid value: ["BestEffort","NotBestEffort","x"]: unsupported scope, )"
       R"(spec.scopes: Invalid value: ["BestEffort","NotBestEffort","x"]: conflicting scopes])"},
  };
  for (const Case& c : cases) EXPECT_EQ(groups::validate(c.kind, "{\"spec\":{" + std::string(c.spec) + "}}"), c.errors) << c.name;
}

TEST(LimitRangeTest, AContainersDefaultsComeFromItsLimits) {
  object::Document document =
      groups::object_from(kLimitRange, R"({"spec":{"limits":[{"type":"Container","max":{"cpu":"2"},"min":{"memory":"1"}}]}})");
  kLimitRange.set_defaults(document);
  EXPECT_EQ(groups::json_of(document),
            R"({"metadata":{},"spec":{"limits":[{"type":"Container","max":{"cpu":"2"},"min":{"memory":"1"},"default":{"cpu":"2"},)"
            R"("defaultRequest":{"cpu":"2","memory":"1"}}]}})");
}

}  // namespace
}  // namespace pintle::core

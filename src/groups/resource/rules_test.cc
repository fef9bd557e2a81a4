// Proves the rules of resource.k8s.io: requests for devices and what refers to them, devices with attributes and amounts.
#include <gmock/gmock.h>

#include "groups/resource/resource.h"
#include "groups/rule_fixture.h"

namespace pintle::resource {
namespace {

struct Case {
  std::string_view name;
  std::string_view spec;
  std::string_view errors;
};

TEST(ResourceRulesTest, AClaimRefersToItsRequests) {
  const Case cases[] = {
      {"nothing", "", ""},
      {"request", R"("requests":[{"name":"a","exactly":{"deviceClassName":"c","allocationMode":"ExactCount","count":1}}])", ""},
      {"empty request", R"("requests":[{"name":"a"}])",
       "spec.devices.requests[0]: Required value: exactly one of `exactly` or `firstAvailable` is required"},
      {"all of them, counted", R"("requests":[{"name":"a","exactly":{"deviceClassName":"c","allocationMode":"All","count":1}}])",
       "spec.devices.requests[0].exactly.count: Invalid value: 1: must not be specified when allocationMode is 'All'"},
      {"unknown request", R"("constraints":[{"requests":["b"],"matchAttribute":"x.y/z"}])",
       R"(spec.devices.constraints[0].requests[0]: Invalid value: "b": must be the name of a request in the claim or the name of a request )"
       R"(and a subrequest separated by '/')"},
      {"configuration is no object", R"("config":[{"opaque":{"driver":"d","parameters":"x"}}])",
       R"(spec.devices.config[0].opaque.parameters: Invalid value: "<value omitted>": must be a valid JSON object)"},
  };
  for (const Case& c : cases)
    EXPECT_EQ(groups::validate(kResourceClaim, R"({"spec":{"devices":{)" + std::string(c.spec) + "}}}"), c.errors) << c.name;
}

TEST(ResourceRulesTest, ASliceSaysWhereItsDevicesAre) {
  constexpr std::string_view kPool = R"("driver":"d","pool":{"name":"p","resourceSliceCount":1})";
  const Case cases[] = {
      {"on a node", R"(,"nodeName":"n")", ""},
      {"nowhere", "", "spec: Required value: exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required"},
      {"everywhere and on a node", R"(,"nodeName":"n","allNodes":true)",
       "spec: Invalid value: \"{`nodeName`, `allNodes`}\": exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` "
       "is "
       "required, but multiple fields are set"},
      {"attributes",
       R"(,"nodeName":"n","devices":[{"name":"a","attributes":{"v":{"version":"1.0"},"w":{"version":"1.0.0-rc.1+b"},"x":{}}}])",
       R"([spec.devices[0].attributes[v].version: Invalid value: "1.0": must be a string compatible with semver.org spec 2.0.0, )"
       R"(spec.devices[0].attributes[x]: Invalid value: "": exactly one value must be specified])"},
      {"amounts",
       R"(,"nodeName":"n","devices":[{"name":"a","allowMultipleAllocations":true,"capacity":{"c":{"value":"4","requestPolicy":)"
       R"({"default":"2","validRange":{"min":"1","max":"8","step":"2"}}}}}])",
       R"([spec.devices[0].capacity[c].requestPolicy.validRange.max: Invalid value: "8": max is larger than capacity value: 4, )"
       R"(spec.devices[0].capacity[c].requestPolicy.validRange.step: Invalid value: "2": value is not a multiple of a given step (2) from (1), )"
       R"(spec.devices[0].capacity[c].requestPolicy.validRange.step: Invalid value: "8": value is not a multiple of a given step (2) from (1)])"},
  };
  for (const Case& c : cases)
    EXPECT_EQ(groups::validate(kResourceSlice, R"({"spec":{)" + std::string(kPool) + std::string(c.spec) + "}}"), c.errors) << c.name;
}

}  // namespace
}  // namespace pintle::resource

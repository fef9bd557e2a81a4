// Proves the rules of Nodes and Endpoints: what is defaulted, valid, and may be set only once.
#include <gmock/gmock.h>

#include "groups/core/core.h"
#include "groups/rule_fixture.h"

namespace pintle::core {
namespace {

using testing::HasSubstr;

struct Case {
  std::string_view json;
  std::string_view wanted;
};

TEST(NodeTest, Defaults) {
  const Case cases[] = {
      {R"({"spec":{"podCIDR":"10.1.0.0/24"}})", R"("podCIDR":"10.1.0.0/24","podCIDRs":["10.1.0.0/24"])"},
      {R"({"spec":{"podCIDRs":["10.1.0.0/24"]}})", R"("podCIDR":"10.1.0.0/24","podCIDRs":["10.1.0.0/24"])"},
      {R"({"spec":{"podCIDR":"10.2.0.0/24","podCIDRs":["10.1.0.0/24"]}})", R"("podCIDRs":["10.2.0.0/24"])"},
      {R"({"status":{"capacity":{"cpu":"4"}}})", R"("allocatable":{"cpu":"4"})"},
      {R"({"status":{"capacity":{"cpu":"4"},"allocatable":{"cpu":"3"}}})", R"("allocatable":{"cpu":"3"})"},
  };
  for (const Case& c : cases) {
    object::Document document = groups::object_from(kNode, c.json);
    kNode.set_defaults(document);
    EXPECT_THAT(groups::json_of(document), HasSubstr(std::string(c.wanted))) << c.json;
  }
}

TEST(NodeTest, Validates) {
  const Case cases[] = {
      {R"({"spec":{"taints":[{"key":"a","effect":"NoSchedule"}]}})", ""},
      {R"({"spec":{"taints":[{"key":"a"}]}})", "metadata.taints[0].effect: Required value"},
      {R"({"spec":{"taints":[{"key":"a","effect":"NoSchedule"},{"key":"a","value":"b","effect":"NoSchedule"}]}})",
       R"(metadata.taints[1]: Duplicate value: {"Key":"a","Value":"b","Effect":"NoSchedule","TimeAdded":null}: )"
       R"(taints must be unique by key and effect pair)"},
      {R"({"spec":{"podCIDRs":["10.1.0.0/24","10.2.0.0/24"]}})",
       R"(spec.podCIDRs: Invalid value: ["10.1.0.0/24","10.2.0.0/24"]: may specify no more than one CIDR for each IP family)"},
      {R"({"status":{"capacity":{"pods":"1500m"}}})", R"(status.capacity.pods: Invalid value: "1500m": must be an integer)"},
      {R"({"status":{"declaredFeatures":["B","A"]}})",
       R"(status.declaredFeatures[1]: Invalid value: "A": list must be sorted alphabetically)"},
  };
  for (const Case& c : cases) EXPECT_EQ(groups::validate(kNode, c.json), c.wanted) << c.json;
}

TEST(NodeTest, SomeFieldsAreSetOnce) {
  const std::string old = R"({"metadata":{"name":"a","resourceVersion":"1"},"spec":{"podCIDRs":["10.1.0.0/24"],"providerID":"x"}})";
  const std::string updated = R"({"metadata":{"name":"a","resourceVersion":"1"},"spec":{"podCIDRs":["10.2.0.0/24"],"providerID":"y"}})";
  const std::string errors = groups::validate_update(kNode.validate_update, kNode, updated, old);
  EXPECT_THAT(errors, HasSubstr(R"(spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "" to valid)"));
  EXPECT_THAT(errors, HasSubstr(R"(spec.providerID: Forbidden: node updates may not change providerID except from "" to valid)"));
}

TEST(EndpointsTest, Validates) {
  const Case cases[] = {
      {R"({"subsets":[{"addresses":[{"ip":"192.0.2.1"}],"ports":[{"port":80,"protocol":"TCP"}]}]})", ""},
      {R"({"subsets":[{}]})", "subsets[0]: Required value: must specify `addresses` or `notReadyAddresses`"},
      {R"({"subsets":[{"addresses":[{"ip":"169.254.1.1"}]}]})",
       R"(subsets[0].addresses[0].ip: Invalid value: "169.254.1.1": may not be in the link-local range (169.254.0.0/16, fe80::/10))"},
      {R"({"subsets":[{"addresses":[{"ip":"192.0.2.1"}],"ports":[{"port":1,"protocol":"TCP"},{"name":"a","port":2,"protocol":"TCP"}]}]})",
       "subsets[0].ports[0].name: Required value"},
  };
  for (const Case& c : cases) EXPECT_EQ(groups::validate(kEndpoints, c.json), c.wanted) << c.json;
}

}  // namespace
}  // namespace pintle::core

// Proves that the flow configuration that a server makes passes the kinds' own rules, that what administrators have changed stays, and
// what is said of a FlowSchema without its priority level.
#include "groups/flowcontrol/bootstrap_configuration.h"

#include "groups/flowcontrol/flowcontrol.h"
#include "groups/rule_fixture.h"
#include "object/mutable_object_meta.h"

namespace pintle::flowcontrol {
namespace {

using groups::json_of;
using object::Document;
using testing::HasSubstr;

constexpr std::string_view kNow = "2024-01-01T00:00:00Z";

struct Rows {
  const api::Kind& kind;
  std::span<const BootstrapObject> objects;
};
const Rows kAll[] = {{kPriorityLevelConfiguration, bootstrap_priority_levels()}, {kFlowSchema, bootstrap_flow_schemas()}};

Document stored(const Rows& rows, const BootstrapObject& object) {
  Document document = bootstrap_document(rows.kind, object);
  rows.kind.set_defaults(document);
  object::MutableObjectMeta(document).set_generation(1);
  return document;
}

const BootstrapObject& named(std::span<const BootstrapObject> objects, std::string_view name) {
  for (const BootstrapObject& object : objects)
    if (object.name == name) return object;
  ADD_FAILURE() << "no " << name;
  return objects.front();
}

TEST(BootstrapConfigurationTest, IsValidAndStaysAsItIs) {
  size_t count = 0;
  for (const Rows& rows : kAll) {
    for (const BootstrapObject& object : rows.objects) {
      const Document document = stored(rows, object);
      object::ErrorList errors;
      rows.kind.validate(document.root(), errors);
      EXPECT_EQ(errors.joined(), "") << object.name;
      EXPECT_FALSE(revise(rows.kind, object, document)) << object.name;
      EXPECT_FALSE(is_unwanted(document, rows.objects));
      ++count;
    }
  }
  EXPECT_EQ(count, 19u);
}

TEST(BootstrapConfigurationTest, KeepsWhatAnAdministratorHasChanged) {
  const Rows& rows = kAll[1];
  const BootstrapObject& probes = named(rows.objects, "probes");
  Document changed = groups::object_from(
      kFlowSchema, R"({"metadata":{"name":"probes","generation":2},"spec":{"priorityLevelConfiguration":{"name":"mine"}}})");
  const auto marked = revise(kFlowSchema, probes, changed);
  ASSERT_TRUE(marked);
  EXPECT_THAT(json_of(*marked), testing::AllOf(HasSubstr(R"("apf.kubernetes.io/autoupdate-spec":"false")"), HasSubstr(R"("mine")")));
  EXPECT_FALSE(revise(kFlowSchema, probes, *marked));
  object::MutableObjectMeta(changed).set_annotation(kAutoUpdateSpec, "true");
  EXPECT_THAT(json_of(*revise(kFlowSchema, probes, changed)), HasSubstr(R"("name":"exempt")"));
}

TEST(BootstrapConfigurationTest, BringsMandatoryOnesBack) {
  Document changed = groups::object_from(
      kFlowSchema, R"({"metadata":{"name":"catch-all","generation":7,"annotations":{"apf.kubernetes.io/autoupdate-spec":"false"}}})");
  const auto revised = revise(kFlowSchema, named(bootstrap_flow_schemas(), "catch-all"), changed);
  ASSERT_TRUE(revised);
  EXPECT_THAT(json_of(*revised), testing::AllOf(HasSubstr(R"("apf.kubernetes.io/autoupdate-spec":"true")"), HasSubstr("10000")));
}

TEST(BootstrapConfigurationTest, LeavesTheExemptLevelsShares) {
  const Document changed = groups::object_from(
      kPriorityLevelConfiguration, R"({"metadata":{"name":"exempt","annotations":{"apf.kubernetes.io/autoupdate-spec":"true"}},)"
                                   R"("spec":{"type":"Exempt","exempt":{"nominalConcurrencyShares":50,"lendablePercent":7}}})");
  EXPECT_FALSE(revise(kPriorityLevelConfiguration, named(bootstrap_priority_levels(), "exempt"), changed));
}

TEST(BootstrapConfigurationTest, WantsNothingElseThatItMade) {
  const auto made = [](std::string_view says) {
    return groups::object_from(
        kFlowSchema, R"({"metadata":{"name":"old","annotations":{"apf.kubernetes.io/autoupdate-spec":")" + std::string(says) + R"("}}})");
  };
  EXPECT_TRUE(is_unwanted(made("true"), bootstrap_flow_schemas()));
  EXPECT_FALSE(is_unwanted(made("false"), bootstrap_flow_schemas()));
  EXPECT_FALSE(is_unwanted(made("perhaps"), bootstrap_flow_schemas()));
}

TEST(BootstrapConfigurationTest, SaysWhetherALevelIsMissing) {
  const std::string missing = R"("type":"Dangling","status":"True","lastTransitionTime":"2024-01-01T00:00:00Z","reason":"NotFound",)"
                              R"("message":"This FlowSchema references the PriorityLevelConfiguration object named \"l\" but there is no )"
                              R"(such object")";
  const std::string head = R"({"metadata":{"name":"f"},"spec":{"priorityLevelConfiguration":{"name":"l"}})";
  const Document silent = groups::object_from(kFlowSchema, head + "}");
  EXPECT_THAT(*dangling_configuration(silent, false, kNow), HasSubstr(missing));
  EXPECT_THAT(*dangling_configuration(silent, true, kNow), HasSubstr(R"("status":"False")"));
  const Document marked = groups::object_from(kFlowSchema, head + R"(,"status":{"conditions":[{)" + missing + "}]}}");
  EXPECT_FALSE(dangling_configuration(marked, false, "2025-01-01T00:00:00Z"));
  EXPECT_TRUE(dangling_configuration(marked, true, kNow));
}

}  // namespace
}  // namespace pintle::flowcontrol

// Proves which affinities, tolerations and spread constraints a Pod may ask for, and what names of signers are.
#include "groups/core/scheduling_rules.h"

#include <gmock/gmock.h>

#include "groups/core/core.h"
#include "groups/core/signer_name.h"
#include "groups/rule_fixture.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;

struct Case {
  std::string_view name;
  std::string_view spec;
  std::string_view errors;
};

std::string validate(std::string_view spec_json, const SchedulingRules& rules = {}) {
  const object::Document document = groups::object_from(kPod, R"({"spec":)" + std::string(spec_json) + "}");
  const v1::PodSpec spec = v1::Pod(&document.root()).spec();
  ErrorList errors;
  if (spec.affinity()) validate_affinity(spec.affinity(), rules, FieldPath("a"), errors);
  validate_tolerations(spec.tolerations(), rules, FieldPath("t"), errors);
  validate_topology_spread_constraints(spec.topology_spread_constraints(), rules, FieldPath("c"), errors);
  return errors.joined();
}

TEST(SchedulingRulesTest, Tolerations) {
  const Case cases[] = {
      {"all", R"({"tolerations":[{"operator":"Exists"}]})", ""},
      {"a key is needed", R"({"tolerations":[{"operator":"Equal"}]})",
       "t[0].operator: Invalid value: \"Equal\": operator must be Exists when `key` is empty, which means \"match all values and all "
       "keys\""},
      {"seconds are for NoExecute", R"({"tolerations":[{"key":"a","operator":"Exists","effect":"NoSchedule","tolerationSeconds":1}]})",
       "t[0].effect: Invalid value: \"NoSchedule\": effect must be 'NoExecute' when `tolerationSeconds` is set"},
      {"comparison is off", R"({"tolerations":[{"key":"a","operator":"Gt","value":"1"}]})",
       "t[0].operator: Unsupported value: \"Gt\": supported values: \"Equal\", \"Exists\", \"Lt\", \"Gt\""},
      {"an unknown effect", R"({"tolerations":[{"key":"a","operator":"Exists","effect":"x"}]})",
       "t[0].effect: Unsupported value: \"x\": supported values: \"NoSchedule\", \"PreferNoSchedule\", \"NoExecute\""},
  };
  for (const Case& c : cases) EXPECT_EQ(validate(c.spec), c.errors) << c.name;
}

TEST(SchedulingRulesTest, ComparedTolerationsAreNumbers) {
  const SchedulingRules rules = {.allow_taint_toleration_comparison_operators = true};
  EXPECT_EQ(validate(R"({"tolerations":[{"key":"a","operator":"Gt","value":"-5"}]})", rules), "");
  EXPECT_THAT(validate(R"({"tolerations":[{"key":"a","operator":"Lt","value":"9223372036854775808"}]})", rules),
              testing::HasSubstr("strconv.ParseInt: parsing \"9223372036854775808\": value out of range"));
}

TEST(SchedulingRulesTest, NodeAffinity) {
  const auto required = [](std::string_view terms) {
    return validate(R"({"affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":)" +
                    std::string(terms) + "}}}}");
  };
  const std::string at = "a.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms";
  EXPECT_EQ(required("[]"), at + ": Required value: must have at least one node selector term");
  EXPECT_EQ(required(R"([{"matchExpressions":[{"key":"k","operator":"In","values":["v"]}]}])"), "");
  EXPECT_EQ(required(R"([{"matchExpressions":[{"key":"k","operator":"Gt"}]}])"),
            at + "[0].matchExpressions[0].values: Required value: must be specified single value when `operator` is 'Lt' or 'Gt'");
  EXPECT_EQ(required(R"([{"matchFields":[{"key":"spec.x","operator":"In","values":["v"]}]}])"),
            at + "[0].matchFields[0].key: Invalid value: \"spec.x\": not a valid field selector key");
}

TEST(SchedulingRulesTest, SpreadConstraints) {
  const Case cases[] = {
      {"fine", R"({"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"DoNotSchedule","minDomains":2}]})",
       ""},
      {"nothing in it", R"({"topologySpreadConstraints":[{"minDomains":1}]})",
       "[c[0].maxSkew: Invalid value: 0: must be greater than zero, c[0].topologyKey: Required value: can not be empty, "
       "c[0].whenUnsatisfiable: Unsupported value: \"\": supported values: \"DoNotSchedule\", \"ScheduleAnyway\", "
       "c[0].minDomains: Invalid value: 1: can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ]"},
      {"the same twice",
       R"({"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule"},)"
       R"({"maxSkew":2,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule"}]})",
       "c[0].{topologyKey, whenUnsatisfiable}: Duplicate value: \"{z, DoNotSchedule}\""},
      {"a key without a selector",
       R"({"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule","matchLabelKeys":["a"]}]})",
       "c[0].matchLabelKeys: Forbidden: must not be specified when labelSelector is not set"},
      {"a key that the user selects, too",
       R"({"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule","matchLabelKeys":["a"],)"
       R"("labelSelector":{"matchLabels":{"a":"x"},"matchExpressions":[{"key":"a","operator":"In","values":["x"]}]}}]})",
       "c[0][0]: Invalid value: \"a\": exists in both matchLabelKeys and labelSelector"},
  };
  for (const Case& c : cases) EXPECT_EQ(validate(c.spec), c.errors) << c.name;
}

TEST(SignerNameTest, IsADomainAndAPath) {
  struct NameCase {
    std::string_view name;
    std::string_view errors;
  };
  const NameCase cases[] = {
      {"example.com/signer", ""},
      {"", "s: Required value"},
      {"example.com", "s: Invalid value: \"example.com\": must be a fully qualified domain and path of the form 'example.com/signer-name'"},
      {"com/x", "s: Invalid value: \"com\": should be a domain with at least two segments separated by dots"},
  };
  for (const NameCase& c : cases) {
    ErrorList errors;
    validate_signer_name(c.name, FieldPath("s"), errors);
    EXPECT_EQ(errors.joined(), c.errors) << c.name;
  }
  EXPECT_TRUE(is_cluster_trust_bundle_name("example.com:signer:mine").empty());
  EXPECT_TRUE(is_cluster_trust_bundle_name("mine").empty());
  EXPECT_FALSE(is_cluster_trust_bundle_name(":mine").empty());
}

}  // namespace
}  // namespace pintle::core

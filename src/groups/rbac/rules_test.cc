// Proves the rules of roles and bindings: which rules a role may have, whom and what a binding may name, and that it keeps its role.
#include <gmock/gmock.h>

#include "groups/rbac/rbac.h"
#include "groups/rule_fixture.h"

namespace pintle::rbac {
namespace {

struct Case {
  std::string_view name;
  const api::Kind& kind;
  std::string_view json;
  std::string_view errors;
};

TEST(RbacRulesTest, Validates) {
  const Case cases[] = {
      {"resource rule", kRole, R"({"rules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}]})", ""},
      {"empty rule", kRole, R"({"rules":[{}]})",
       "[rules[0].verbs: Required value: verbs must contain at least one value, rules[0].apiGroups: Required value: resource rules must "
       "supply at least one api group, rules[0].resources: Required value: resource rules must supply at least one resource]"},
      {"URLs in a namespace", kRole, R"({"rules":[{"verbs":["get"],"nonResourceURLs":["/x"]}]})",
       R"(rules[0].nonResourceURLs: Invalid value: ["/x"]: namespaced rules cannot apply to non-resource URLs)"},
      {"URLs", kClusterRole, R"({"rules":[{"verbs":["get"],"nonResourceURLs":["/x"]}]})", ""},
      {"URLs and resources", kClusterRole, R"({"rules":[{"verbs":["get"],"nonResourceURLs":["/x"],"resources":["pods"]}]})",
       R"(rules[0].nonResourceURLs: Invalid value: ["/x"]: rules cannot apply to both regular resources and non-resource URLs)"},
      {"aggregation of nothing", kClusterRole, R"({"aggregationRule":{}})",
       "aggregationRule.clusterRoleSelectors: Required value: at least one clusterRoleSelector required if aggregationRule is non-nil"},
      {"aggregation", kClusterRole, R"({"aggregationRule":{"clusterRoleSelectors":[{"matchLabels":{"a":"b"}}]}})", ""},
      {"binding", kRoleBinding,
       R"({"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"a"},"subjects":[{"kind":"ServiceAccount","name":"x"}]})",
       ""},
      {"binding in the cluster", kClusterRoleBinding,
       R"({"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role"},"subjects":[{"kind":"ServiceAccount","name":"x"},{"kind":"y"}]})",
       R"([roleRef.kind: Unsupported value: "Role": supported values: "ClusterRole", roleRef.name: Required value, )"
       R"(subjects[0].namespace: Required value, subjects[1].name: Required value, )"
       R"(subjects[1].kind: Unsupported value: "y": supported values: "ServiceAccount", "User", "Group"])"},
      {"user of another group", kRoleBinding,
       R"({"roleRef":{"apiGroup":"x","kind":"Role","name":"a"},"subjects":[{"kind":"User","name":"u"}]})",
       R"([roleRef.apiGroup: Unsupported value: "x": supported values: "rbac.authorization.k8s.io", )"
       R"(subjects[0].apiGroup: Unsupported value: "": supported values: "rbac.authorization.k8s.io"])"},
  };
  for (const Case& c : cases) EXPECT_EQ(groups::validate(c.kind, c.json), c.errors) << c.name;
}

TEST(RbacRulesTest, ABindingKeepsItsRole) {
  const auto binding = [](std::string_view name) {
    return R"({"metadata":{"name":"b","namespace":"n","resourceVersion":"1"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role",)"
           R"("name":")" +
           std::string(name) + "\"}}";
  };
  EXPECT_EQ(groups::validate_update(kRoleBinding.validate_update, kRoleBinding, binding("x"), binding("x")), "");
  EXPECT_EQ(groups::validate_update(kRoleBinding.validate_update, kRoleBinding, binding("x"), binding("y")),
            R"(roleRef: Invalid value: {"APIGroup":"rbac.authorization.k8s.io","Kind":"Role","Name":"x"}: cannot change roleRef)");
}

TEST(RbacRulesTest, SubjectsGetTheGroupOfTheirKind) {
  object::Document document = groups::object_from(
      kRoleBinding,
      R"({"roleRef":{"kind":"Role","name":"a"},"subjects":[{"kind":"User","name":"u"},{"kind":"ServiceAccount","name":"s"}]})");
  kRoleBinding.set_defaults(document);
  EXPECT_EQ(groups::json_of(document),
            R"({"metadata":{},"subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"u"},)"
            R"({"kind":"ServiceAccount","name":"s"}],"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"a"}})");
}

}  // namespace
}  // namespace pintle::rbac

// Proves what the bootstrap policy allows to whom, and that a store's roles and bindings are brought up to it without taking anything away.
#include "access/bootstrap/policy.h"

#include <gtest/gtest.h>

#include <set>

#include "access/bootstrap/reconcile.h"
#include "access/rbac/policy_index.h"
#include "views/rbac_v1_mut.h"

namespace pintle::access {
namespace {

namespace v1 = rbac::v1;
using auth::User;

void load(PolicyIndex& index) {
  for (const RoleRow& row : bootstrap_roles()) index.set_role(row.namespace_, row.name, {rules_of(row.rules)});
  for (const BindingRow& row : bootstrap_bindings()) {
    Binding binding{.namespace_ = std::string(row.namespace_),
                    .name = std::string(row.name),
                    .role = {row.namespace_.empty() ? "ClusterRole" : "Role", std::string(row.role)}};
    for (const SubjectRow& subject : row.subjects)
      binding.subjects.push_back({std::string(subject.kind), std::string(subject.name), std::string(subject.namespace_)});
    index.set_binding(std::move(binding));
  }
  index.publish();
}

TEST(BootstrapPolicy, Paths) {
  const User master{.name = "admin", .groups = {"system:masters", "system:authenticated"}};
  const User alice{.name = "alice", .groups = {"devs", "system:authenticated"}};
  const User account{.name = "system:serviceaccount:x:y", .groups = {"system:serviceaccounts", "system:authenticated"}};
  const User nobody{.name = "system:anonymous", .groups = {"system:unauthenticated"}};
  struct Case {
    std::string_view verb, path;
    std::string wanted;  // a letter for each who may: master, alice, service account, nobody
  };
  const Case cases[] = {
      {"get", "/healthz", "masn"},      {"get", "/livez", "masn"},
      {"get", "/readyz", "masn"},       {"get", "/version", "masn"},
      {"get", "/version/", "masn"},     {"get", "/api", "mas"},
      {"get", "/api/", "mas"},          {"get", "/apis/apps/v1", "mas"},
      {"get", "/openapi/v3", "mas"},    {"get", "/metrics", "m"},
      {"get", "/healthz/etcd", "m"},    {"get", "/", "m"},
      {"get", "/apisx", "m"},           {"post", "/healthz", "m"},
      {"get", "/openid/v1/jwks", "ms"}, {"get", "/.well-known/openid-configuration", "ms"},
  };
  PolicyIndex index;
  load(index);
  for (const Case& c : cases) {
    std::string who;
    for (const auto& [letter, user] : {std::pair('m', &master), {'a', &alice}, {'s', &account}, {'n', &nobody}})
      if (index.policy()->decide({.user = user, .verb = c.verb, .path = c.path}).allowed()) who += letter;
    EXPECT_EQ(who, c.wanted) << c.verb << " " << c.path;
  }
}

TEST(BootstrapPolicy, Resources) {
  PolicyIndex index;
  load(index);
  struct Case {
    User user;
    std::string_view verb, namespace_, group, resource, name;
    bool wanted;
  };
  const User manager{.name = "system:kube-controller-manager"};
  const User collector{.name = "system:serviceaccount:kube-system:generic-garbage-collector"};
  const Case cases[] = {
      {{.name = "a", .groups = {"system:authenticated"}}, "create", "", "authentication.k8s.io", "selfsubjectreviews", "", true},
      {{.name = "a", .groups = {"system:authenticated"}}, "create", "", "authentication.k8s.io", "tokenreviews", "", false},
      {{.name = "a", .groups = {"system:authenticated"}}, "get", "", "", "pods", "p", false},
      {manager, "update", "kube-system", "coordination.k8s.io", "leases", "kube-controller-manager", true},
      {manager, "update", "kube-system", "coordination.k8s.io", "leases", "other", true},  // system::leader-locking-kube-controller-manager
      {manager, "update", "default", "coordination.k8s.io", "leases", "other", false},
      {manager, "get", "kube-system", "", "configmaps", "extension-apiserver-authentication", true},
      {collector, "delete", "x", "example.com", "things", "t", true},
      {{.name = "system:kube-scheduler"}, "create", "x", "", "pods", "p", false},
      {{.name = "system:node:n", .groups = {"system:nodes"}}, "get", "", "", "nodes", "n", false},
  };
  for (const Case& c : cases)
    EXPECT_EQ(index.policy()
                  ->decide({.user = &c.user,
                            .verb = c.verb,
                            .namespace_ = c.namespace_,
                            .group = c.group,
                            .resource = c.resource,
                            .name = c.name,
                            .is_resource = true})
                  .allowed(),
              c.wanted)
        << c.user.name << " " << c.verb << " " << c.resource;
}

TEST(BootstrapPolicy, EachBindingGivesARoleThatIsThere) {
  std::set<std::pair<std::string_view, std::string_view>> roles;
  const std::vector<RoleRow> rows = bootstrap_roles();
  for (const RoleRow& row : rows) EXPECT_TRUE(roles.emplace(row.namespace_, row.name).second) << row.name;
  for (const BindingRow& row : bootstrap_bindings()) EXPECT_TRUE(roles.contains({row.namespace_, row.role})) << row.role;
}

const RoleRow kRole = {.name = "r", .rules = {{"get,list", "", "pods"}}};
const BindingRow kBinding = {"b", "r", {{"User", "alice", ""}}, ""};

TEST(Reconcile, WhatIsThereAlreadyIsLeftAlone) {
  object::Document role = role_document(kRole);
  EXPECT_EQ(reconcile(role, role_document(kRole)), Reconciliation::kNothing);
  object::Document more = role_document({.name = "r", .rules = {{"*", "*", "*"}}});
  EXPECT_EQ(reconcile(more, role_document(kRole)), Reconciliation::kNothing) << "it covers what is wanted";
  object::Document binding = binding_document(kBinding);
  EXPECT_EQ(reconcile(binding, binding_document(kBinding)), Reconciliation::kNothing);
}

TEST(Reconcile, WhatIsMissingIsAdded) {
  object::Document role = role_document({.name = "r", .rules = {{"get", "", "pods"}, {"get", "", "secrets"}}});
  EXPECT_EQ(reconcile(role, role_document(kRole)), Reconciliation::kUpdate);
  const std::vector<Rule> rules = read_rules(v1::ClusterRole(&role.root()).rules());
  ASSERT_EQ(rules.size(), 3);
  EXPECT_EQ(compact_text(rules[2]), R"({APIGroups:[""], Resources:["pods"], Verbs:["list"]})");

  object::Document binding = binding_document({"b", "r", {{"User", "bob", ""}}, ""});
  EXPECT_EQ(reconcile(binding, binding_document(kBinding)), Reconciliation::kUpdate);
  EXPECT_EQ(v1::ClusterRoleBinding(&binding.root()).subjects().size(), 2);
}

TEST(Reconcile, ABindingToAnotherRoleIsReplaced) {
  object::Document binding = binding_document({"b", "other", {{"User", "alice", ""}}, ""});
  EXPECT_EQ(reconcile(binding, binding_document(kBinding)), Reconciliation::kReplace);
}

TEST(Reconcile, WhoDoesNotWantItIsLeftAlone) {
  object::Document role = role_document({.name = "r"});
  v1::ClusterRoleMut(&role.root(), role.arena())
      .ensure_metadata()
      .ensure_annotations()
      .set("rbac.authorization.kubernetes.io/autoupdate", "false");
  EXPECT_EQ(reconcile(role, role_document(kRole)), Reconciliation::kNothing);
}

TEST(Reconcile, AnAggregatedRoleGetsItsSelector) {
  object::Document role = role_document({.name = "r"});
  const RoleRow wanted = {.name = "r", .aggregates = "edit"};
  EXPECT_EQ(reconcile(role, role_document(wanted)), Reconciliation::kUpdate);
  EXPECT_EQ(v1::ClusterRole(&role.root()).aggregation_rule().cluster_role_selectors().size(), 1);
  EXPECT_EQ(reconcile(role, role_document(wanted)), Reconciliation::kNothing);
  EXPECT_EQ(reconcile(role, role_document({.name = "r"})), Reconciliation::kUpdate) << "it is no longer to be aggregated";
  EXPECT_FALSE(v1::ClusterRole(&role.root()).aggregation_rule());
}

}  // namespace
}  // namespace pintle::access

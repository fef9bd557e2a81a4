// Proves that nobody writes a role or a binding that gives more than they have, unless they may escalate or bind, and how it is told.
#include "access/rbac/escalation_guard.h"

#include <gtest/gtest.h>

#include "access/rbac/rbac_authorizer.h"
#include "base/finish_now.h"
#include "groups/rbac/rbac.h"
#include "object/json.h"

namespace pintle::access {
namespace {

using auth::User;

constexpr std::string_view kReadPods = R"("rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["get"]}])";
constexpr std::string_view kReadSecrets = R"("rules":[{"apiGroups":[""],"resources":["secrets"],"verbs":["get"]}])";

class EscalationGuardTest : public testing::Test {
 protected:
  EscalationGuardTest() : authorizer_(rbac_authorizer(index_)), guard_(index_, *authorizer_) {
    const Rule read_pods{.verbs = {"get"}, .groups = {""}, .resources = {"pods"}};
    index_.set_role("", "pods", {{read_pods}});
    index_.set_role("", "secrets", {{{.verbs = {"get"}, .groups = {""}, .resources = {"secrets"}}}});
    index_.set_role("", "escalate", {{{.verbs = {"escalate"}, .groups = {std::string(kRbacGroup)}, .resources = {"roles"}}}});
    index_.set_role("", "bind",
                    {{{.verbs = {"bind"}, .groups = {std::string(kRbacGroup)}, .resources = {"clusterroles"}, .names = {"secrets"}}}});
    index_.set_role("", "all", {{{.verbs = {"*"}, .groups = {"*"}, .resources = {"*"}}, {.verbs = {"*"}, .urls = {"*"}}}});
    give("alice", "pods");
    give("erin", "escalate");
    give("bob", "bind");
    give("root", "all");
    index_.publish();
    for (const api::Kind* kind : {&rbac::kRole, &rbac::kClusterRole, &rbac::kRoleBinding, &rbac::kClusterRoleBinding})
      EXPECT_TRUE(registry_.add(*kind, nullptr));
  }

  void give(const std::string& user, const std::string& role) {
    index_.set_binding({.name = user, .role = {"ClusterRole", role}, .subjects = {{"User", user, ""}}});
  }
  const api::Resource& resource(std::string_view name) const { return *registry_.find(kRbacGroup, "v1", name); }
  object::Document document(const api::Resource& resource, const std::string& members) const {
    const std::string json = R"({"metadata":{"name":"new","namespace":"x"},)" + members + "}";
    return std::move(object::decode_json(*resource.type, Bytes::copy(json))->document);
  }
  // What the creator is told, "" when nothing is wrong.
  std::string create(const std::string& user, std::string_view resource_name, const std::string& members) {
    const User who{.name = user, .groups = {"devs"}};
    const api::Resource& written = resource(resource_name);
    object::Document made = document(written, members);
    std::vector<std::string> warnings;
    const api::Write write{.resource = written, .namespace_ = written.is_namespaced() ? "x" : "", .user = &who, .warnings = warnings};
    const auto begun = finish_now(guard_.begin_create(write, made));
    return begun ? "" : begun.error().message();
  }

  PolicyIndex index_;
  std::unique_ptr<auth::Authorizer> authorizer_;
  EscalationGuard guard_;
  api::Registry registry_;
};

std::string lacks(const std::string& what, const std::string& user, const std::string& rules) {
  return what + " is forbidden: user \"" + user + "\" (groups=[\"devs\"]) is attempting to grant RBAC permissions not currently held:\n" +
         rules;
}

TEST_F(EscalationGuardTest, Create) {
  const std::string role = R"(roles.rbac.authorization.k8s.io "new")";
  const std::string binding = R"(rolebindings.rbac.authorization.k8s.io "new")";
  const std::string secrets = R"({APIGroups:[""], Resources:["secrets"], Verbs:["get"]})";
  const std::string gather = R"("aggregationRule":{"clusterRoleSelectors":[{"matchLabels":{"a":"b"}}]})";
  const auto to = [](std::string_view kind, std::string_view name) {
    return R"("roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":")" + std::string(kind) + R"(","name":")" + std::string(name) +
           R"("})";
  };
  struct Case {
    std::string user;
    std::string_view resource;
    std::string members, wanted;
  };
  const Case cases[] = {
      {"alice", "roles", std::string(kReadPods), ""},
      {"alice", "roles", std::string(kReadSecrets), lacks(role, "alice", secrets)},
      {"erin", "roles", std::string(kReadSecrets), ""},
      {"erin", "clusterroles", std::string(kReadSecrets), lacks(R"(clusterroles.rbac.authorization.k8s.io "new")", "erin", secrets)},
      {"alice", "clusterroles", gather,
       R"(clusterroles.rbac.authorization.k8s.io "new" is forbidden: must have cluster-admin privileges to use the aggregationRule)"},
      {"root", "clusterroles", gather, ""},
      {"alice", "rolebindings", to("ClusterRole", "pods"), ""},
      {"alice", "rolebindings", to("ClusterRole", "secrets"), lacks(binding, "alice", secrets)},
      {"bob", "rolebindings", to("ClusterRole", "secrets"), ""},
      {"bob", "clusterrolebindings", to("ClusterRole", "secrets"), ""},
      {"bob", "clusterrolebindings", to("ClusterRole", "pods"),
       lacks(R"(clusterrolebindings.rbac.authorization.k8s.io "new")", "bob", R"({APIGroups:[""], Resources:["pods"], Verbs:["get"]})")},
      {"alice", "rolebindings", to("Role", "absent"), R"(rolebindings.rbac.authorization.k8s.io "absent" not found)"},
  };
  for (const Case& c : cases) EXPECT_EQ(create(c.user, c.resource, c.members), c.wanted) << c.user << " " << c.resource << " " << c.members;
}

TEST_F(EscalationGuardTest, MastersAndTheServerItselfMayWriteEverything) {
  const api::Resource& roles = resource("roles");
  object::Document made = document(roles, std::string(kReadSecrets));
  std::vector<std::string> warnings;
  const User master{.name = "admin", .groups = {"system:masters"}};
  for (const User* user : {&master, static_cast<const User*>(nullptr)})
    EXPECT_TRUE(finish_now(guard_.begin_create({.resource = roles, .namespace_ = "x", .user = user, .warnings = warnings}, made)));
}

TEST_F(EscalationGuardTest, AnUpdateOfLinksAloneIsNobodysGain) {
  const api::Resource& roles = resource("roles");
  const User alice{.name = "alice"};
  std::vector<std::string> warnings;
  const api::Write write{.resource = roles, .namespace_ = "x", .user = &alice, .warnings = warnings};
  const object::Document old = document(roles, std::string(kReadSecrets));
  const auto updated = [&](const std::string& metadata) {
    const std::string json = R"({"metadata":{"name":"new","namespace":"x",)" + metadata + "}," + std::string(kReadSecrets) + "}";
    object::Document now = std::move(object::decode_json(*roles.type, Bytes::copy(json))->document);
    return finish_now(guard_.begin_update(write, now, old.root())).has_value();
  };
  EXPECT_TRUE(updated(R"("finalizers":["a/b"])"));
  EXPECT_TRUE(updated(R"("ownerReferences":[{"apiVersion":"v1","kind":"Pod","name":"p","uid":"u"}])"));
  EXPECT_FALSE(updated(R"("labels":{"a":"b"})"));
}

}  // namespace
}  // namespace pintle::access

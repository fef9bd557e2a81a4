// Proves who may do what before any role is granted, and that a refusal is worded as kube-apiserver words it.
#include "auth/authorizer.h"

#include <gtest/gtest.h>

#include "auth/default_policy.h"
#include "base/finish_now.h"

namespace pintle::auth {
namespace {

const User kMaster{.name = "admin", .groups = {"system:masters", "system:authenticated"}};
const User kAlice{.name = "alice", .groups = {"devs", "system:authenticated"}};

std::unique_ptr<Authorizer> policy() {
  std::vector<std::unique_ptr<Authorizer>> parts;
  parts.push_back(allow_masters());
  parts.push_back(default_policy());
  return union_of(std::move(parts));
}

TEST(Authorizer, Paths) {
  struct Case {
    std::string_view verb, path;
    std::string wanted;  // a letter for each who may: master, alice, nobody
  };
  const Case cases[] = {
      {"get", "/healthz", "man"},
      {"get", "/livez", "man"},
      {"get", "/readyz", "man"},
      {"get", "/version", "man"},
      {"get", "/version/", "man"},
      {"get", "/api", "ma"},
      {"get", "/api/", "ma"},
      {"get", "/api/v1", "ma"},
      {"get", "/apis", "ma"},
      {"get", "/apis/apps/v1", "ma"},
      {"get", "/openapi/v3", "ma"},
      {"get", "/openapi/v2", "ma"},
      {"get", "/metrics", "m"},
      {"get", "/healthz/etcd", "m"},
      {"get", "/nosuch", "m"},
      {"get", "/", "m"},
      {"get", "/apisx", "m"},
      {"get", "/healthzx", "m"},
      {"post", "/healthz", "m"},
      {"post", "/api", "m"},
      {"get", "", "m"},
      {"get", "/openid/v1/jwks", "m"},
      {"get", "/.well-known/openid-configuration", "man"},
  };
  auto authorizer = policy();
  UserRef nobody = anonymous_user();
  for (const Case& c : cases) {
    std::string who;
    for (const User* user : {&kMaster, &kAlice, nobody.get()}) {
      bool allowed = finish_now(authorizer->authorize({.user = user, .verb = c.verb, .path = c.path})).allowed();
      if (allowed) who += user == &kMaster ? 'm' : user == &kAlice ? 'a' : 'n';
    }
    EXPECT_EQ(who, c.wanted) << c.verb << " " << c.path;
  }
  EXPECT_FALSE(finish_now(authorizer->authorize({.verb = "get", .path = "/api"})).allowed()) << "without a user";
}

TEST(Authorizer, Resources) {
  auto authorizer = policy();
  auto may = [&](const User& user, std::string_view verb, std::string_view group, std::string_view resource,
                 std::string_view subresource = "") {
    return finish_now(
               authorizer->authorize(
                   {.user = &user, .verb = verb, .group = group, .resource = resource, .subresource = subresource, .is_resource = true}))
        .allowed();
  };
  EXPECT_TRUE(may(kMaster, "delete", "", "nodes"));
  EXPECT_FALSE(may(kAlice, "get", "", "pods"));
  EXPECT_TRUE(may(kAlice, "create", "authentication.k8s.io", "selfsubjectreviews"));
  EXPECT_FALSE(may(kAlice, "create", "authentication.k8s.io", "selfsubjectreviews", "status"));
  EXPECT_FALSE(may(kAlice, "create", "authentication.k8s.io", "tokenreviews"));
  EXPECT_FALSE(may(*anonymous_user(), "create", "authentication.k8s.io", "selfsubjectreviews"));
  // A resource request is not judged by its path.
  EXPECT_FALSE(
      finish_now(authorizer->authorize({.user = &kAlice, .verb = "get", .resource = "pods", .is_resource = true, .path = "/api/v1/pods"}))
          .allowed());
}

class Says final : public Authorizer {
 public:
  explicit Says(Decision decision) : decision_(std::move(decision)) {}
  Task<Decision> authorize(const Attributes&) const override { co_return decision_; }

 private:
  Decision decision_;
};

TEST(Authorizer, TheFirstOpinionOfAUnionDecides) {
  using Kind = Decision::Kind;
  struct Case {
    std::vector<Decision> parts;
    Kind wanted;
    std::string reason;
  };
  const Case cases[] = {
      {{}, Kind::kNoOpinion, ""},
      {{{Kind::kNoOpinion, "a"}, {Kind::kNoOpinion, ""}, {Kind::kNoOpinion, "b"}}, Kind::kNoOpinion, "a\nb"},
      {{{Kind::kNoOpinion, "a"}, {Kind::kAllow, ""}, {Kind::kDeny, "c"}}, Kind::kAllow, ""},
      {{{Kind::kDeny, "no"}, {Kind::kAllow, ""}}, Kind::kDeny, "no"},
  };
  for (const Case& c : cases) {
    std::vector<std::unique_ptr<Authorizer>> parts;
    for (const Decision& decision : c.parts) parts.push_back(std::make_unique<Says>(decision));
    Decision decision = finish_now(union_of(std::move(parts))->authorize({}));
    EXPECT_EQ(decision.kind, c.wanted);
    EXPECT_EQ(decision.reason, c.reason);
  }
  EXPECT_TRUE(finish_now(always_allow()->authorize({})).allowed());
  EXPECT_EQ(finish_now(always_deny()->authorize({})).reason, "Everything is forbidden.");
}

TEST(Authorizer, Modes) {
  using Modes = std::vector<std::string>;
  struct Case {
    Modes modes;
    std::string wanted;  // who may read a pod: master, alice
    bool discovery;      // may alice read /apis
  };
  const Case cases[] = {
      {{"Node", "RBAC"}, "m", true},         {{"RBAC"}, "m", true},        {{"Node"}, "m", false},
      {{"AlwaysAllow"}, "ma", true},         {{"AlwaysDeny"}, "m", false}, {{"AlwaysDeny", "RBAC"}, "m", true},
      {{"RBAC", "AlwaysAllow"}, "ma", true},
  };
  for (const Case& c : cases) {
    auto authorizer = authorizer_of_modes(c.modes);
    std::string who;
    for (const User* user : {&kMaster, &kAlice}) {
      Attributes attributes{.user = user, .verb = "get", .resource = "pods", .is_resource = true};
      if (finish_now(authorizer->authorize(attributes)).allowed()) who += user == &kMaster ? 'm' : 'a';
    }
    EXPECT_EQ(who, c.wanted) << c.modes.front();
    EXPECT_EQ(finish_now(authorizer->authorize({.user = &kAlice, .verb = "get", .path = "/apis"})).allowed(), c.discovery)
        << c.modes.front();
  }
}

TEST(Authorizer, Refusals) {
  struct Case {
    Attributes attributes;
    std::string reason, wanted;
  };
  const User odd{.name = "a<b>&\"c\""};
  const Case cases[] = {
      {{.user = &kAlice, .verb = "list", .namespace_ = "x", .resource = "pods", .is_resource = true},
       "",
       "pods is forbidden: User \"alice\" cannot list resource \"pods\" in API group \"\" in the namespace \"x\""},
      {{.user = &kAlice, .verb = "get", .namespace_ = "x", .resource = "pods", .subresource = "log", .name = "p", .is_resource = true},
       "",
       "pods \"p\" is forbidden: User \"alice\" cannot get resource \"pods/log\" in API group \"\" in the namespace \"x\""},
      {{.user = &kAlice, .verb = "list", .group = "apps", .resource = "deployments", .is_resource = true},
       "because",
       "deployments.apps is forbidden: User \"alice\" cannot list resource \"deployments\" in API group \"apps\" at the cluster scope: "
       "because"},
      {{.user = &kAlice, .verb = "get", .path = "/nosuch"}, "", "forbidden: User \"alice\" cannot get path \"/nosuch\""},
      {{.user = &odd, .verb = "get", .path = "/x"}, "", "forbidden: User \"a&lt;b&gt;&amp;\\\"c\\\"\" cannot get path \"/x\""},
  };
  for (const Case& c : cases) {
    Status status = forbidden(c.attributes, c.reason);
    EXPECT_EQ(status.message(), c.wanted);
    EXPECT_EQ(status.code(), 403);
    EXPECT_EQ(status.reason(), "Forbidden");
    EXPECT_EQ(status.details().kind, c.attributes.resource);
    EXPECT_EQ(status.details().name, c.attributes.name);
  }
}

}  // namespace
}  // namespace pintle::auth

// Proves who may act as whom: which checks each mode asks for and in which order, whose refusal is told, what the headers come to,
// and that nothing of them is left for later stages.
#include "api/impersonation.h"

#include <gtest/gtest.h>

#include <set>

#include "base/finish_now.h"

namespace pintle::api {
namespace {

// Allows what is listed, as "verb group/resource/subresource namespace/name"; keeps what it was asked.
class ListedRights final : public auth::Authorizer {
 public:
  Task<auth::Decision> authorize(const auth::Attributes& a) const override {
    std::string asked = std::string(a.verb) + " " + std::string(a.group) + "/" + std::string(a.resource);
    if (!a.subresource.empty()) asked += "/" + std::string(a.subresource);
    asked += " " + std::string(a.namespace_) + "/" + std::string(a.name);
    asked_.push_back(asked);
    extra_ = a.user->extra;
    const bool allowed = rights.contains(asked) || rights.contains("*");
    co_return auth::Decision{.kind = allowed ? auth::Decision::Kind::kAllow : auth::Decision::Kind::kNoOpinion};
  }
  std::vector<std::string> take() const { return std::exchange(asked_, {}); }

  std::set<std::string> rights;
  mutable std::vector<std::string> asked_;
  mutable decltype(auth::User::extra) extra_;
};

using HeaderList = std::vector<net::Header>;

class Impersonating : public testing::Test {
 protected:
  Result<Impersonation::Answer> apply(const HeaderList& fields) {
    headers = {};
    for (const net::Header& field : fields) headers.add(field.name, field.value);
    return finish_now(impersonation.apply(headers, {.user = &client,
                                                    .verb = "get",
                                                    .namespace_ = "ns",
                                                    .version = "v1",
                                                    .resource = "pods",
                                                    .name = "p",
                                                    .is_resource = true,
                                                    .path = "/api/v1/namespaces/ns/pods/p"}));
  }
  // "name uid groups key=values", "-" for nobody, "403 message".
  static std::string described(const Result<Impersonation::Answer>& answer) {
    if (!answer) return std::to_string(answer.error().code()) + " " + answer.error().message();
    if (!answer->user) return "-";
    std::string text = answer->user->name + " " + answer->user->uid + " ";
    for (const std::string& group : answer->user->groups) text += group + ",";
    for (const auto& [key, values] : answer->user->extra) {
      text += " " + key + "=";
      for (const std::string& value : values) text += value + ",";
    }
    return text;
  }

  auth::User client{.name = "alice", .groups = {"system:authenticated"}};
  ListedRights authorizer;
  Impersonation impersonation{authorizer};
  net::Headers headers;
};

TEST_F(Impersonating, WhomTheHeadersName) {
  authorizer.rights = {"*"};
  struct Case {
    HeaderList headers;
    std::string wanted;
  };
  const Case cases[] = {
      {{}, "-"},
      {{{"impersonate-user", ""}}, "-"},
      {{{"x-remote-user", "bob"}}, "-"},
      {{{"impersonate-user", "bob"}}, "bob  system:authenticated,"},
      {{{"impersonate-user", "bob"}, {"impersonate-user", "eve"}}, "bob  system:authenticated,"},
      {{{"impersonate-user", "bob"}, {"impersonate-uid", "7"}, {"impersonate-group", "b"}, {"impersonate-group", "a"}},
       "bob 7 b,a,system:authenticated,"},
      {{{"impersonate-user", "bob"}, {"impersonate-group", "system:authenticated"}}, "bob  system:authenticated,"},
      {{{"impersonate-user", "bob"}, {"impersonate-group", "system:unauthenticated"}}, "bob  system:unauthenticated,"},
      {{{"impersonate-user", "system:anonymous"}}, "system:anonymous  system:unauthenticated,"},
      {{{"impersonate-user", "system:anonymous"}, {"impersonate-group", "g"}}, "system:anonymous  g,system:unauthenticated,"},
      {{{"impersonate-user", "bob"}, {"impersonate-extra-acme.com%2fproject", "p"}, {"impersonate-extra-acme.com%2fproject", "q"}},
       "bob  system:authenticated, acme.com/project=p,q,"},
      {{{"impersonate-user", "system:serviceaccount:ns:sa"}},
       "system:serviceaccount:ns:sa  system:serviceaccounts,system:serviceaccounts:ns,system:authenticated,"},
      {{{"impersonate-user", "system:node:n1"}}, "system:node:n1  system:nodes,system:authenticated,"},
      {{{"impersonate-user", "system:serviceaccount:ns:sa"}, {"impersonate-group", "x"}},
       "system:serviceaccount:ns:sa  x,system:authenticated,"},
      {{{"impersonate-user", "system:serviceaccount:bad"}}, "system:serviceaccount:bad  system:authenticated,"},
      // Keys that the other modes do not take are good for the legacy one, and then that is tried first.
      {{{"impersonate-user", "bob"}, {"impersonate-extra-a%zz", "p"}}, "bob  system:authenticated, a%zz=p,"},
      {{{"impersonate-user", "system:node:n1"}, {"impersonate-group", "g"}}, "system:node:n1  g,system:authenticated,"},
      {{{"impersonate-group", "g"}},
       R"(400 requested &user.DefaultInfo{Name:"", UID:"", Groups:[]string{"g"}, Extra:map[string][]string(nil)} without impersonating a user name)"},
      {{{"impersonate-uid", "g\""}},
       R"(400 requested &user.DefaultInfo{Name:"", UID:"g\"", Groups:[]string(nil), Extra:map[string][]string(nil)} without impersonating a user name)"},
      {{{"impersonate-extra-b", "2"}, {"impersonate-extra-a", "1"}},
       R"(400 requested &user.DefaultInfo{Name:"", UID:"", Groups:[]string(nil), Extra:map[string][]string{"a":[]string{"1"}, "b":[]string{"2"}}} without impersonating a user name)"},
  };
  for (const Case& c : cases) EXPECT_EQ(described(apply(c.headers)), c.wanted);
}

class Noted final : public ImpersonationObserver {
 public:
  void attempted(std::string_view mode, Impersonated outcome, std::chrono::steady_clock::duration) override {
    notes.push_back("attempt " + std::string(mode) + (outcome == Impersonated::kAllowed ? " allowed" : " denied"));
  }
  void checked(std::string_view mode, Impersonated outcome, std::chrono::steady_clock::duration) override {
    notes.push_back("check " + std::string(mode) + (outcome == Impersonated::kAllowed ? " allowed" : " denied"));
  }
  std::vector<std::string> take() { return std::exchange(notes, {}); }
  std::vector<std::string> notes;
};

TEST_F(Impersonating, IsCountedByModeAndCheck) {
  Noted observer;
  const Impersonation counted(authorizer, &observer);
  const auto become = [&](const std::string& user) {
    headers = {};
    if (!user.empty()) headers.add("impersonate-user", user);
    (void)finish_now(counted.apply(headers, {.user = &client, .verb = "get", .resource = "pods", .is_resource = true}));
    return observer.take();
  };
  using Notes = std::vector<std::string>;
  EXPECT_EQ(become(""), Notes{});
  EXPECT_EQ(become("bob"), (Notes{"check user-info denied", "check legacy denied", "attempt  denied"}));
  authorizer.rights = {"impersonate /users /bob"};
  EXPECT_EQ(become("bob"), (Notes{"check user-info denied", "check legacy allowed", "attempt legacy allowed"}));
  EXPECT_EQ(become("bob"), (Notes{"check legacy allowed", "attempt legacy allowed"}));
}

class Unable final : public auth::Authorizer {
 public:
  explicit Unable(std::string reason) : reason_(std::move(reason)) {}
  Task<auth::Decision> authorize(const auth::Attributes&) const override {
    co_return auth::Decision{.reason = reason_, .error = "no webhook"};
  }

 private:
  std::string reason_;
};

// Unlike in the chain, an error is a refusal here.
TEST_F(Impersonating, WhatKeepsTheAuthorizerFromDecidingIsTold) {
  for (const auto& [reason, wanted] : {std::pair{"", "no webhook"}, std::pair{"nor a role", "no webhook: nor a role"}}) {
    const Unable unable(reason);
    net::Headers one;
    one.add("impersonate-user", "bob");
    const auto answer = finish_now(Impersonation(unable).apply(one, {.user = &client, .verb = "get", .path = "/"}));
    EXPECT_EQ(described(answer), "403 forbidden: User \"alice\" cannot impersonate-on:user-info:get path \"/\": " + std::string(wanted));
  }
}

TEST_F(Impersonating, TheHeadersAreGoneAfterwards) {
  authorizer.rights = {"*"};
  (void)apply({{"impersonate-user", "bob"},
               {"impersonate-group", "g"},
               {"accept", "a"},
               {"impersonate-extra-x.io%2fa", "1"},
               {"impersonate-uid", "1"}});
  ASSERT_EQ(headers.fields().size(), 1u);
  EXPECT_EQ(headers.fields()[0].name, "accept");
}

TEST_F(Impersonating, NobodyActsAsAnybodyWithoutTheRight) {
  EXPECT_EQ(
      described(apply({{"impersonate-user", "bob"}})),
      R"(403 pods "p" is forbidden: User "alice" cannot impersonate-on:user-info:get resource "pods" in API group "" in the namespace "ns")");
  EXPECT_EQ(authorizer.take(), (std::vector<std::string>{"impersonate-on:user-info:get /pods ns/p", "impersonate /users /bob"}));
}

TEST_F(Impersonating, TheLegacyModeAsksForEachThing) {
  authorizer.rights = {"impersonate /users /bob", "impersonate authentication.k8s.io/uids /7", "impersonate /groups /g",
                       "impersonate authentication.k8s.io/userextras/scopes /a"};
  const HeaderList all = {
      {"impersonate-user", "bob"}, {"impersonate-uid", "7"}, {"impersonate-group", "g"}, {"impersonate-extra-scopes", "a"}};
  const auto answer = apply(all);
  EXPECT_EQ(described(answer), "bob 7 g,system:authenticated, scopes=a,");
  EXPECT_EQ(answer->constraint, "");
  EXPECT_EQ(authorizer.take(), (std::vector<std::string>{"impersonate-on:user-info:get /pods ns/p", "impersonate /users /bob",
                                                         "impersonate authentication.k8s.io/uids /7", "impersonate /groups /g",
                                                         "impersonate authentication.k8s.io/userextras/scopes /a"}));
  // What worked last is tried first, and its refusal is told.
  HeaderList more = all;
  more.push_back({"impersonate-group", "h"});
  EXPECT_EQ(described(apply(more)),
            R"(403 groups "h" is forbidden: User "alice" cannot impersonate resource "groups" in API group "" at the cluster scope)");
  EXPECT_EQ(authorizer.take().front(), "impersonate /users /bob");
}

TEST_F(Impersonating, TheConstrainedModesAskForTheRequestToo) {
  authorizer.rights = {"impersonate-on:user-info:get /pods ns/p", "impersonate:user-info authentication.k8s.io/users /bob"};
  const auto answer = apply({{"impersonate-user", "bob"}});
  EXPECT_EQ(described(answer), "bob  system:authenticated,");
  EXPECT_EQ(answer->constraint, "impersonate:user-info");
  struct Case {
    HeaderList headers;
    std::string wanted;
  };
  const Case cases[] = {
      {{{"impersonate-group", ""}},
       R"(403 groups.authentication.k8s.io is forbidden: User "alice" cannot impersonate:user-info resource "groups" in API group "authentication.k8s.io" at the cluster scope: impersonating the empty string group is not allowed)"},
      {{{"impersonate-group", "system:masters"}},
       R"(403 groups.authentication.k8s.io "system:masters" is forbidden: User "alice" cannot impersonate:user-info resource "groups" in API group "authentication.k8s.io" at the cluster scope: impersonating the system:masters group is not allowed)"},
      {{{"impersonate-extra-scopes", "a"}},
       R"(403 userextras.authentication.k8s.io is forbidden: User "alice" cannot impersonate:user-info resource "userextras" in API group "authentication.k8s.io" at the cluster scope: impersonating an invalid key in extra is not allowed: extra.key: Invalid value: "scopes": must be a domain-prefixed path (such as "acme.io/foo"))"},
      {{{"impersonate-extra-a.io%2fb", ""}},
       R"(403 userextras.authentication.k8s.io is forbidden: User "alice" cannot impersonate:user-info resource "userextras" in API group "authentication.k8s.io" at the cluster scope: impersonating the empty string value in extra is not allowed)"},
  };
  for (const Case& c : cases) {
    HeaderList headers = c.headers;
    headers.push_back({"impersonate-user", "bob"});
    EXPECT_EQ(described(apply(headers)), c.wanted);
  }
}

TEST_F(Impersonating, ManyGroupsAreAskedForAtOnce) {
  authorizer.rights = {"impersonate-on:user-info:get /pods ns/p", "impersonate:user-info authentication.k8s.io/users /bob",
                       "impersonate:user-info authentication.k8s.io/groups /*"};
  HeaderList headers = {{"impersonate-user", "bob"}};
  for (const char* group : {"a", "b", "c"}) headers.push_back({"impersonate-group", group});
  EXPECT_TRUE(described(apply(headers)).starts_with("403 groups.authentication.k8s.io \"a\"")) << "three are asked for one by one";
  headers.push_back({"impersonate-group", "d"});
  EXPECT_EQ(described(apply(headers)), "bob  a,b,c,d,system:authenticated,");
}

TEST_F(Impersonating, APodsAccountActsAsItsOwnNode) {
  client.name = "system:serviceaccount:kube-system:agent";
  client.extra = {{"authentication.kubernetes.io/node-name", {"n1"}}, {"authentication.kubernetes.io/pod-name", {"agent-x"}}};
  authorizer.rights = {"impersonate-on:associated-node:get /pods ns/p", "impersonate:associated-node authentication.k8s.io/nodes /*"};
  EXPECT_EQ(described(apply({{"impersonate-user", "system:node:n1"}})), "system:node:n1  system:nodes,system:authenticated,");
  ASSERT_EQ(authorizer.extra_.size(), 1u) << "the checks do not depend on the Pod";
  EXPECT_EQ(authorizer.extra_[0].first, "authentication.kubernetes.io/associated-node-keys");
  EXPECT_TRUE(described(apply({{"impersonate-user", "system:node:n2"}})).starts_with("403 ")) << "another node";
}

}  // namespace
}  // namespace pintle::api

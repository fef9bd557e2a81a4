// Proves what the authorizers without a policy say, how several decide together, and that a refusal is worded as kube-apiserver words it.
#include "auth/authorizer.h"

#include <gtest/gtest.h>

#include "base/finish_now.h"

namespace pintle::auth {
namespace {

const User kMaster{.name = "admin", .groups = {"system:masters", "system:authenticated"}};
const User kAlice{.name = "alice", .groups = {"devs", "system:authenticated"}};

TEST(Authorizer, MastersMayDoEverything) {
  const auto authorizer = allow_masters();
  EXPECT_TRUE(finish_now(authorizer->authorize({.user = &kMaster, .verb = "delete", .resource = "nodes", .is_resource = true})).allowed());
  EXPECT_FALSE(finish_now(authorizer->authorize({.user = &kAlice, .verb = "get", .path = "/api"})).allowed());
  EXPECT_FALSE(finish_now(authorizer->authorize({.verb = "get", .path = "/api"})).allowed()) << "without a user";
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

TEST(Authorizer, ErrorsOfAUnion) {
  using Kind = Decision::Kind;
  struct Case {
    std::vector<Decision> parts;
    Kind wanted;
    std::string error;
  };
  const Case cases[] = {
      {{{.error = "a"}, {.error = "b"}, {.error = "a"}}, Kind::kNoOpinion, "[a, b]"},
      {{{.error = "a"}, {}}, Kind::kNoOpinion, "a"},
      {{{.error = "a"}, {.kind = Kind::kAllow}}, Kind::kAllow, ""},
      {{{.error = "a"}, {.kind = Kind::kDeny, .error = "b"}}, Kind::kDeny, "b"},
  };
  for (const Case& c : cases) {
    std::vector<std::unique_ptr<Authorizer>> parts;
    for (const Decision& decision : c.parts) parts.push_back(std::make_unique<Says>(decision));
    const Decision decision = finish_now(union_of(std::move(parts))->authorize({}));
    EXPECT_EQ(decision.kind, c.wanted);
    EXPECT_EQ(decision.error, c.error);
  }
}

class Noted final : public DecisionObserver {
 public:
  void decided(const NamedAuthorizer& by, Decision::Kind kind) override {
    notes.push_back(by.type + "/" + by.name + (kind == Decision::Kind::kAllow ? " allow" : " deny"));
  }
  std::vector<std::string> notes;
};

TEST(Authorizer, WhoHasDecidedIsTold) {
  using Kind = Decision::Kind;
  Noted observer;
  const auto decide = [&](Kind first, Kind second) {
    std::vector<NamedAuthorizer> parts;
    parts.push_back({.authorizer = allow_masters()});
    parts.push_back({.authorizer = std::make_shared<Says>(Decision{.kind = first}), .type = "Webhook", .name = "a"});
    parts.push_back({.authorizer = std::make_shared<Says>(Decision{.kind = second}), .type = "RBAC", .name = "rbac"});
    const auto all = union_of(std::move(parts), &observer);
    (void)finish_now(all->authorize({.user = &kAlice}));
    (void)finish_now(all->authorize({.user = &kMaster}));
  };
  decide(Kind::kNoOpinion, Kind::kNoOpinion);
  EXPECT_TRUE(observer.notes.empty()) << "neither no opinion nor masters are counted";
  decide(Kind::kNoOpinion, Kind::kAllow);
  decide(Kind::kDeny, Kind::kAllow);
  EXPECT_EQ(observer.notes, (std::vector<std::string>{"RBAC/rbac allow", "Webhook/a deny"}));
}

TEST(Authorizer, AUnionListsWhatItsPartsAllow) {
  std::vector<std::unique_ptr<Authorizer>> parts;
  parts.push_back(always_deny());
  parts.push_back(always_allow());
  parts.push_back(allow_masters());
  const UserRules rules = union_of(std::move(parts))->rules_for(kAlice, "x");
  ASSERT_EQ(rules.resources.size(), 1);
  EXPECT_EQ(rules.resources[0].verbs, std::vector<std::string>{"*"});
  ASSERT_EQ(rules.paths.size(), 1);
  EXPECT_FALSE(rules.incomplete);
}

TEST(Authorizer, ErrorsAreJoinedOnce) {
  EXPECT_EQ(joined_errors({}), "");
  EXPECT_EQ(joined_errors({"a", "a"}), "a");
  EXPECT_EQ(joined_errors({"a", "b", "a"}), "[a, b]");
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

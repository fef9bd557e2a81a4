// Proves what lines of an ABAC policy file allow, in both of their forms, and which files are refused.
#include "access/abac/policy_file.h"

#include <gtest/gtest.h>

#include "base/finish_now.h"

namespace pintle::access {
namespace {

std::string versioned(const std::string& spec) {
  return R"({"apiVersion":"abac.authorization.kubernetes.io/v1beta1","kind":"Policy","spec":)" + spec + "}";
}

TEST(Abac, Lines) {
  struct Case {
    std::string line;
    std::string_view verb, namespace_, group, resource, path;
    bool wanted;
  };
  const Case cases[] = {
      {versioned(R"({"user":"alice","namespace":"*","resource":"*","apiGroup":"*"})"), "delete", "x", "apps", "deployments", "", true},
      {versioned(R"({"user":"bob","namespace":"*","resource":"*","apiGroup":"*"})"), "get", "x", "", "pods", "", false},
      {versioned(R"({"group":"devs","namespace":"x","resource":"pods","readonly":true})"), "get", "x", "", "pods", "", true},
      {versioned(R"({"group":"devs","namespace":"x","resource":"pods","readonly":true})"), "create", "x", "", "pods", "", false},
      {versioned(R"({"group":"devs","namespace":"x","resource":"pods"})"), "get", "y", "", "pods", "", false},
      {versioned(R"({"group":"devs","namespace":"x","resource":"pods"})"), "get", "x", "apps", "pods", "", false},
      {versioned(R"({"user":"alice","group":"ops","namespace":"*","resource":"*"})"), "get", "x", "", "pods", "", false},
      {versioned(R"({"user":"*","nonResourcePath":"/version*"})"), "get", "", "", "", "/version/x", true},
      {versioned(R"({"user":"alice","nonResourcePath":"/version"})"), "get", "", "", "", "/version/x", false},
      {versioned(R"({"namespace":"*","resource":"*","apiGroup":"*"})"), "get", "x", "", "pods", "", false},
      {R"({"user":"alice"})", "delete", "x", "apps", "deployments", "", true},
      {R"({"user":"alice"})", "get", "", "", "", "/any", true},
      {R"({"readonly":true,"resource":"pods"})", "list", "x", "", "pods", "", true},
      {R"({"readonly":true,"resource":"pods"})", "get", "", "", "", "/any", false},
      {R"({"group":"*","namespace":"x"})", "delete", "y", "", "pods", "", false},
  };
  const auth::User alice{.name = "alice", .groups = {"devs", "system:authenticated"}};
  for (const Case& c : cases) {
    const auto authorizer = parse_abac_policy("# comment\n\n" + c.line + "\n", "file");
    ASSERT_TRUE(authorizer) << c.line;
    const auth::Decision decision = finish_now((*authorizer)
                                                   ->authorize({.user = &alice,
                                                                .verb = c.verb,
                                                                .namespace_ = c.namespace_,
                                                                .group = c.group,
                                                                .resource = c.resource,
                                                                .is_resource = !c.resource.empty(),
                                                                .path = c.path}));
    EXPECT_EQ(decision.allowed(), c.wanted) << c.line;
    if (!c.wanted) EXPECT_EQ(decision.reason, "No policy matched.");
  }
}

TEST(Abac, WhatCannotBeReadIsRefused) {
  for (const std::string text : {"{", "[]", R"({"apiVersion":"x/v1","kind":"Policy"})"}) {
    const auto authorizer = parse_abac_policy("\n" + text, "/the/file");
    ASSERT_FALSE(authorizer) << text;
    EXPECT_TRUE(authorizer.error().message().starts_with("error reading policy file /the/file, line 2: " + text + ": "))
        << authorizer.error().message();
  }
}

}  // namespace
}  // namespace pintle::access

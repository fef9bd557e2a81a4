// Proves what a rule allows, which rights cover others, and how missing ones are told.
#include "access/rbac/rule.h"

#include <gtest/gtest.h>

namespace pintle::access {
namespace {

Rule resources(std::vector<std::string> verbs, std::vector<std::string> resources, std::vector<std::string> names = {}) {
  return {.verbs = std::move(verbs), .groups = {""}, .resources = std::move(resources), .names = std::move(names)};
}

TEST(Rule, Allows) {
  struct Case {
    Rule rule;
    std::string verb, resource, subresource, name;
    bool wanted;
  };
  const Case cases[] = {
      {resources({"get"}, {"pods"}), "get", "pods", "", "a", true},
      {resources({"get"}, {"pods"}), "get", "pods", "log", "a", false},
      {resources({"get"}, {"pods/log"}), "get", "pods", "log", "a", true},
      {resources({"get"}, {"pods/log"}), "get", "pods", "", "a", false},
      {resources({"get"}, {"*/log"}), "get", "pods", "log", "a", true},
      {resources({"get"}, {"*/log"}), "get", "pods", "", "a", false},
      {resources({"*"}, {"*"}), "delete", "pods", "log", "a", true},
      {resources({"get"}, {"pods"}, {"a"}), "get", "pods", "", "a", true},
      {resources({"get"}, {"pods"}, {"a"}), "get", "pods", "", "b", false},
      {resources({"list"}, {"pods"}, {"a"}), "list", "pods", "", "", false},
      {{.verbs = {"get"}, .groups = {"apps"}, .resources = {"pods"}}, "get", "pods", "", "a", false},
      {{.verbs = {"get"}, .urls = {"*"}}, "get", "pods", "", "a", false},
  };
  for (const Case& c : cases)
    EXPECT_EQ(allows(c.rule, {.verb = c.verb, .resource = c.resource, .subresource = c.subresource, .name = c.name, .is_resource = true}),
              c.wanted)
        << compact_text(c.rule) << " " << c.verb << " " << c.resource << "/" << c.subresource << " " << c.name;
}

TEST(Rule, AllowsPaths) {
  struct Case {
    std::string url, path;
    bool wanted;
  };
  const Case cases[] = {
      {"/x", "/x", true},    {"/x", "/x/", false}, {"/x/*", "/x/", true},   {"/x/*", "/x", false},
      {"/x*", "/xyz", true}, {"*", "/", true},     {"/x/**", "/x/y", true},
  };
  for (const Case& c : cases)
    EXPECT_EQ(allows({.verbs = {"get"}, .urls = {c.url}}, {.verb = "get", .path = c.path}), c.wanted) << c.url << " " << c.path;
}

TEST(Rule, WhatIsNotCovered) {
  struct Case {
    std::vector<Rule> owned, wanted;
    std::vector<std::string> missing;  // put together
  };
  const Case cases[] = {
      {{resources({"*"}, {"*"})}, {resources({"get"}, {"pods/log"}, {"a"})}, {}},
      {{resources({"get"}, {"pods"})},
       {resources({"get", "list"}, {"pods", "secrets"})},
       {R"({APIGroups:[""], Resources:["pods"], Verbs:["list"]})", R"({APIGroups:[""], Resources:["secrets"], Verbs:["get" "list"]})"}},
      {{resources({"get"}, {"*/log"})}, {resources({"get"}, {"pods/log"})}, {}},
      {{resources({"get"}, {"pods"}, {"a"})}, {resources({"get"}, {"pods"})}, {R"({APIGroups:[""], Resources:["pods"], Verbs:["get"]})"}},
      {{resources({"get"}, {"pods"}, {"a"})},
       {resources({"get"}, {"pods"}, {"a", "b"})},
       {R"({APIGroups:[""], Resources:["pods"], ResourceNames:["b"], Verbs:["get"]})"}},
      {{resources({"get"}, {"pods"}), resources({"list"}, {"pods"})}, {resources({"get", "list"}, {"pods"})}, {}},
      {{{.verbs = {"get"}, .urls = {"/a/*"}}},
       {{.verbs = {"get", "post"}, .urls = {"/a/b", "/c"}}},
       {R"({NonResourceURLs:["/a/b"], Verbs:["post"]})", R"({NonResourceURLs:["/c"], Verbs:["get"]})",
        R"({NonResourceURLs:["/c"], Verbs:["post"]})"}},
      {{resources({"*"}, {"*"})}, {{.verbs = {"get"}, .urls = {"/a"}}}, {R"({NonResourceURLs:["/a"], Verbs:["get"]})"}},
  };
  for (const Case& c : cases) {
    std::vector<std::string> missing;
    for (const Rule& rule : put_together(not_covered(c.owned, c.wanted))) missing.push_back(compact_text(rule));
    EXPECT_EQ(missing, c.missing);
  }
}

}  // namespace
}  // namespace pintle::access

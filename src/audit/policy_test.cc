// Proves which rule of a policy decides for a request, and what of a policy file is refused, and with which words.
#include "audit/policy.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/test_folder.h"

namespace pintle::audit {
namespace {

Ref<const Policy> policy_of(const std::string& rules) {
  auto policy = parse_policy(Bytes::copy("apiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages: [Panic]\nrules:\n" + rules));
  EXPECT_TRUE(policy) << policy.error().message();
  return *policy;
}

const auth::User kAlice = {.name = "alice", .groups = {"devs", "system:authenticated"}};

auth::Attributes resource(std::string_view verb, std::string_view group, std::string_view resource, std::string_view subresource = "",
                          std::string_view name = "", std::string_view namespace_ = "") {
  return {.user = &kAlice,
          .verb = verb,
          .namespace_ = namespace_,
          .group = group,
          .resource = resource,
          .subresource = subresource,
          .name = name,
          .is_resource = true};
}
auth::Attributes path(std::string_view path) { return {.user = &kAlice, .verb = "get", .path = path}; }

struct MatchCase {
  std::string rule;  // of level Metadata
  auth::Attributes attributes;
  bool fits;
};

TEST(Policy, RulesFitWhatTheySay) {
  const auth::Attributes pods = resource("get", "", "pods", "", "a", "x");
  const auth::Attributes log = resource("get", "", "pods", "log", "a", "x");
  const auth::Attributes nobody = {.verb = "get", .resource = "pods", .is_resource = true};
  const MatchCase cases[] = {
      {"", pods, true},
      {"", path("/healthz"), true},
      {"users: [alice]", pods, true},
      {"users: [bob]", pods, false},
      {"users: [alice]", nobody, false},
      {"userGroups: [ops, devs]", pods, true},
      {"userGroups: [ops]", pods, false},
      {"userGroups: [devs]", nobody, false},
      {"verbs: [get]", pods, true},
      {"verbs: [list]", pods, false},
      {"namespaces: [x]", pods, true},
      {"namespaces: [other]", pods, false},
      {"namespaces: [\"\"]", resource("get", "", "nodes"), true},
      {"namespaces: [x]", path("/healthz"), false},
      {"resources: [{group: \"\"}]", pods, true},
      {"resources: [{group: apps}]", pods, false},
      {"resources: [{group: \"*\"}]", pods, true},
      {"resources: [{group: \"\", resources: [pods]}]", pods, true},
      {"resources: [{group: \"\", resources: [pods]}]", log, false},
      {"resources: [{group: \"\", resources: [pods/log]}]", log, true},
      {"resources: [{group: \"\", resources: [pods/log]}]", pods, false},
      {"resources: [{group: \"\", resources: [\"pods/*\"]}]", log, true},
      {"resources: [{group: \"\", resources: [\"pods/*\"]}]", pods, true},
      {"resources: [{group: \"\", resources: [\"*/log\"]}]", log, true},
      {"resources: [{group: \"\", resources: [\"*/log\"]}]", pods, false},
      {"resources: [{group: \"\", resources: [\"*\"]}]", log, true},
      {"resources: [{group: \"\", resources: [pods], resourceNames: [a]}]", pods, true},
      {"resources: [{group: \"\", resources: [pods], resourceNames: [b]}]", pods, false},
      {"nonResourceURLs: [/healthz]", path("/healthz"), true},
      {"nonResourceURLs: [/healthz]", path("/healthz/ping"), false},
      {"nonResourceURLs: [\"/healthz*\"]", path("/healthz/ping"), true},
      {"nonResourceURLs: [\"*\"]", path("/any"), true},
      {"nonResourceURLs: [\"*\"]", pods, false},
  };
  for (const MatchCase& test : cases) {
    const auto policy = policy_of("- level: Metadata\n  " + test.rule + "\n");
    EXPECT_EQ(policy->evaluate(test.attributes).level == Level::kMetadata, test.fits) << test.rule << " " << test.attributes.resource;
  }
}

TEST(Policy, TheFirstRuleThatFitsDecides) {
  const auto policy = policy_of(
      "- {level: None, users: [bob]}\n"
      "- {level: Request, verbs: [get], omitStages: [RequestReceived], omitManagedFields: true}\n"
      "- {level: Metadata}\n");
  const StageSet both{Stage::kPanic, Stage::kRequestReceived};
  EXPECT_EQ(policy->evaluate(resource("get", "", "pods")),
            (RequestConfig{.level = Level::kRequest, .omit_stages = both, .omit_managed_fields = true}));
  EXPECT_EQ(policy->evaluate(resource("list", "", "pods")), (RequestConfig{.level = Level::kMetadata, .omit_stages = {Stage::kPanic}}));
}

TEST(Policy, WhatNoRuleFitsIsNotRecorded) {
  EXPECT_EQ(policy_of("- {level: Metadata, users: [bob]}\n")->evaluate(path("/api")).level, Level::kNone);
}

struct FaultCase {
  std::string text;
  std::string message;
};

TEST(Policy, FaultsAreToldInUpstreamsWords) {
  const std::string head = "apiVersion: audit.k8s.io/v1\nkind: Policy\n";
  const FaultCase cases[] = {
      {"", "failed decoding: Object 'Kind' is missing in ''"},
      {"{\"apiVersion\":\"audit.k8s.io/v1\"}", "failed decoding: Object 'Kind' is missing in '{\"apiVersion\":\"audit.k8s.io/v1\"}'"},
      {"kind: Policy", "failed decoding: Object 'apiVersion' is missing in 'kind: Policy'"},
      {"apiVersion: audit.k8s.io/v9\nkind: Policy",
       "failed decoding: no kind \"Policy\" is registered for version \"audit.k8s.io/v9\" in scheme "
       "\"k8s.io/apiserver/pkg/audit/scheme.go:30\""},
      {head, "loaded illegal policy with 0 rules"},
      {head + "rules: [{}]", "rules[0].level: Required value"},
      {head + "rules: [{level: Some}]",
       "rules[0].level: Unsupported value: \"Some\": supported values: \"None\", \"Metadata\", \"Request\", \"RequestResponse\""},
      {head + "rules: [{level: None, nonResourceURLs: [healthz]}]",
       "rules[0].nonResourceURLs[0]: Invalid value: \"healthz\": non-resource URL rules must begin with a '/' character"},
      {head + "rules: [{level: None, nonResourceURLs: [\"/a*b\"]}]",
       "rules[0].nonResourceURLs[0]: Invalid value: \"/a*b\": non-resource URL wildcards '*' must be the final character of the rule"},
      {head + "rules: [{level: None, nonResourceURLs: [/a], namespaces: [x]}]",
       "rules[0].nonResourceURLs: Invalid value: [\"/a\"]: rules cannot apply to both regular resources and non-resource URLs"},
      {head + "rules: [{level: None, resources: [{resourceNames: [a]}]}]",
       "rules[0].resources.resourceNames: Invalid value: [\"a\"]: using resourceNames requires at least one resource"},
      {head + "omitStages: [Later]\nrules: [{level: None}]",
       "omitStages[0]: Invalid value: \"Later\": allowed stages are RequestReceived,ResponseStarted,ResponseComplete,Panic"},
      {head + "rules: [{}, {level: Some2}]",
       "[rules[0].level: Required value, rules[1].level: Unsupported value: \"Some2\": supported values: \"None\", \"Metadata\", "
       "\"Request\", \"RequestResponse\"]"},
  };
  for (const FaultCase& test : cases) {
    const auto policy = parse_policy(Bytes::copy(test.text));
    ASSERT_FALSE(policy) << test.text;
    EXPECT_EQ(policy.error().message(), test.message);
  }
}

TEST(Policy, UnknownFieldsAreNoFault) { EXPECT_EQ(policy_of("- {level: Metadata, colour: red}\n")->rules().size(), 1); }

TEST(Policy, JsonIsReadToo) {
  EXPECT_TRUE(parse_policy(Bytes::copy(R"({"apiVersion":"audit.k8s.io/v1","kind":"Policy","rules":[{"level":"None"}]})")));
}

TEST(Policy, AFileIsNamedInItsFaults) {
  const TestFolder folder;
  const std::string path = folder.path() + "/policy.yaml";
  EXPECT_EQ(load_policy(path).error().message(),
            "loading audit policy file: failed to read file path \"" + path + "\": open " + path + ": no such file or directory");
  std::ofstream(path) << "apiVersion: audit.k8s.io/v1\nkind: Policy\n";
  EXPECT_EQ(load_policy(path).error().message(), "loading audit policy file: loaded illegal policy with 0 rules: from file " + path);
}

}  // namespace
}  // namespace pintle::audit

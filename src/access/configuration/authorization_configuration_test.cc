// Proves what a file of --authorization-config comes to, with its defaults, and which files are refused with which words.
#include "access/configuration/authorization_configuration.h"

#include <gtest/gtest.h>

#include <map>

#include "base/file.h"
#include "base/test_folder.h"

namespace pintle::access {
namespace {

using std::chrono::seconds;

std::string with_head(const std::string& authorizers, const std::string& version = "v1") {
  return "apiVersion: apiserver.config.k8s.io/" + version + "\nkind: AuthorizationConfiguration\n" + authorizers;
}

class AuthorizationConfigurationTest : public testing::Test {
 protected:
  AuthorizationConfigurationTest() {
    const FileContent file{.path = kubeconfig, .bytes = "x"};
    EXPECT_TRUE(write_files({&file, 1}));
  }
  // One webhook with what it must have, but for the lines of `others`, which replace those of the same name.
  std::string webhook(const std::string& others) const {
    std::map<std::string, std::string> lines = {{"timeout", "3s"},
                                                {"subjectAccessReviewVersion", "v1"},
                                                {"failurePolicy", "Deny"},
                                                {"connectionInfo", "{type: KubeConfigFile, kubeConfigFile: " + kubeconfig + "}"}};
    if (const size_t colon = others.find(": "); colon != std::string::npos) lines[others.substr(0, colon)] = others.substr(colon + 2);
    std::string text = "authorizers:\n- type: Webhook\n  name: policy\n  webhook:\n";
    for (const auto& [name, value] : lines)
      if (!value.empty()) text += "    " + name + ": " + value + "\n";
    return text;
  }
  static std::string fault(const std::string& text, const std::set<std::string>& required = {}) {
    const auto parsed = parse_authorization_configuration(Bytes::copy(text), required);
    return parsed ? "" : parsed.error().message();
  }

  const TestFolder folder;
  const std::string kubeconfig = folder.path() + "/kubeconfig";
};

TEST_F(AuthorizationConfigurationTest, WhatAFileComesTo) {
  const std::string text = with_head(webhook("") + "- {type: Node, name: node}\n- {type: RBAC, name: rbac}\n");
  for (const std::string& version : {"v1", "v1beta1", "v1alpha1"}) {
    std::string versioned = text;
    versioned.replace(versioned.find("/v1\n"), 3, "/" + version);
    const auto parsed = parse_authorization_configuration(Bytes::copy(versioned));
    ASSERT_TRUE(parsed) << version << ": " << parsed.error().message();
    ASSERT_EQ(parsed->size(), 3u);
    const WebhookConfiguration wanted{.authorized_ttl = std::chrono::minutes(5),
                                      .unauthorized_ttl = seconds(30),
                                      .timeout = seconds(3),
                                      .subject_access_review_version = "v1",
                                      .failure_policy = FailurePolicy::kDeny,
                                      .kubeconfig_file = kubeconfig};
    EXPECT_EQ(parsed->at(0), (AuthorizerConfiguration{.type = "Webhook", .name = "policy", .webhook = wanted}));
    EXPECT_EQ(parsed->at(1), (AuthorizerConfiguration{.type = "Node", .name = "node"}));
    EXPECT_EQ(parsed->at(2).name, "rbac");
  }
  const auto json = parse_authorization_configuration(Bytes::copy(
      R"({"apiVersion":"apiserver.config.k8s.io/v1","kind":"AuthorizationConfiguration","authorizers":[{"type":"AlwaysAllow","name":"alwaysallow"}]})"));
  ASSERT_TRUE(json) << json.error().message();
  EXPECT_EQ(json->at(0).type, "AlwaysAllow");
}

TEST_F(AuthorizationConfigurationTest, CachingMayBeTurnedOff) {
  const auto parsed =
      parse_authorization_configuration(Bytes::copy(with_head(webhook("cacheAuthorizedRequests: false") + "    unauthorizedTTL: 7s\n")));
  ASSERT_TRUE(parsed) << parsed.error().message();
  EXPECT_FALSE(parsed->at(0).webhook->cache_authorized_requests);
  EXPECT_TRUE(parsed->at(0).webhook->cache_unauthorized_requests);
  EXPECT_EQ(parsed->at(0).webhook->unauthorized_ttl, seconds(7));
}

TEST_F(AuthorizationConfigurationTest, WhatIsNoConfiguration) {
  struct Case {
    std::string text, wanted;
  };
  const std::string head = "failed to load AuthorizationConfiguration from file: ";
  const std::string scheme = " in scheme \"k8s.io/apiserver/pkg/apis/apiserver/load/load.go:32\"";
  const Case cases[] = {
      {"kind: AuthorizationConfiguration\n", head + "Object 'apiVersion' is missing in 'kind: AuthorizationConfiguration\n'"},
      {"apiVersion: apiserver.config.k8s.io/v1\n", head + "Object 'Kind' is missing in 'apiVersion: apiserver.config.k8s.io/v1\n'"},
      {"kind: AuthorizationConfiguration\napiVersion: apps/v1\n",
       head + "no kind \"AuthorizationConfiguration\" is registered for version \"apps/v1\"" + scheme},
      {with_head("", "v99"),
       head + "no kind \"AuthorizationConfiguration\" is registered for version \"apiserver.config.k8s.io/v99\"" + scheme},
      {"kind: Pod\napiVersion: v1\n", head + "no kind \"Pod\" is registered for version \"v1\"" + scheme},
      {"kind: AuthenticationConfiguration\napiVersion: apiserver.config.k8s.io/v1\n",
       head + "expected AuthorizationConfiguration, got *apiserver.AuthenticationConfiguration"},
      {with_head("authorzers: []\n"), head + "strict decoding error: unknown field \"authorzers\""},
      {"", "authorizers: Required value: at least one authorization mode must be defined"},
      {with_head("authorizers: []\n"), "authorizers: Required value: at least one authorization mode must be defined"},
  };
  for (const Case& c : cases) EXPECT_EQ(fault(c.text), c.wanted) << c.text;
}

TEST_F(AuthorizationConfigurationTest, WhichAuthorizersThereMayBe) {
  struct Case {
    std::string authorizers, wanted;
  };
  const Case cases[] = {
      {"[{name: a}]", "authorizers[0].type: Required value"},
      {"[{type: rbac, name: rbac}]",
       "authorizers[0].type: Unsupported value: \"rbac\": supported values: \"ABAC\", \"AlwaysAllow\", \"AlwaysDeny\", \"Node\", \"RBAC\", "
       "\"Webhook\""},
      {"[{type: RBAC, name: rbac}, {type: RBAC, name: b}]", "authorizers[1].type: Duplicate value: \"RBAC\""},
      {"[{type: RBAC}]", "authorizers[0].name: Required value"},
      {"[{type: RBAC, name: node}, {type: Node, name: node}]", "authorizers[1].name: Duplicate value: \"node\""},
      {"[{type: RBAC, name: other}]", "expected name rbac for authorizer RBAC instead of other"},
      {"[{type: AlwaysAllow, name: a}, {type: ABAC, name: b}]",
       "[expected name alwaysallow for authorizer AlwaysAllow instead of a, expected name abac for authorizer ABAC instead of b]"},
      {"[{type: RBAC, name: rbac, webhook: {}}]",
       "authorizers[0].webhook: Invalid value: \"non-null\": may only be specified when type=Webhook"},
      {"[{type: Webhook, name: a}]", "authorizers[0].webhook: Required value: required when type=Webhook"},
      {"[{type: Webhook, name: a, webhook: {}}]",
       "[authorizers[0].timeout: Required value, authorizers[0].subjectAccessReviewVersion: Required value, "
       "authorizers[0].failurePolicy: Required value, authorizers[0].connectionInfo.type: Required value]"},
  };
  for (const Case& c : cases) EXPECT_EQ(fault(with_head("authorizers: " + c.authorizers)), c.wanted) << c.authorizers;
  EXPECT_TRUE(fault(with_head("authorizers: [{type: RBAC, name: RBAC!}]"))
                  .starts_with("authorizers[0].name: Invalid value: \"RBAC!\": authorizer name is invalid: "));
}

TEST_F(AuthorizationConfigurationTest, WhatAWebhookMaySay) {
  struct Case {
    std::string line, wanted;  // behind "authorizers[0]."
  };
  const Case cases[] = {
      {"timeout: 31s", "timeout: Invalid value: \"31s\": must be > 0s and <= 30s"},
      {"timeout: -1s", "timeout: Invalid value: \"-1s\": must be > 0s and <= 30s"},
      {"authorizedTTL: -5m", "authorizedTTL: Invalid value: \"-5m0s\": must be > 0s"},
      {"unauthorizedTTL: -1ns", "unauthorizedTTL: Invalid value: \"-1ns\": must be > 0s"},
      {"subjectAccessReviewVersion: v2", "subjectAccessReviewVersion: Unsupported value: \"v2\": supported values: \"v1\", \"v1beta1\""},
      {"matchConditionSubjectAccessReviewVersion: v1beta1",
       "matchConditionSubjectAccessReviewVersion: Unsupported value: \"v1beta1\": supported values: \"v1\""},
      {"failurePolicy: Fail", "failurePolicy: Unsupported value: \"Fail\": supported values: \"NoOpinion\", \"Deny\""},
      {"connectionInfo: {type: KubeConfigFile}", "connectionInfo.kubeConfigFile: Required value"},
      {"connectionInfo: {type: KubeConfigFile, kubeConfigFile: relative}",
       "connectionInfo.kubeConfigFile: Invalid value: \"relative\": must be an absolute path"},
      {"connectionInfo: {type: KubeConfigFile, kubeConfigFile: /nowhere/k}",
       "connectionInfo.kubeConfigFile: Invalid value: \"/nowhere/k\": error loading file: stat /nowhere/k: no such file or directory"},
      {"connectionInfo: {type: KubeConfigFile, kubeConfigFile: /}",
       "connectionInfo.kubeConfigFile: Invalid value: \"/\": must be a regular file"},
      {"connectionInfo: {type: InClusterConfig}", "connectionInfo.type: Forbidden: InClusterConfig is not allowed for kube-apiserver"},
      {"connectionInfo: {type: Socket}",
       "connectionInfo.type: Unsupported value: {\"Type\":\"Socket\",\"KubeConfigFile\":null}: supported values: \"InClusterConfig\", "
       "\"KubeConfigFile\""},
  };
  EXPECT_EQ(fault(with_head(webhook(""))), "");
  for (const Case& c : cases) EXPECT_EQ(fault(with_head(webhook(c.line))), "authorizers[0]." + c.wanted) << c.line;
}

// As long as nothing here can decide on them, they are refused at the start: to pass them over would ask the webhook about other requests.
TEST_F(AuthorizationConfigurationTest, ConditionsAreRefused) {
  EXPECT_EQ(
      fault(with_head(webhook("matchConditionSubjectAccessReviewVersion: v1") +
                      "    matchConditions:\n    - expression: request.user == 'a'\n")),
      "authorizers[0].matchConditions[0].expression: Invalid value: \"request.user == 'a'\": CEL expressions are not supported by this "
      "server yet");
  EXPECT_EQ(fault(with_head(webhook("matchConditions: [{expression: ' '}]"))),
            "[authorizers[0].matchConditionSubjectAccessReviewVersion: Required value: required if match conditions are specified, "
            "authorizers[0].matchConditions[0].expression: Required value]");
  std::string many = "matchConditions: [";
  for (int i = 0; i < 65; ++i) many += "{expression: 'true'},";
  EXPECT_EQ(fault(with_head(webhook(many + "]") + "    matchConditionSubjectAccessReviewVersion: v1\n")),
            "authorizers[0].matchConditions: Too many: 65: must have at most 64 items");
}

TEST_F(AuthorizationConfigurationTest, TypesOfTheStartMustStay) {
  const std::string text = with_head("authorizers: [{type: RBAC, name: rbac}]");
  EXPECT_EQ(fault(text, {"RBAC"}), "");
  EXPECT_EQ(fault(text, {"ABAC", "Node", "RBAC"}), "missing required types: [ABAC Node]");
}

}  // namespace
}  // namespace pintle::access

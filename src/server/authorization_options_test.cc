// Proves what the --authorization-* flags come to: the authorizers in their order, which flags exclude each other, and that a file of
// --authorization-config is read before the server starts.
#include "server/authorization_options.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "base/test_folder.h"

namespace pintle::server {
namespace {

TEST(AuthorizationOptions, WhatFlagsComeTo) {
  AuthorizationOptions options{.modes = {"Node", "Webhook", "AlwaysDeny"}};
  options.webhook = {.config_file = "/webhook", .version = "v1", .authorized_ttl = std::chrono::seconds(7), .unauthorized_ttl = {}};
  const access::AuthorizationConfiguration wanted = {
      {.type = "Node", .name = "node"},
      {.type = "Webhook",
       .name = "default",
       .webhook = access::WebhookConfiguration{.authorized_ttl = std::chrono::seconds(7),
                                               .unauthorized_ttl = std::chrono::seconds(0),
                                               .cache_unauthorized_requests = false,
                                               .timeout = std::chrono::seconds(30),
                                               .subject_access_review_version = "v1",
                                               .kubeconfig_file = "/webhook"}},
      {.type = "AlwaysDeny", .name = "alwaysdeny"},
  };
  EXPECT_EQ(configuration_of_flags(options), wanted);
}

TEST(AuthorizationOptions, NothingSaidAllowsEverything) {
  AuthorizationOptions options{.modes = {}};
  fill_authorization_options(options);
  EXPECT_EQ(options.modes, std::vector<std::string>{"AlwaysAllow"});
  options = {.modes = {}, .config_file = "/config"};
  fill_authorization_options(options);
  EXPECT_TRUE(options.modes.empty());
}

TEST(AuthorizationOptions, TheFileIsReadAtTheCheck) {
  const TestFolder folder;
  AuthorizationOptions options{.config_file = folder.path() + "/config.yaml"};
  const auto faults_of = [&](const std::string& text, const std::set<std::string_view>& given) {
    const FileContent file{.path = options.config_file, .bytes = text};
    EXPECT_TRUE(write_files({&file, 1}));
    std::vector<std::string> faults;
    check_authorization_options(options, given, faults);
    return faults;
  };
  const std::string good =
      "apiVersion: apiserver.config.k8s.io/v1\nkind: AuthorizationConfiguration\nauthorizers: [{type: RBAC, name: rbac}]\n";
  using Faults = std::vector<std::string>;
  EXPECT_EQ(faults_of(good, {}), Faults{});
  EXPECT_EQ(faults_of(good, {"authorization-policy-file", "authorization-config"}), Faults{}) << "ABAC may be one of its types";
  EXPECT_EQ(faults_of(good, {"authorization-webhook-cache-authorized-ttl"}).size(), 1u);
  EXPECT_EQ(faults_of("", {}), Faults{"authorizers: Required value: at least one authorization mode must be defined"});
}

}  // namespace
}  // namespace pintle::server

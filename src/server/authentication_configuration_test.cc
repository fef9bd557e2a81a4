// Proves what the flags and the file of authentication come to, and that the metrics and the insecure port name what they should.
#include "server/authentication_configuration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/test_folder.h"
#include "server/authentication_metrics.h"
#include "server/insecure_serving.h"
#include "server/jwt_metrics.h"

namespace pintle::server {
namespace {

using testing::HasSubstr;

Options options_with(OidcFlags oidc, std::set<std::string_view> given = {"oidc-issuer-url"}) {
  Options options;
  options.given = std::move(given);
  options.authentication.oidc = std::move(oidc);
  return options;
}

TEST(AuthenticationConfigurationOfFlags, BecomesOneAuthenticator) {
  const auto settings = load_jwt_settings(options_with({.issuer_url = "https://a.example",
                                                        .client_id = "k",
                                                        .groups_claim = "groups",
                                                        .groups_prefix = "g:",
                                                        .required_claims = {"tenant=a=b,c"},
                                                        .signing_algorithms = {"ES256"}}));
  ASSERT_TRUE(settings) << settings.error().message();
  const auth::JwtAuthenticatorConfiguration& jwt = settings->configuration.jwt.at(0);
  EXPECT_EQ(jwt.issuer.url, "https://a.example");
  EXPECT_EQ(jwt.issuer.audiences, std::vector<std::string>{"k"});
  EXPECT_EQ(jwt.groups.prefix, "g:");
  EXPECT_EQ(jwt.claim_validation_rules.at(0).claim, "tenant");
  EXPECT_EQ(jwt.claim_validation_rules.at(0).required_value, "a=b,c");
  EXPECT_EQ(settings->algorithms, std::vector<std::string>{"ES256"});
  EXPECT_TRUE(load_jwt_settings(Options())->configuration.jwt.empty());
}

TEST(AuthenticationConfigurationOfFlags, PrefixOfNames) {
  struct Case {
    std::string claim, prefix, wanted;
  };
  const Case cases[] = {{"sub", "", "https://a#"}, {"sub", "-", ""}, {"sub", "p:", "p:"}, {"email", "", ""}, {"email", "p:", "p:"}};
  for (const Case& test : cases) {
    const auto settings = load_jwt_settings(
        options_with({.issuer_url = "https://a", .client_id = "k", .username_claim = test.claim, .username_prefix = test.prefix}));
    EXPECT_EQ(settings->configuration.jwt.at(0).username.prefix, test.wanted) << test.claim << test.prefix;
  }
}

TEST(AuthenticationConfigurationOfFlags, WhatDoesNotGoTogether) {
  const auto faults = [](Options options) {
    std::vector<std::string> all;
    check_authentication_options(options, all);
    return testing::PrintToString(all);
  };
  EXPECT_EQ(faults(Options()), "{}");
  EXPECT_EQ(faults(options_with({.issuer_url = "https://a", .client_id = "k"})), "{}");
  EXPECT_THAT(faults(options_with({.issuer_url = "https://a"})), HasSubstr("must be specified together"));
  Options both = options_with({.issuer_url = "https://a", .client_id = "k"});
  both.authentication.config_file = "/file";
  EXPECT_THAT(faults(both), HasSubstr("mutually exclusive"));
  Options other;
  other.authentication.insecure_port = 65536;
  other.authentication.insecure_bind_address = "localhost";
  other.authentication.keystone_ca_file = "/ca";
  EXPECT_THAT(faults(other), testing::AllOf(HasSubstr("--insecure-port 65536 must be between"), HasSubstr("must be an IP address"),
                                            HasSubstr("--keystone-ca-file needs --keystone-url")));
  other.authentication.keystone_url = "http://a";
  EXPECT_THAT(faults(other), HasSubstr("requires the https scheme"));
}

TEST(AuthenticationConfigurationOfFile, AnonymousIsSaidOnce) {
  TestFolder folder;
  Options options;
  options.authentication.config_file = folder.path() + "/authentication.yaml";
  const auto say = [&](std::string_view more) {
    std::ofstream(options.authentication.config_file) << "apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\n"
                                                      << more;
  };
  EXPECT_THAT(load_jwt_settings(options).error().message(), HasSubstr("failed to load authentication configuration from file"));
  say("anonymous: {enabled: true, conditions: [{path: /livez}]}\n");
  const auto settings = load_jwt_settings(options);
  ASSERT_TRUE(settings);
  EXPECT_EQ(anonymous_of(options, settings->configuration).paths, std::vector<std::string>{"/livez"});
  options.given = {"anonymous-auth"};
  EXPECT_THAT(load_jwt_settings(options).error().message(),
              testing::StartsWith("anonymous: Forbidden: --anonymous-auth flag cannot be set"));
  options.given = {};
  EXPECT_TRUE(changed_configuration(options, settings->configuration, settings->file_text));
  EXPECT_EQ(
      changed_configuration(options, settings->configuration, "apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\n")
          .error()
          .message(),
      "failed to validate authentication config: anonymous: Forbidden: changed from initial configuration file");
}

TEST(AuthenticationConfigurationOfFlags, NobodyIsAnonymousWhereEverybodyMayDoEverything) {
  Options options;
  EXPECT_TRUE(anonymous_of(options, {}).allowed);
  options.authorization.modes = {"RBAC", "AlwaysAllow"};
  EXPECT_FALSE(anonymous_of(options, {}).allowed);
}

TEST(AuthenticationMetricsTest, NamesFewUsers) {
  struct Case {
    std::string_view name, wanted;
  };
  const Case cases[] = {{"admin", "admin"},
                        {"kubelet", "kubelet"},
                        {"system:serviceaccount:kube-system:default", "system:serviceaccount:kube-system:default"},
                        {"jane@example.com", "email_id"},
                        {"jane", "other"}};
  for (const Case& test : cases) EXPECT_EQ(metric_username(test.name), test.wanted);
  MetricsRegistry registry;
  AuthenticationMetrics metrics(registry);
  const auth::User user{.name = "jane"};
  metrics.count({.user = &user});
  metrics.count({.reason = "bad"});
  metrics.count({});
  const std::string text = registry.text();
  for (const std::string_view line :
       {R"(authentication_attempts{result="success"} 1)", R"(authentication_attempts{result="error"} 1)",
        R"(authentication_attempts{result="failure"} 1)", R"(authenticated_user_requests{username="other"} 1)"})
    EXPECT_THAT(text, HasSubstr(line));
}

TEST(JwtMetricsTest, IssuersAreHashes) {
  MetricsRegistry registry;
  JwtMetrics metrics(registry, "apiserver-x", Clock::system());
  metrics.authenticated("https://a.example", std::chrono::milliseconds(2));
  metrics.fetched("https://a.example", "{}");
  EXPECT_THAT(registry.text(), testing::AllOf(HasSubstr("jwks_fetch_last_key_set_info{jwt_issuer_hash=\"sha256:"),
                                              testing::Not(HasSubstr("a.example")), testing::Not(HasSubstr("automatic_reloads"))));
  metrics.forget("https://a.example");
  EXPECT_THAT(registry.text(), testing::Not(HasSubstr("jwks_fetch_last_key_set_info{")));
  metrics.report_reloads(registry);
  metrics.configured("text");
  metrics.not_reloaded();
  EXPECT_THAT(registry.text(), testing::AllOf(HasSubstr("automatic_reloads_total{status=\"failure\""),
                                              HasSubstr("last_config_info{apiserver_id_hash=\"sha256:")));
}

TEST(InsecureServingTest, WhichHostsAreLocal) {
  for (const std::string_view host : {"localhost", "localhost:8080", "127.0.0.1:8080", "[::1]:8080", "192.0.2.1"})
    EXPECT_TRUE(is_local_host(host)) << host;
  for (const std::string_view host : {"", "evil.example", "evil.example:8080", "localhost.evil.example:80", "127.0.0.1.evil.example"})
    EXPECT_FALSE(is_local_host(host)) << host;
}

}  // namespace
}  // namespace pintle::server

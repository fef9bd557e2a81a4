// Proves what the file of --authentication-config may say, and upstream's words for what it may not.
#include "auth/authentication_configuration.h"

#include <gtest/gtest.h>

namespace pintle::auth {
namespace {

constexpr std::string_view kIssuer = "issuer: {url: https://a.example, audiences: [k]}";
constexpr std::string_view kMappings = "claimMappings: {username: {claim: sub, prefix: ''}}";

// A file with one authenticator that is made of these members.
std::string file(std::initializer_list<std::string_view> members, std::string_view version = "v1") {
  std::string text = "apiVersion: apiserver.config.k8s.io/" + std::string(version) + "\nkind: AuthenticationConfiguration\njwt:\n";
  for (const std::string_view member : members) text += (text.ends_with("jwt:\n") ? "- " : "  ") + std::string(member) + "\n";
  return text;
}

std::string faults(std::string_view text) {
  const auto read = parse_authentication_configuration(text);
  if (!read) return read.error().message();
  object::ErrorList errors;
  check_authentication_configuration(*read, {"https://own.example"}, errors);
  return errors.empty() ? "" : errors.joined();
}

TEST(AuthenticationConfigurationTest, IsReadInEveryVersion) {
  for (const std::string_view version : {"v1", "v1beta1", "v1alpha1"}) {
    const auto read = parse_authentication_configuration(
        file({"issuer: {url: https://a.example, discoveryURL: https://b.example/d, audiences: [k, l], audienceMatchPolicy: MatchAny}",
              "claimValidationRules: [{claim: tenant, requiredValue: blue}]",
              "claimMappings: {username: {claim: sub, prefix: 'o:'}, groups: {claim: groups, prefix: ''}, uid: {claim: id}}"},
             version) +
        "anonymous: {enabled: true, conditions: [{path: /healthz}, {path: /livez}]}\n");
    ASSERT_TRUE(read) << read.error().message();
    ASSERT_EQ(read->jwt.size(), 1u);
    const JwtAuthenticatorConfiguration& jwt = read->jwt[0];
    EXPECT_EQ(jwt.issuer.url, "https://a.example");
    EXPECT_EQ(jwt.issuer.discovery_url, "https://b.example/d");
    EXPECT_EQ(jwt.issuer.audiences, (std::vector<std::string>{"k", "l"}));
    EXPECT_EQ(jwt.username.prefix, "o:");
    EXPECT_EQ(jwt.groups.claim, "groups");
    EXPECT_EQ(jwt.uid.claim, "id");
    EXPECT_EQ(jwt.claim_validation_rules.at(0).required_value, "blue");
    ASSERT_TRUE(read->anonymous);
    EXPECT_TRUE(read->anonymous->enabled);
    EXPECT_EQ(read->anonymous->paths, (std::vector<std::string>{"/healthz", "/livez"}));
    object::ErrorList errors;
    check_authentication_configuration(*read, {}, errors);
    EXPECT_EQ(errors.joined(), "");
  }
  EXPECT_EQ(faults(R"({"apiVersion":"apiserver.config.k8s.io/v1","kind":"AuthenticationConfiguration"})"), "") << "no one at all is fine";
}

TEST(AuthenticationConfigurationTest, WhatIsNoConfiguration) {
  struct Case {
    std::string text, wanted;
  };
  const std::string head = "apiVersion: apiserver.config.k8s.io/v1\nkind: ";
  const Case cases[] = {
      {"", "empty config data"},
      {"a: b\n", "Object 'Kind' is missing in 'a: b\n'"},
      {"kind: AuthenticationConfiguration\n", "Object 'apiVersion' is missing in 'kind: AuthenticationConfiguration\n'"},
      {head + "AuthorizationConfiguration\n", "expected AuthenticationConfiguration, got *apiserver.AuthorizationConfiguration"},
      {head + "AuthenticationConfiguration\njwtt: []\n", R"(strict decoding error: unknown field "jwtt")"},
      {file({kIssuer, kMappings, "colour: red"}), R"(strict decoding error: unknown field "jwt[0].colour")"},
  };
  for (const Case& test : cases) EXPECT_EQ(faults(test.text), test.wanted) << test.text;
  EXPECT_TRUE(faults(head + "Pod\n").starts_with(R"(no kind "Pod" is registered for version "apiserver.config.k8s.io/v1" in scheme)"));
  EXPECT_TRUE(faults("{").starts_with("couldn't get version/kind; json parse error: "));
}

TEST(AuthenticationConfigurationTest, Checks) {
  struct Case {
    std::initializer_list<std::string_view> members;
    std::string wanted;
  };
  constexpr std::string_view kNoCel = "CEL expressions do not act in Pintle yet: name a claim instead";
  const Case cases[] = {
      {{kIssuer, kMappings}, ""},
      {{"issuer: {}", kMappings},
       "[jwt[0].issuer.url: Required value, jwt[0].issuer.audiences: Required value: at least one "
       "jwt[0].issuer.audiences is required]"},
      {{"issuer: {url: 'http://u:p@a?q#f', audiences: [k]}", kMappings},
       R"([jwt[0].issuer.url: Invalid value: "http://u:p@a?q#f": URL scheme must be https, )"
       R"(jwt[0].issuer.url: Invalid value: "http://u:p@a?q#f": URL must not contain a username or password, )"
       R"(jwt[0].issuer.url: Invalid value: "http://u:p@a?q#f": URL must not contain a query, )"
       R"(jwt[0].issuer.url: Invalid value: "http://u:p@a?q#f": URL must not contain a fragment])"},
      {{"issuer: {url: 'https://own.example', audiences: [k]}", kMappings},
       R"(jwt[0].issuer.url: Invalid value: "https://own.example": URL must not overlap with disallowed issuers: [https://own.example])"},
      {{"issuer: {url: 'https://a.example', discoveryURL: 'https://a.example/', audiences: [k]}", kMappings},
       R"(jwt[0].issuer.discoveryURL: Invalid value: "https://a.example/": discoveryURL must be different from URL)"},
      {{"issuer: {url: 'https://a.example', audiences: [k, k, '']}", kMappings},
       R"([jwt[0].issuer.audiences[1]: Duplicate value: "k", jwt[0].issuer.audiences[2]: Required value, )"
       R"(jwt[0].issuer.audienceMatchPolicy: Invalid value: "": audienceMatchPolicy must be MatchAny for multiple audiences])"},
      {{"issuer: {url: 'https://a.example', audiences: [k], audienceMatchPolicy: All}", kMappings},
       R"(jwt[0].issuer.audienceMatchPolicy: Invalid value: "All": audienceMatchPolicy must be empty or MatchAny for single audience)"},
      {{"issuer: {url: 'https://a.example', audiences: [k], certificateAuthority: none}", kMappings},
       R"(jwt[0].issuer.certificateAuthority: Invalid value: "<omitted>": data does not contain any valid RSA or ECDSA certificates)"},
      {{"issuer: {url: 'https://a.example', audiences: [k], egressSelectorType: moon}", kMappings},
       R"(jwt[0].issuer.egressSelectorType: Invalid value: "moon": egress selector must be either controlplane or cluster)"},
      {{kIssuer, "claimMappings: {username: {claim: sub}}"},
       "jwt[0].claimMappings.username.prefix: Required value: prefix is required when claim is set. It can be set to an empty string to "
       "disable prefixing"},
      {{kIssuer, "claimMappings: {username: {}}"}, "jwt[0].claimMappings.username: Required value: claim or expression is required"},
      {{kIssuer, "claimMappings: {username: {claim: a, expression: b}}"},
       R"(jwt[0].claimMappings.username: Invalid value: "": claim and expression can't both be set)"},
      {{kIssuer, "claimMappings: {username: {expression: claims.sub, prefix: ''}}"},
       R"([jwt[0].claimMappings.username.prefix: Invalid value: "": may not be specified when expression is set, )"
       R"(jwt[0].claimMappings.username.expression: Invalid value: "claims.sub": )" +
           std::string(kNoCel) + "]"},
      {{kIssuer, "claimMappings: {username: {claim: sub, prefix: ''}, uid: {claim: a, expression: b}}"},
       R"(jwt[0].claimMappings.uid: Invalid value: "": claim and expression can't both be set)"},
      {{kIssuer, "claimMappings: {username: {claim: sub, prefix: ''}, extra: [{key: a.k8s.io/X, valueExpression: ''}]}"},
       R"([jwt[0].claimMappings.extra[0].key: Invalid value: "a.k8s.io/X": must be lowercase, )"
       R"(jwt[0].claimMappings.extra[0].key: Invalid value: "a.k8s.io/X": k8s.io, kubernetes.io and their subdomains are reserved for )"
       R"(Kubernetes use, jwt[0].claimMappings.extra[0].valueExpression: Required value])"},
      {{kIssuer, kMappings, "claimValidationRules: [{claim: a}, {claim: a, message: m}, {}, {claim: b, expression: c}]"},
       R"([jwt[0].claimValidationRules[1].message: Invalid value: "m": may not be specified when claim is set, )"
       R"(jwt[0].claimValidationRules[1].claim: Duplicate value: "a", )"
       R"(jwt[0].claimValidationRules[2]: Required value: claim or expression is required, )"
       R"(jwt[0].claimValidationRules[3]: Invalid value: "b": claim and expression can't both be set])"},
      {{kIssuer, kMappings, "claimValidationRules: [{expression: 'true', requiredValue: x}]"},
       R"([jwt[0].claimValidationRules[0].requiredValue: Invalid value: "x": may not be specified when expression is set, )"
       R"(jwt[0].claimValidationRules[0].expression: Invalid value: "true": )" +
           std::string(kNoCel) + "]"},
      {{kIssuer, kMappings, "userValidationRules: [{expression: ''}, {expression: 'true'}]"},
       R"([jwt[0].userValidationRules[0].expression: Required value, jwt[0].userValidationRules[1].expression: Invalid value: "true": )" +
           std::string(kNoCel) + "]"},
  };
  for (const Case& test : cases) EXPECT_EQ(faults(file(test.members)), test.wanted);
}

TEST(AuthenticationConfigurationTest, ChecksOfTheWhole) {
  const std::string twice = file({kIssuer, kMappings}) + "- " + std::string(kIssuer) + "\n  " + std::string(kMappings) + "\n";
  EXPECT_EQ(faults(twice), R"(jwt[1].issuer.url: Duplicate value: "https://a.example")");
  EXPECT_EQ(faults(file({kIssuer, kMappings}) + "anonymous: {enabled: false, conditions: [{path: /a}]}\n"),
            R"(anonymous.conditions: Invalid value: [{"Path":"/a"}]: enabled should be set to true when conditions are defined)");
  AuthenticationConfiguration many;
  many.jwt.resize(kJwtAuthenticatorsMax + 1);
  object::ErrorList errors;
  check_authentication_configuration(many, {}, errors);
  EXPECT_EQ(errors.joined(), "jwt: Too many: 65: must have at most 64 items");
}

}  // namespace
}  // namespace pintle::auth

// Reading the file; its checks are in authentication_configuration_check.cc.
#include "auth/authentication_configuration.h"

#include "object/config_document.h"
#include "views/apiserver_v1.h"

namespace pintle::auth {
namespace {

namespace v1 = apiserver::v1;

constexpr std::string_view kVersions[] = {"v1", "v1beta1", "v1alpha1"};
constexpr std::string_view kOtherKinds[] = {"AdmissionConfiguration", "AuthorizationConfiguration", "EgressSelectorConfiguration",
                                            "EncryptionConfiguration", "TracingConfiguration"};

std::unexpected<Status> refuse(std::string why) { return fail(Status::bad_request(std::move(why))); }

ClaimMapping mapping_of(v1::PrefixedClaimOrExpression said) {
  ClaimMapping mapping{.claim = std::string(said.claim()), .expression = std::string(said.expression())};
  if (said.prefix()) mapping.prefix = std::string(*said.prefix());
  return mapping;
}

JwtIssuer issuer_of(v1::Issuer said) {
  JwtIssuer issuer{.url = std::string(said.url()),
                   .discovery_url = std::string(said.discovery_url().value_or("")),
                   .certificate_authority_pem = std::string(said.certificate_authority()),
                   .audience_match_policy = std::string(said.audience_match_policy()),
                   .egress_selector_type = std::string(said.egress_selector_type())};
  for (const std::string_view audience : said.audiences()) issuer.audiences.emplace_back(audience);
  return issuer;
}

JwtAuthenticatorConfiguration authenticator_of(v1::JWTAuthenticator said) {
  const v1::ClaimMappings mappings = said.claim_mappings();
  JwtAuthenticatorConfiguration made{
      .issuer = issuer_of(said.issuer()),
      .username = mapping_of(mappings.username()),
      .groups = mapping_of(mappings.groups()),
      .uid = {.claim = std::string(mappings.uid().claim()), .expression = std::string(mappings.uid().expression())}};
  for (const v1::ClaimValidationRule rule : said.claim_validation_rules()) {
    made.claim_validation_rules.push_back(
        {std::string(rule.claim()), std::string(rule.required_value()), std::string(rule.expression()), std::string(rule.message())});
  }
  for (const v1::ExtraMapping extra : mappings.extra())
    made.extra.push_back({std::string(extra.key()), std::string(extra.value_expression())});
  for (const v1::UserValidationRule rule : said.user_validation_rules())
    made.user_validation_rules.push_back({std::string(rule.expression()), std::string(rule.message())});
  return made;
}

}  // namespace

Result<AuthenticationConfiguration> parse_authentication_configuration(std::string_view text) {
  if (text.empty()) return refuse("empty config data");
  const object::ConfigKind wanted{.group = "apiserver.config.k8s.io",
                                  .versions = kVersions,
                                  .kind = "AuthenticationConfiguration",
                                  .type = &v1::AuthenticationConfiguration::schema_type(),
                                  .scheme = "k8s.io/kubernetes/pkg/kubeapiserver/options/authentication.go",
                                  .other_kinds = kOtherKinds};
  PINTLE_TRY(const object::Decoded decoded, object::decode_config(wanted, Bytes::copy(text)));
  if (std::string fault = object::strict_fault(decoded.strict_errors); !fault.empty()) return refuse(std::move(fault));
  const v1::AuthenticationConfiguration said(&decoded.document.root());
  AuthenticationConfiguration configuration;
  for (const v1::JWTAuthenticator authenticator : said.jwt()) configuration.jwt.push_back(authenticator_of(authenticator));
  if (said.has_anonymous()) {
    configuration.anonymous = AnonymousConfiguration{.enabled = said.anonymous().enabled()};
    for (const v1::AnonymousAuthCondition condition : said.anonymous().conditions())
      configuration.anonymous->paths.emplace_back(condition.path());
  }
  return configuration;
}

}  // namespace pintle::auth

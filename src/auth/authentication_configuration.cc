// Reading the file; its checks are in authentication_configuration_check.cc.
#include "auth/authentication_configuration.h"

#include <algorithm>

#include "base/go_text.h"
#include "object/json.h"
#include "object/yaml.h"
#include "views/apiserver_v1.h"

namespace pintle::auth {
namespace {

namespace v1 = apiserver::v1;

constexpr std::string_view kKind = "AuthenticationConfiguration";
constexpr std::string_view kVersions[] = {"apiserver.config.k8s.io/v1", "apiserver.config.k8s.io/v1beta1",
                                          "apiserver.config.k8s.io/v1alpha1"};
constexpr std::string_view kOtherKinds[] = {"AdmissionConfiguration", "AuthorizationConfiguration", "EgressSelectorConfiguration",
                                            "EncryptionConfiguration", "TracingConfiguration"};
constexpr std::string_view kScheme = "k8s.io/kubernetes/pkg/kubeapiserver/options/authentication.go";  // as upstream's messages name it

std::unexpected<Status> refuse(std::string why) { return fail(Status::bad_request(std::move(why))); }

bool is_json(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == '{';
}

Result<object::Decoded> decode(const schema::Type& type, const Bytes& text, object::Strictness strictness) {
  const object::JsonDecodeOptions options{.strictness = strictness};
  return is_json(text) ? object::decode_json(type, text, options) : object::decode_yaml(type, text, options);
}

std::string_view member(const object::Value& root, std::string_view key) {
  const object::Value* value = root.is_map() ? root.get(key) : nullptr;
  return value && value->is_string() ? value->as_string() : std::string_view();
}

template <class List>
bool contains(const List& list, std::string_view text) {
  return std::find(std::begin(list), std::end(list), text) != std::end(list);
}

// That the text says what it is, before it is read as that.
Result<void> check_kind(const Bytes& text) {
  const auto plain = decode(object::any_type(), text, object::Strictness::kLenient);
  if (!plain) return refuse("couldn't get version/kind; json parse error: " + plain.error().message());
  const std::string_view kind = member(plain->document.root(), "kind");
  const std::string_view version = member(plain->document.root(), "apiVersion");
  if (kind.empty()) return refuse("Object 'Kind' is missing in '" + std::string(text.view()) + "'");
  if (version.empty()) return refuse("Object 'apiVersion' is missing in '" + std::string(text.view()) + "'");
  if (contains(kVersions, version)) {
    if (kind == kKind) return {};
    if (contains(kOtherKinds, kind)) return refuse("expected AuthenticationConfiguration, got *apiserver." + std::string(kind));
  }
  return refuse("no kind " + go_quoted(kind) + " is registered for version " + go_quoted(version) + " in scheme " + go_quoted(kScheme));
}

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
  const Bytes bytes = Bytes::copy(text);
  PINTLE_TRY_VOID(check_kind(bytes));
  PINTLE_TRY(const object::Decoded decoded, decode(v1::AuthenticationConfiguration::schema_type(), bytes, object::Strictness::kStrict));
  if (!decoded.strict_errors.empty()) {
    std::string joined;
    for (const std::string& error : decoded.strict_errors) joined += (joined.empty() ? "" : ", ") + error;
    return refuse("strict decoding error: " + joined);
  }
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

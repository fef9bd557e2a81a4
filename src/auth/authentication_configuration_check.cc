// The checks of upstream's ValidateAuthenticationConfiguration, in their order.
#include <algorithm>
#include <set>

#include "auth/authentication_configuration.h"
#include "auth/certificate_bundle.h"
#include "base/go_url.h"
#include "object/validation.h"

namespace pintle::auth {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::quoted;
using Texts = std::vector<std::string>;

constexpr std::string_view kMatchAny = "MatchAny";
constexpr std::string_view kBothSet = "claim and expression can't both be set";
// DIFFERS: upstream compiles it.
constexpr std::string_view kNoExpressions = "CEL expressions do not act in Pintle yet: name a claim instead";

void refuse_expression(const FieldPath& path, std::string_view expression, ErrorList& errors) {
  errors.invalid(path, quoted(expression), kNoExpressions);
}

std::string go_list(Texts texts) {
  std::ranges::sort(texts);
  std::string list = "[";
  for (const std::string& text : texts) list += (list.size() > 1 ? " " : "") + text;
  return list + "]";
}

void check_url(std::string_view text, const Texts& disallowed, const FieldPath& path, ErrorList& errors) {
  if (std::ranges::find(disallowed, text) != disallowed.end())
    errors.invalid(path, quoted(text), "URL must not overlap with disallowed issuers: " + go_list(disallowed));
  const auto url = GoUrl::parse(text);
  if (!url) return errors.invalid(path, quoted(text), url.error().message());
  if (url->scheme != "https") errors.invalid(path, quoted(text), "URL scheme must be https");
  if (url->user) errors.invalid(path, quoted(text), "URL must not contain a username or password");
  if (!url->query.empty()) errors.invalid(path, quoted(text), "URL must not contain a query");
  if (!url->fragment.empty()) errors.invalid(path, quoted(text), "URL must not contain a fragment");
}

std::string_view without_slashes(std::string_view url) {
  while (url.ends_with('/')) url.remove_suffix(1);
  return url;
}

void check_discovery_url(const JwtIssuer& issuer, const FieldPath& path, ErrorList& errors) {
  if (issuer.discovery_url.empty()) return;
  if (!issuer.url.empty() && without_slashes(issuer.url) == without_slashes(issuer.discovery_url))
    errors.invalid(path, quoted(issuer.discovery_url), "discoveryURL must be different from URL");
  check_url(issuer.discovery_url, {}, path, errors);
}

void check_audiences(const JwtIssuer& issuer, const FieldPath& path, const FieldPath& policy_path, ErrorList& errors) {
  if (issuer.audiences.empty()) return errors.required(path, "at least one " + path.to_string() + " is required");
  std::set<std::string_view> seen;
  for (size_t i = 0; i < issuer.audiences.size(); ++i) {
    const std::string& audience = issuer.audiences[i];
    if (audience.empty()) errors.required(path.index(i), "");
    if (!seen.insert(audience).second) errors.duplicate(path.index(i), quoted(audience));
  }
  const std::string& policy = issuer.audience_match_policy;
  if (issuer.audiences.size() > 1 && policy != kMatchAny)
    errors.invalid(policy_path, object::json_quoted(policy), "audienceMatchPolicy must be MatchAny for multiple audiences");
  if (issuer.audiences.size() == 1 && !policy.empty() && policy != kMatchAny)
    errors.invalid(policy_path, object::json_quoted(policy), "audienceMatchPolicy must be empty or MatchAny for single audience");
}

void check_certificate_authority(const std::string& pem, const FieldPath& path, ErrorList& errors) {
  if (pem.empty() || combined_certificates({&pem, 1}, std::chrono::system_clock::time_point())) return;
  errors.invalid(path, quoted("<omitted>"), "data does not contain any valid RSA or ECDSA certificates");
}

void check_issuer(const JwtIssuer& issuer, const Texts& disallowed, const FieldPath& path, ErrorList& errors) {
  if (issuer.url.empty()) {
    errors.required(path.child("url"), "");
  } else {
    check_url(issuer.url, disallowed, path.child("url"), errors);
  }
  check_discovery_url(issuer, path.child("discoveryURL"), errors);
  check_audiences(issuer, path.child("audiences"), path.child("audienceMatchPolicy"), errors);
  check_certificate_authority(issuer.certificate_authority_pem, path.child("certificateAuthority"), errors);
  const std::string& egress = issuer.egress_selector_type;
  if (!egress.empty() && egress != "controlplane" && egress != "cluster")
    errors.invalid(path.child("egressSelectorType"), object::json_quoted(egress), "egress selector must be either controlplane or cluster");
}

class ClaimRules {
 public:
  explicit ClaimRules(ErrorList& errors) : errors_(errors) {}

  void check(const ClaimValidationRule& rule, const FieldPath& path) {
    if (!rule.claim.empty() && !rule.expression.empty()) return errors_.invalid(path, quoted(rule.claim), kBothSet);
    if (!rule.claim.empty()) return check_claim(rule, path);
    if (!rule.expression.empty()) return check_expression(rule, path);
    errors_.required(path, "claim or expression is required");
  }

 private:
  void check_claim(const ClaimValidationRule& rule, const FieldPath& path) {
    if (!rule.message.empty()) errors_.invalid(path.child("message"), quoted(rule.message), "may not be specified when claim is set");
    if (!claims_.insert(rule.claim).second) errors_.duplicate(path.child("claim"), quoted(rule.claim));
  }
  void check_expression(const ClaimValidationRule& rule, const FieldPath& path) {
    if (!rule.required_value.empty())
      errors_.invalid(path.child("requiredValue"), quoted(rule.required_value), "may not be specified when expression is set");
    if (!expressions_.insert(rule.expression).second) return errors_.duplicate(path.child("expression"), quoted(rule.expression));
    refuse_expression(path.child("expression"), rule.expression, errors_);
  }

  ErrorList& errors_;
  std::set<std::string_view> claims_;
  std::set<std::string_view> expressions_;
};

enum class Mapped : uint8_t { kMust, kMay };

void check_mapping(const ClaimMapping& mapping, const FieldPath& path, Mapped mapped, ErrorList& errors) {
  if (!mapping.expression.empty() && !mapping.claim.empty()) return errors.invalid(path, quoted(""), kBothSet);
  if (!mapping.expression.empty()) {
    if (mapping.prefix) errors.invalid(path.child("prefix"), quoted(*mapping.prefix), "may not be specified when expression is set");
    return refuse_expression(path.child("expression"), mapping.expression, errors);
  }
  if (mapping.claim.empty()) {
    if (mapped == Mapped::kMust) errors.required(path, "claim or expression is required");
  } else if (!mapping.prefix) {
    errors.required(path.child("prefix"), "prefix is required when claim is set. It can be set to an empty string to disable prefixing");
  }
}

bool is_reserved_domain(std::string_view key) {
  const size_t slash = key.find('/');
  const std::string domain = slash == std::string_view::npos ? "" : "." + std::string(key.substr(0, slash));
  return domain.ends_with(".kubernetes.io") || domain.ends_with(".k8s.io");
}

void check_extra(const std::vector<ExtraMapping>& extra, const FieldPath& list, ErrorList& errors) {
  std::set<std::string_view> seen;
  for (size_t i = 0; i < extra.size(); ++i) {
    const auto& [key, expression] = extra[i];
    const FieldPath path = list.index(i), key_path = path.child("key");
    object::validate_domain_prefixed_path(key, key_path, errors);
    if (std::ranges::any_of(key, [](char c) { return c >= 'A' && c <= 'Z'; })) errors.invalid(key_path, quoted(key), "must be lowercase");
    if (is_reserved_domain(key))
      errors.invalid(key_path, quoted(key), "k8s.io, kubernetes.io and their subdomains are reserved for Kubernetes use");
    if (!seen.insert(key).second) {
      errors.duplicate(key_path, quoted(key));
    } else if (expression.empty()) {
      errors.required(path.child("valueExpression"), "");
    } else {
      refuse_expression(path.child("valueExpression"), expression, errors);
    }
  }
}

void check_claim_mappings(const JwtAuthenticatorConfiguration& configuration, const FieldPath& path, ErrorList& errors) {
  check_mapping(configuration.username, path.child("username"), Mapped::kMust, errors);
  check_mapping(configuration.groups, path.child("groups"), Mapped::kMay, errors);
  const ClaimMapping& uid = configuration.uid;
  if (!uid.claim.empty() && !uid.expression.empty()) {
    errors.invalid(path.child("uid"), quoted(""), kBothSet);
  } else if (!uid.expression.empty()) {
    refuse_expression(path.child("uid").child("expression"), uid.expression, errors);
  }
  check_extra(configuration.extra, path.child("extra"), errors);
}

void check_user_rules(const std::vector<UserValidationRule>& rules, const FieldPath& list, ErrorList& errors) {
  std::set<std::string_view> seen;
  for (size_t i = 0; i < rules.size(); ++i) {
    const std::string& expression = rules[i].expression;
    const FieldPath path = list.index(i).child("expression");
    if (expression.empty()) {
      errors.required(path, "");
    } else if (!seen.insert(expression).second) {
      errors.duplicate(path, quoted(expression));
    } else {
      refuse_expression(path, expression, errors);
    }
  }
}

std::string printed_conditions(const Texts& paths) {
  std::string json = "[";
  for (const std::string& path : paths) json += (json.size() > 1 ? "," : "") + (R"({"Path":)" + object::json_quoted(path)) + "}";
  return json + "]";
}

}  // namespace

void check_jwt_authenticator(const JwtAuthenticatorConfiguration& configuration, const Texts& disallowed_issuers, const FieldPath& path,
                             ErrorList& errors) {
  check_issuer(configuration.issuer, disallowed_issuers, path.child("issuer"), errors);
  ClaimRules rules(errors);
  for (size_t i = 0; i < configuration.claim_validation_rules.size(); ++i)
    rules.check(configuration.claim_validation_rules[i], path.child("claimValidationRules").index(i));
  check_claim_mappings(configuration, path.child("claimMappings"), errors);
  check_user_rules(configuration.user_validation_rules, path.child("userValidationRules"), errors);
}

void check_authentication_configuration(const AuthenticationConfiguration& configuration, const Texts& disallowed_issuers,
                                        ErrorList& errors) {
  const FieldPath root("jwt");
  const size_t count = configuration.jwt.size();
  if (count > kJwtAuthenticatorsMax) return errors.too_many(root, static_cast<int64_t>(count), kJwtAuthenticatorsMax);
  std::set<std::string_view> urls, discovery_urls;
  for (size_t i = 0; i < count; ++i) {
    const JwtIssuer& issuer = configuration.jwt[i].issuer;
    const FieldPath path = root.index(i).child("issuer");
    check_jwt_authenticator(configuration.jwt[i], disallowed_issuers, root.index(i), errors);
    if (!urls.insert(issuer.url).second) errors.duplicate(path.child("url"), quoted(issuer.url));
    if (!issuer.discovery_url.empty() && !discovery_urls.insert(issuer.discovery_url).second)
      errors.duplicate(path.child("discoveryURL"), quoted(issuer.discovery_url));
  }
  const auto& anonymous = configuration.anonymous;
  if (anonymous && !anonymous->enabled && !anonymous->paths.empty()) {
    errors.invalid(FieldPath("anonymous").child("conditions"), printed_conditions(anonymous->paths),
                   "enabled should be set to true when conditions are defined");
  }
}

}  // namespace pintle::auth

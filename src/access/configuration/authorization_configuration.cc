#include "access/configuration/authorization_configuration.h"

#include <algorithm>

#include "access/configuration/configuration_rules.h"
#include "base/go_text.h"
#include "base/joined_errors.h"
#include "object/config_document.h"
#include "views/apiserver_v1.h"

namespace pintle::access {
namespace {

namespace v1 = apiserver::v1;

constexpr std::string_view kVersions[] = {"v1", "v1beta1", "v1alpha1"};
constexpr std::string_view kOtherKinds[] = {"AdmissionConfiguration", "AuthenticationConfiguration", "EgressSelectorConfiguration",
                                            "TracingConfiguration"};

std::chrono::nanoseconds duration_or(std::string_view text, std::chrono::nanoseconds preset) {
  const auto parsed = parse_go_duration(text);
  return parsed && parsed->count() != 0 ? *parsed : preset;
}

WebhookConfiguration read_webhook(v1::WebhookConfiguration said) {
  const WebhookConfiguration preset;
  return {.authorized_ttl = duration_or(said.authorized_ttl(), preset.authorized_ttl),
          .cache_authorized_requests = said.cache_authorized_requests().value_or(true),
          .unauthorized_ttl = duration_or(said.unauthorized_ttl(), preset.unauthorized_ttl),
          .cache_unauthorized_requests = said.cache_unauthorized_requests().value_or(true),
          .timeout = duration_or(said.timeout(), preset.timeout),
          .subject_access_review_version = std::string(said.subject_access_review_version()),
          .failure_policy = said.failure_policy() == "Deny" ? FailurePolicy::kDeny : FailurePolicy::kNoOpinion,
          .kubeconfig_file = std::string(said.connection_info().kube_config_file().value_or(""))};
}

AuthorizationConfiguration read(v1::AuthorizationConfiguration said) {
  AuthorizationConfiguration made;
  for (const v1::AuthorizerConfiguration one : said.authorizers()) {
    AuthorizerConfiguration& added = made.emplace_back();
    added.type = one.type();
    added.name = one.name();
    if (one.webhook()) added.webhook = read_webhook(one.webhook());
  }
  return made;
}

std::string bracketed(const std::vector<std::string>& items) {
  std::string text = "[";
  for (const std::string& item : items) text += (text.size() > 1 ? " " : "") + item;
  return text + "]";
}

// What kube-apiserver asks for beyond what other servers do.
Result<void> check_names(const AuthorizationConfiguration& configuration, const std::set<std::string>& required) {
  JoinedErrors errors;
  std::set<std::string> missing = required;
  for (const AuthorizerConfiguration& one : configuration) {
    if (one.type == "Webhook") continue;
    missing.erase(one.type);
    const std::string wanted = authorizer_name(one.type);
    if (one.name != wanted) errors.add("expected name " + wanted + " for authorizer " + one.type + " instead of " + one.name);
  }
  if (!missing.empty()) errors.add("missing required types: " + bracketed({missing.begin(), missing.end()}));
  if (errors.empty()) return {};
  return fail(Status::bad_request(errors.text()));
}

}  // namespace

std::string authorizer_name(std::string_view type) {
  std::string name(type);
  for (char& c : name)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  return name;
}

Result<AuthorizationConfiguration> parse_authorization_configuration(const Bytes& text, const std::set<std::string>& required) {
  // An empty file is a configuration without anything.
  const Bytes given =
      text.empty() ? Bytes::constant(R"({"apiVersion":"apiserver.config.k8s.io/v1","kind":"AuthorizationConfiguration"})") : text;
  const object::ConfigKind wanted{.group = "apiserver.config.k8s.io",
                                  .versions = kVersions,
                                  .kind = "AuthorizationConfiguration",
                                  .type = &v1::AuthorizationConfiguration::schema_type(),
                                  .scheme = "k8s.io/apiserver/pkg/apis/apiserver/load/load.go:32",
                                  .other_kinds = kOtherKinds};
  const auto decoded = object::decode_config(wanted, given);
  std::string fault = decoded ? object::strict_fault(decoded->strict_errors) : decoded.error().message();
  if (!fault.empty()) return fail(Status::bad_request("failed to load AuthorizationConfiguration from file: " + fault));
  const v1::AuthorizationConfiguration said(&decoded->document.root());
  if (const object::ErrorList errors = configuration_faults(said); !errors.empty()) return fail(Status::bad_request(errors.joined()));
  AuthorizationConfiguration configuration = read(said);
  PINTLE_TRY_VOID(check_names(configuration, required));
  return configuration;
}

}  // namespace pintle::access

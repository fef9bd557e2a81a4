#include "access/configuration/configuration_rules.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <set>

#include "access/configuration/authorization_configuration.h"
#include "base/go_text.h"
#include "object/validation.h"
#include "views/apiserver_v1.h"

namespace pintle::access {
namespace {

namespace v1 = apiserver::v1;
using object::ErrorList;
using object::FieldPath;
using object::quoted;

constexpr std::chrono::seconds kTimeoutMax{30};
constexpr size_t kMatchConditionsMax = 64;
constexpr std::string_view kReviewVersions[] = {"v1", "v1beta1"};
constexpr std::string_view kConditionVersions[] = {"v1"};
constexpr std::string_view kFailurePolicies[] = {"NoOpinion", "Deny"};
constexpr std::string_view kConnectionTypes[] = {"InClusterConfig", "KubeConfigFile"};

// Go's zero value for none.
std::chrono::nanoseconds duration_of(std::string_view text) { return parse_go_duration(text).value_or(std::chrono::nanoseconds(0)); }

void check_timeout(v1::WebhookConfiguration webhook, const FieldPath& path, ErrorList& errors) {
  const auto timeout = duration_of(webhook.timeout());
  if (timeout.count() == 0) return errors.required(path, "");
  if (timeout > kTimeoutMax || timeout.count() < 0) errors.invalid(path, quoted(go_duration(timeout)), "must be > 0s and <= 30s");
}

// The default stands for 0.
void check_ttl(std::string_view text, const FieldPath& path, ErrorList& errors) {
  const auto ttl = duration_of(text);
  if (ttl.count() < 0) errors.invalid(path, quoted(go_duration(ttl)), "must be > 0s");
}

void check_one_of(std::string_view value, std::span<const std::string_view> known, const FieldPath& path, ErrorList& errors) {
  if (value.empty()) return errors.required(path, "");
  if (std::ranges::find(known, value) == known.end()) errors.not_supported(path, quoted(value), known);
}

void check_condition_version(v1::WebhookConfiguration webhook, const FieldPath& path, ErrorList& errors) {
  const std::string_view version = webhook.match_condition_subject_access_review_version();
  if (!version.empty()) return check_one_of(version, kConditionVersions, path, errors);
  if (!webhook.match_conditions().empty()) errors.required(path, "required if match conditions are specified");
}

void check_kubeconfig_file(std::string_view file, const FieldPath& path, ErrorList& errors) {
  if (file.empty()) return errors.required(path, "");
  if (!file.starts_with('/')) return errors.invalid(path, quoted(file), "must be an absolute path");
  struct stat info{};
  const std::string name(file);
  if (stat(name.c_str(), &info) != 0) {
    std::string why = std::strerror(errno);
    why[0] = static_cast<char>(why[0] | 0x20);  // as Go says it
    return errors.invalid(path, quoted(file), "error loading file: stat " + name + ": " + why);
  }
  if (!S_ISREG(info.st_mode)) errors.invalid(path, quoted(file), "must be a regular file");
}

void check_connection(v1::WebhookConnectionInfo connection, const FieldPath& path, ErrorList& errors) {
  const std::string_view type = connection.type();
  const auto file = connection.kube_config_file();
  if (type.empty()) return errors.required(path.child("type"), "");
  if (type == "KubeConfigFile") return check_kubeconfig_file(file.value_or(""), path.child("kubeConfigFile"), errors);
  if (type == "InClusterConfig") {
    if (file) errors.invalid(path.child("kubeConfigFile"), quoted(*file), "can only be set when type=KubeConfigFile");
    // DIFFERS: upstream lets it pass, and fails later without saying why.
    return errors.forbidden(path.child("type"), "InClusterConfig is not allowed for kube-apiserver");
  }
  errors.not_supported(
      path.child("type"),
      R"({"Type":)" + object::json_quoted(type) + R"(,"KubeConfigFile":)" + (file ? object::json_quoted(*file) : "null") + "}",
      kConnectionTypes);
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos; }

void check_conditions(object::ListView<v1::WebhookMatchCondition> conditions, const FieldPath& path, ErrorList& errors) {
  if (conditions.size() > kMatchConditionsMax) return errors.too_many(path, static_cast<int64_t>(conditions.size()), kMatchConditionsMax);
  std::set<std::string_view> seen;
  for (auto [index, condition] : conditions.enumerate()) {
    const FieldPath at = path.index(index).child("expression");
    const std::string_view expression = condition.expression();
    if (is_blank(expression)) {
      errors.required(at, "");
    } else if (!seen.insert(expression).second) {
      errors.duplicate(at, quoted(expression));
    } else {
      errors.invalid(at, quoted(expression), "CEL expressions are not supported by this server yet");
    }
  }
}

void check_webhook(v1::WebhookConfiguration webhook, const FieldPath& path, ErrorList& errors) {
  check_timeout(webhook, path.child("timeout"), errors);
  check_ttl(webhook.authorized_ttl(), path.child("authorizedTTL"), errors);
  check_ttl(webhook.unauthorized_ttl(), path.child("unauthorizedTTL"), errors);
  check_one_of(webhook.subject_access_review_version(), kReviewVersions, path.child("subjectAccessReviewVersion"), errors);
  check_condition_version(webhook, path.child("matchConditionSubjectAccessReviewVersion"), errors);
  check_one_of(webhook.failure_policy(), kFailurePolicies, path.child("failurePolicy"), errors);
  check_connection(webhook.connection_info(), path.child("connectionInfo"), errors);
  check_conditions(webhook.match_conditions(), path.child("matchConditions"), errors);
}

void check_name(std::string_view name, const std::set<std::string_view>& seen, const FieldPath& path, ErrorList& errors) {
  if (name.empty()) return errors.required(path, "");
  if (seen.contains(name)) return errors.duplicate(path, quoted(name));
  std::string joined;
  for (const std::string& fault : object::is_dns1123_subdomain(name)) joined += (joined.empty() ? "" : ", ") + fault;
  if (!joined.empty()) errors.invalid(path, quoted(name), "authorizer name is invalid: " + joined);
}

// False: nothing else of this authorizer is looked at.
bool check_type(std::string_view type, std::set<std::string_view>& seen, const FieldPath& path, ErrorList& errors) {
  if (type.empty()) return errors.required(path, ""), false;
  if (std::ranges::find(kAuthorizerTypes, type) == std::end(kAuthorizerTypes))
    return errors.not_supported(path, quoted(type), kAuthorizerTypes), false;
  if (!seen.insert(type).second && type != "Webhook") return errors.duplicate(path, quoted(type)), false;
  return true;
}

}  // namespace

ErrorList configuration_faults(v1::AuthorizationConfiguration configuration) {
  ErrorList errors;
  const FieldPath authorizers("authorizers");
  if (configuration.authorizers().empty()) errors.required(authorizers, "at least one authorization mode must be defined");
  std::set<std::string_view> types, names;
  for (auto [index, one] : configuration.authorizers().enumerate()) {
    const FieldPath path = authorizers.index(index);
    if (!check_type(one.type(), types, path.child("type"), errors)) continue;
    check_name(one.name(), names, path.child("name"), errors);
    names.insert(one.name());
    if (one.type() != "Webhook") {
      if (one.webhook()) errors.invalid(path.child("webhook"), quoted("non-null"), "may only be specified when type=Webhook");
    } else if (!one.webhook()) {
      errors.required(path.child("webhook"), "required when type=Webhook");
    } else {
      check_webhook(one.webhook(), path, errors);
    }
  }
  return errors;
}

}  // namespace pintle::access

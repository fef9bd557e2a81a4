#include "server/authorization_options.h"

#include <algorithm>
#include <set>

#include "base/file.h"
#include "base/go_text.h"

namespace pintle::server {
namespace {

using Faults = std::vector<std::string>;

constexpr std::chrono::seconds kWebhookTimeout{30};
// What a file of --authorization-config stands for.
constexpr std::string_view kReplacedFlags[] = {"authorization-mode", "authorization-webhook-config-file", "authorization-webhook-version",
                                               "authorization-webhook-cache-authorized-ttl",
                                               "authorization-webhook-cache-unauthorized-ttl"};

// Go's %q of a list.
std::string quoted_list(const std::vector<std::string>& items) {
  std::string text = "[";
  for (const std::string& item : items) text += (text.size() > 1 ? " " : "") + go_quoted(item);
  return text + "]";
}

void check_file(const AuthorizationOptions& options, const std::set<std::string_view>& given, Faults& faults) {
  const auto is_replaced = [](std::string_view flag) { return std::ranges::find(kReplacedFlags, flag) != std::end(kReplacedFlags); };
  if (std::ranges::any_of(given, is_replaced)) {
    faults.emplace_back(
        "--authorization-config can not be specified when --authorization-mode or --authorization-webhook-* flags are defined");
    return;
  }
  const auto text = read_file(options.config_file);
  if (!text) return faults.push_back(text.error().message());
  const auto configuration = access::parse_authorization_configuration(Bytes::copy(*text));
  if (!configuration) faults.push_back(configuration.error().message());
}

void check_modes(const AuthorizationOptions& options, Faults& faults) {
  const std::set<std::string_view> modes(options.modes.begin(), options.modes.end());
  for (const std::string& mode : options.modes) {
    if (std::ranges::find(access::kAuthorizerTypes, mode) == std::end(access::kAuthorizerTypes))
      faults.push_back("authorization-mode " + go_quoted(mode) + " is not a valid mode");
    if (mode == "ABAC" && options.policy_file.empty())
      faults.emplace_back("authorization-mode ABAC's authorization policy file not passed");
    if (mode == "Webhook" && options.webhook.config_file.empty())
      faults.emplace_back("authorization-mode Webhook's authorization config file not passed");
  }
  if (!options.policy_file.empty() && !modes.contains("ABAC"))
    faults.emplace_back("cannot specify --authorization-policy-file without mode ABAC");
  if (!options.webhook.config_file.empty() && !modes.contains("Webhook"))
    faults.emplace_back("cannot specify --authorization-webhook-config-file without mode Webhook");
  if (modes.size() != options.modes.size())
    faults.push_back("authorization-mode " + quoted_list(options.modes) + " has mode specified more than once");
}

access::WebhookConfiguration webhook_of(const AuthorizationWebhookFlags& flags) {
  return {.authorized_ttl = flags.authorized_ttl,
          .cache_authorized_requests = flags.authorized_ttl.count() != 0,
          .unauthorized_ttl = flags.unauthorized_ttl,
          .cache_unauthorized_requests = flags.unauthorized_ttl.count() != 0,
          .timeout = kWebhookTimeout,
          .subject_access_review_version = flags.version,
          .failure_policy = access::FailurePolicy::kNoOpinion,
          .kubeconfig_file = flags.config_file};
}

}  // namespace

void fill_authorization_options(AuthorizationOptions& options) {
  if (options.modes.empty() && options.config_file.empty()) options.modes = {"AlwaysAllow"};
}

void check_authorization_options(const AuthorizationOptions& options, const std::set<std::string_view>& given, Faults& faults) {
  if (options.config_file.empty()) return check_modes(options, faults);
  check_file(options, given, faults);
}

access::AuthorizationConfiguration configuration_of_flags(const AuthorizationOptions& options) {
  access::AuthorizationConfiguration made;
  for (const std::string& mode : options.modes) {
    access::AuthorizerConfiguration& added = made.emplace_back();
    added.type = mode;
    added.name = mode == "Webhook" ? "default" : access::authorizer_name(mode);
    if (mode == "Webhook") added.webhook = webhook_of(options.webhook);
  }
  return made;
}

}  // namespace pintle::server

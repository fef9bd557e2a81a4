#include "groups/admissionregistration/webhook_configuration_rules.h"

#include <algorithm>
#include <set>

#include "groups/admissionregistration/match_rules.h"
#include "groups/internal_json.h"
#include "groups/webhook_rules.h"
#include "object/validation.h"

namespace pintle::admissionregistration {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::quoted;

constexpr int32_t kDefaultTimeoutSeconds = 10;
constexpr int32_t kTimeoutSecondsMax = 30;
constexpr int32_t kDefaultPort = 443;
constexpr std::string_view kSideEffects[] = {"None", "NoneOnDryRun", "Some", "Unknown"};
constexpr std::string_view kNoSideEffects[] = {"None", "NoneOnDryRun"};
constexpr std::string_view kReviewVersions[] = {"v1", "v1beta1"};

bool is_recognized(std::string_view version) { return std::ranges::find(kReviewVersions, version) != std::end(kReviewVersions); }

bool has_no_side_effects(std::optional<std::string_view> effects) {
  return effects && std::ranges::find(kNoSideEffects, *effects) != std::end(kNoSideEffects);
}

template <class Webhook>
void set_defaults(Webhook webhook) {
  if (!webhook.has_failure_policy()) webhook.set_failure_policy("Fail");
  if (!webhook.has_match_policy()) webhook.set_match_policy("Equivalent");
  webhook.ensure_namespace_selector();
  webhook.ensure_object_selector();
  if (!webhook.has_timeout_seconds()) webhook.set_timeout_seconds(kDefaultTimeoutSeconds);
  for (const v1::RuleWithOperationsMut rule : webhook.rules())
    if (!rule.has_scope()) rule.set_scope("*");
  const v1::ServiceReferenceMut service = webhook.client_config().service();
  if (service && !service.has_port()) service.set_port(kDefaultPort);
}

void validate_side_effects(std::optional<std::string_view> effects, const WebhookRules& rules, const FieldPath& path, ErrorList& errors) {
  if (effects)
    validate_word(*effects, rules.require_no_side_effects ? std::span(kNoSideEffects) : std::span<const std::string_view>(kSideEffects),
                  path, errors);
  else
    errors.required(path, rules.require_no_side_effects ? "must specify one of None, NoneOnDryRun"
                                                        : "must specify one of None, NoneOnDryRun, Some, Unknown");
}

void validate_client_config(v1::WebhookClientConfig config, const FieldPath& path, ErrorList& errors) {
  const v1::ServiceReference service = config.service();
  if (config.url().has_value() == service.present()) {
    errors.required(path, "exactly one of url or service is required");
  } else if (config.url()) {
    groups::validate_webhook_url(*config.url(), path.child("url"), errors);
  } else {
    // Upstream takes the name for the namespace here, and the other way round: only which of them is missing tells.
    groups::validate_webhook_service(
        {.namespace_ = service.name(), .name = service.namespace_(), .path = service.path(), .port = service.port().value_or(0)},
        path.child("service"), errors);
  }
}

void validate_reinvocation(v1::ValidatingWebhook, const FieldPath&, ErrorList&) {}

void validate_reinvocation(v1::MutatingWebhook webhook, const FieldPath& path, ErrorList& errors) {
  if (webhook.reinvocation_policy()) validate_reinvocation_policy(*webhook.reinvocation_policy(), path.child("reinvocationPolicy"), errors);
}

template <class Webhook>
void validate_webhook(Webhook webhook, const WebhookRules& rules, const FieldPath& path, ErrorList& errors) {
  object::validate_fully_qualified_name(webhook.name(), path.child("name"), errors);
  for (auto [index, rule] : webhook.rules().enumerate()) validate_rule_with_operations(rule, path.child("rules").index(index), errors);
  if (webhook.failure_policy()) validate_failure_policy(webhook.failure_policy(), path.child("failurePolicy"), errors);
  if (webhook.match_policy()) validate_match_policy(*webhook.match_policy(), path.child("matchPolicy"), errors);
  validate_side_effects(webhook.side_effects(), rules, path.child("sideEffects"), errors);
  const auto timeout = webhook.timeout_seconds();
  if (timeout && (*timeout < 1 || *timeout > kTimeoutSecondsMax))
    errors.invalid(path.child("timeoutSeconds"), std::to_string(*timeout), "the timeout value must be between 1 and 30 seconds");
  const object::LabelSelectorRules selectors{.allow_invalid_values = rules.allow_invalid_label_values};
  object::validate_label_selector(webhook.namespace_selector().node(), selectors, path.child("namespaceSelector"), errors);
  object::validate_label_selector(webhook.object_selector().node(), selectors, path.child("objectSelector"), errors);
  validate_reinvocation(webhook, path, errors);
  validate_client_config(webhook.client_config(), path.child("clientConfig"), errors);
  if (!rules.ignore_match_conditions) validate_match_conditions(webhook.match_conditions(), path.child("matchConditions"), errors);
}

void validate_review_versions(object::ListView<std::string_view> versions, const WebhookRules& rules, const FieldPath& path,
                              ErrorList& errors) {
  if (versions.empty()) {
    errors.required(path, "must specify one of v1, v1beta1");
    return;
  }
  std::set<std::string_view> seen;
  bool recognized = false;
  for (auto [index, version] : versions.enumerate()) {
    if (!seen.insert(version).second) {
      errors.invalid(path.index(index), quoted(version), "duplicate version");
      continue;
    }
    errors.invalid_text_each(path.index(index), version, object::is_dns1035_label(version));
    recognized = recognized || is_recognized(version);
  }
  if (rules.require_recognized_review_version && !recognized)
    errors.invalid(path, groups::list_json(versions), "must include at least one of v1, v1beta1");
}

template <class Webhook>
void validate_all(object::ListView<Webhook> webhooks, const WebhookRules& rules, ErrorList& errors) {
  std::set<std::string_view> names;
  for (auto [index, webhook] : webhooks.enumerate()) {
    const FieldPath path = FieldPath("webhooks").index(index);
    validate_webhook(webhook, rules, path, errors);
    validate_review_versions(webhook.admission_review_versions(), rules, path.child("admissionReviewVersions"), errors);
    if (rules.require_unique_names && !webhook.name().empty() && !names.insert(webhook.name()).second)
      errors.duplicate(path.child("name"), quoted(webhook.name()));
  }
}

bool same_conditions(object::ListView<v1::MatchCondition> left, object::ListView<v1::MatchCondition> right) {
  if (left.size() != right.size()) return false;
  for (auto [index, condition] : left.enumerate())
    if (condition.name() != right[index].name() || condition.expression() != right[index].expression()) return false;
  return true;
}

template <class Webhook>
bool same_match_conditions(object::ListView<Webhook> webhooks, object::ListView<Webhook> old) {
  if (webhooks.size() != old.size()) return false;
  for (auto [index, webhook] : webhooks.enumerate())
    if (!same_conditions(webhook.match_conditions(), old[index].match_conditions())) return false;
  return true;
}

bool has_recognized_version(object::ListView<std::string_view> versions) {
  for (const std::string_view version : versions)
    if (is_recognized(version)) return true;
  return versions.empty();
}

template <class Webhook>
bool has_invalid_selector(Webhook webhook) {
  ErrorList errors;
  object::validate_label_selector(webhook.namespace_selector().node(), {}, FieldPath(), errors);
  object::validate_label_selector(webhook.object_selector().node(), {}, FieldPath(), errors);
  return !errors.empty();
}

template <class Webhook>
WebhookRules rules_after(object::ListView<Webhook> webhooks, object::ListView<Webhook> old) {
  WebhookRules rules{.ignore_match_conditions = same_match_conditions(webhooks, old)};
  std::set<std::string_view> names;
  for (const Webhook webhook : old) {
    rules.require_no_side_effects = rules.require_no_side_effects && has_no_side_effects(webhook.side_effects());
    rules.require_recognized_review_version =
        rules.require_recognized_review_version && has_recognized_version(webhook.admission_review_versions());
    rules.require_unique_names = names.insert(webhook.name()).second && rules.require_unique_names;
    rules.allow_invalid_label_values = rules.allow_invalid_label_values || has_invalid_selector(webhook);
  }
  return rules;
}

}  // namespace

void set_webhook_defaults(v1::ValidatingWebhookMut webhook) { set_defaults(webhook); }

void set_webhook_defaults(v1::MutatingWebhookMut webhook) {
  set_defaults(webhook);
  if (!webhook.has_reinvocation_policy()) webhook.set_reinvocation_policy("Never");
}

void validate_webhooks(object::ListView<v1::ValidatingWebhook> webhooks, const WebhookRules& rules, ErrorList& errors) {
  validate_all(webhooks, rules, errors);
}

void validate_webhooks(object::ListView<v1::MutatingWebhook> webhooks, const WebhookRules& rules, ErrorList& errors) {
  validate_all(webhooks, rules, errors);
}

WebhookRules webhook_rules(object::ListView<v1::ValidatingWebhook> webhooks, object::ListView<v1::ValidatingWebhook> old) {
  return rules_after(webhooks, old);
}

WebhookRules webhook_rules(object::ListView<v1::MutatingWebhook> webhooks, object::ListView<v1::MutatingWebhook> old) {
  return rules_after(webhooks, old);
}

}  // namespace pintle::admissionregistration

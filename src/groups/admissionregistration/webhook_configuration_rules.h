// The rules of webhooks, validating and mutating ones: written once, as the two types have all but one field in common.
//
//   validate_webhooks(configuration.webhooks(), WebhookRules(), errors);
//   validate_webhooks(configuration.webhooks(), webhook_rules(old.webhooks()), errors);    // what the old ones had may stay
//
// Errors in upstream's order. Thread: pure. Source: pkg/apis/admissionregistration/validation/validation.go.
#pragma once

#include "object/field_error.h"
#include "views/admissionregistration_v1_mut.h"

namespace pintle::admissionregistration {

struct WebhookRules {
  bool ignore_match_conditions = false;  // they have not changed
  bool require_no_side_effects = true;
  bool require_recognized_review_version = true;
  bool require_unique_names = true;
  bool allow_invalid_label_values = false;
};

void set_webhook_defaults(v1::ValidatingWebhookMut webhook);
void set_webhook_defaults(v1::MutatingWebhookMut webhook);

void validate_webhooks(object::ListView<v1::ValidatingWebhook> webhooks, const WebhookRules& rules, object::ErrorList& errors);
void validate_webhooks(object::ListView<v1::MutatingWebhook> webhooks, const WebhookRules& rules, object::ErrorList& errors);

WebhookRules webhook_rules(object::ListView<v1::ValidatingWebhook> webhooks, object::ListView<v1::ValidatingWebhook> old);
WebhookRules webhook_rules(object::ListView<v1::MutatingWebhook> webhooks, object::ListView<v1::MutatingWebhook> old);

}  // namespace pintle::admissionregistration

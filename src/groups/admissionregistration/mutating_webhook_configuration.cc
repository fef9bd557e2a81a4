// MutatingWebhookConfiguration: webhooks that may change requests. Source: admissionregistration.k8s.io/v1 MutatingWebhookConfiguration;
// pkg/registry/admissionregistration/mutatingwebhookconfiguration.
#include "api/metadata_rules.h"
#include "groups/admissionregistration/admissionregistration.h"
#include "groups/admissionregistration/match_rules.h"
#include "groups/admissionregistration/webhook_configuration_rules.h"
#include "groups/hook.h"
#include "views/admissionregistration_v1_mut.h"

namespace pintle::admissionregistration {
namespace {

using groups::hook;
using object::ErrorList;
using object::ObjectMeta;

ObjectMeta meta_of(v1::MutatingWebhookConfiguration configuration) { return ObjectMeta(configuration.metadata().node()); }

void row(v1::MutatingWebhookConfiguration configuration, int64_t now_seconds, api::Cells& cells) {
  cells.text(configuration.metadata().name());
  cells.number(static_cast<int64_t>(configuration.webhooks().size()));
  cells.age(configuration.metadata().creation_timestamp(), now_seconds);
}

void set_defaults(v1::MutatingWebhookConfigurationMut configuration) {
  for (const v1::MutatingWebhookMut webhook : configuration.webhooks()) set_webhook_defaults(webhook);
}

void validate(v1::MutatingWebhookConfiguration configuration, ErrorList& errors) {
  validate_webhooks(configuration.webhooks(), {}, errors);
}

void validate_update(v1::MutatingWebhookConfiguration configuration, v1::MutatingWebhookConfiguration old, ErrorList& errors) {
  api::validate_metadata(kMutatingWebhookConfiguration, meta_of(configuration), errors);
  validate_webhooks(configuration.webhooks(), webhook_rules(configuration.webhooks(), old.webhooks()), errors);
}

void warn(v1::MutatingWebhookConfiguration configuration, v1::MutatingWebhookConfiguration, std::vector<std::string>& warnings) {
  warn_static_name(meta_of(configuration).name(), warnings);
}

}  // namespace

const api::Kind kMutatingWebhookConfiguration = {
    .group = "admissionregistration.k8s.io",
    .version = "v1",
    .kind = "MutatingWebhookConfiguration",
    .resource = "mutatingwebhookconfigurations",
    .singular = "mutatingwebhookconfiguration",
    .categories = {"api-extensions"},
    .scope = api::Scope::kCluster,
    .key_prefix = "/registry/mutatingwebhookconfigurations/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Webhooks",
             .type = "integer",
             .description = "Webhooks indicates the number of webhooks registered in this configuration"},
            api::kAgeColumn,
        },
    .row = hook<row>,
    .set_defaults = hook<set_defaults>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .warnings = hook<warn>,
    .standard_finalizers = false,
    .tracks_generation = true,
    .generation_of_empty = true,
    .unconditional_update = false,
};

}  // namespace pintle::admissionregistration

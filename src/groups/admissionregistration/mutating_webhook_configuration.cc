// MutatingWebhookConfiguration: webhooks that may change requests. Source: admissionregistration.k8s.io/v1 MutatingWebhookConfiguration;
// pkg/registry/admissionregistration/mutatingwebhookconfiguration.
#include "groups/admissionregistration/admissionregistration.h"
#include "groups/hook.h"
#include "views/admissionregistration_v1.h"

namespace pintle::admissionregistration {
namespace {

using groups::hook;

void row(v1::MutatingWebhookConfiguration configuration, int64_t now_seconds, api::Cells& cells) {
  cells.text(configuration.metadata().name());
  cells.number(static_cast<int64_t>(configuration.webhooks().size()));
  cells.age(configuration.metadata().creation_timestamp(), now_seconds);
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
    .standard_finalizers = false,
    .tracks_generation = true,
    .unconditional_update = false,
};

}  // namespace pintle::admissionregistration

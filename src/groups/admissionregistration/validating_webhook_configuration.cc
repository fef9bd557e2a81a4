// ValidatingWebhookConfiguration: webhooks that judge requests. Source: admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration;
// pkg/registry/admissionregistration/validatingwebhookconfiguration.
#include "groups/admissionregistration/admissionregistration.h"
#include "groups/hook.h"
#include "views/admissionregistration_v1.h"

namespace pintle::admissionregistration {
namespace {

using groups::hook;

void row(v1::ValidatingWebhookConfiguration configuration, int64_t now_seconds, api::Cells& cells) {
  cells.text(configuration.metadata().name());
  cells.number(static_cast<int64_t>(configuration.webhooks().size()));
  cells.age(configuration.metadata().creation_timestamp(), now_seconds);
}

}  // namespace

const api::Kind kValidatingWebhookConfiguration = {
    .group = "admissionregistration.k8s.io",
    .version = "v1",
    .kind = "ValidatingWebhookConfiguration",
    .resource = "validatingwebhookconfigurations",
    .singular = "validatingwebhookconfiguration",
    .categories = {"api-extensions"},
    .scope = api::Scope::kCluster,
    .key_prefix = "/registry/validatingwebhookconfigurations/",
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

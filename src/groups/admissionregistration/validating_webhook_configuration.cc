// ValidatingWebhookConfiguration: webhooks that judge requests. Source: admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration;
// pkg/registry/admissionregistration/validatingwebhookconfiguration.
#include "groups/admissionregistration/admissionregistration.h"

namespace pintle::admissionregistration {

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
    .standard_finalizers = false,
    .tracks_generation = true,
    .unconditional_update = false,
};

}  // namespace pintle::admissionregistration

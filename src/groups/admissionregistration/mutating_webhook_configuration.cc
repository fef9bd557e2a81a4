// MutatingWebhookConfiguration: webhooks that may change requests. Source: admissionregistration.k8s.io/v1 MutatingWebhookConfiguration;
// pkg/registry/admissionregistration/mutatingwebhookconfiguration.
#include "groups/admissionregistration/admissionregistration.h"

namespace pintle::admissionregistration {

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
    .standard_finalizers = false,
    .tracks_generation = true,
    .unconditional_update = false,
};

}  // namespace pintle::admissionregistration

// Namespace: a scope for names. Source: core/v1 Namespace; pkg/registry/core/namespace.
#include "groups/core/core.h"

namespace pintle::core {

const api::Kind kNamespace = {
    .group = "",
    .version = "v1",
    .kind = "Namespace",
    .resource = "namespaces",
    .singular = "namespace",
    .short_names = {"ns"},
    .scope = api::Scope::kCluster,
    .verbs = api::kGet | api::kList | api::kWatch | api::kCreate | api::kUpdate | api::kPatch | api::kDelete,
    .subresources =
        {
            {.name = "finalize", .serves = api::SubresourceKind::kUpdate, .verbs = api::kUpdate, .keeps = {"status"}},
            {.name = "status", .keeps = {"spec"}},
        },
    .key_prefix = "/registry/namespaces/",
    .selectable_fields =
        {
            {.name = "status.phase"},
        },
    .unsupported_field = api::kFieldLabelNotSupported,
    .selects_namespace = false,
    .columns =
        {
            api::kNameColumn,
            {.name = "Status", .type = "string", .description = "The status of the namespace"},
            api::kAgeColumn,
        },
    .validate_name = object::name_is_dns_label,
    .has_status = true,
    .returns_deleted = true,
};

}  // namespace pintle::core

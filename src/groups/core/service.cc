// Service: a stable address for a set of Pods. Source: core/v1 Service; pkg/registry/core/service.
#include "groups/core/core.h"

namespace pintle::core {

const api::Kind kService = {
    .group = "",
    .version = "v1",
    .kind = "Service",
    .resource = "services",
    .singular = "service",
    .short_names = {"svc"},
    .categories = {"all"},
    .subresources =
        {
            {.name = "proxy",
             .serves = api::SubresourceKind::kConnect,
             .verbs = api::kGet | api::kCreate | api::kUpdate | api::kPatch | api::kDelete,
             .kind = "ServiceProxyOptions"},
            {.name = "status", .keeps = {"spec"}},
        },
    .key_prefix = "/registry/services/specs/",
    .selectable_fields =
        {
            {.name = "spec.clusterIP"},
            {.name = "spec.type"},
        },
    .unsupported_field = api::kFieldLabelNotSupported,
    .columns =
        {
            api::kNameColumn,
            {.name = "Type", .type = "string", .documented_by = {"core.v1.ServiceSpec", "type"}},
            {.name = "Cluster-IP", .type = "string", .documented_by = {"core.v1.ServiceSpec", "clusterIP"}},
            {.name = "External-IP", .type = "string", .documented_by = {"core.v1.ServiceSpec", "externalIPs"}},
            {.name = "Port(s)", .type = "string", .documented_by = {"core.v1.ServiceSpec", "ports"}},
            api::kAgeColumn,
            {.name = "Selector", .type = "string", .documented_by = {"core.v1.ServiceSpec", "selector"}, .priority = 1},
        },
    .validate_name = object::name_is_dns_label,
    .has_status = true,
    .create_on_update = true,
    .returns_deleted = true,
};

}  // namespace pintle::core

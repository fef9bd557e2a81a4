// APIService: who serves a group and version: this server or another one behind it. Source: apiregistration.k8s.io/v1 APIService;
// k8s.io/kube-aggregator/pkg/registry/apiservice.
#include "groups/apiregistration/apiregistration.h"

namespace pintle::apiregistration {

const api::Kind kAPIService = {
    .group = "apiregistration.k8s.io",
    .version = "v1",
    .kind = "APIService",
    .resource = "apiservices",
    .singular = "apiservice",
    .categories = {"api-extensions"},
    .scope = api::Scope::kCluster,
    .subresources =
        {
            {.name = "status", .keeps = {"spec", "metadata"}},
        },
    .key_prefix = "/registry/apiregistration.k8s.io/apiservices/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Service", .type = "string", .description = "The reference to the service that hosts this API endpoint."},
            {.name = "Available", .type = "string", .description = "Whether this service is available."},
            api::kAgeColumn,
        },
    .validate_name = object::name_is_path_segment,
    .standard_finalizers = false,
    .has_status = true,
    .unconditional_update = false,
};

}  // namespace pintle::apiregistration

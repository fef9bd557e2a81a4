// ComponentStatus: how the parts of the control plane are doing; read-only and deprecated. Source: core/v1 ComponentStatus;
// pkg/registry/core/componentstatus.
#include "groups/core/core.h"

namespace pintle::core {

const api::Kind kComponentStatus = {
    .group = "",
    .version = "v1",
    .kind = "ComponentStatus",
    .resource = "componentstatuses",
    .singular = "componentstatus",
    .short_names = {"cs"},
    .scope = api::Scope::kCluster,
    .verbs = api::kGet | api::kList,
    .deprecation_warning = "v1 ComponentStatus is deprecated in v1.19+",
    .columns =
        {
            api::kNameColumn,
            {.name = "Status", .type = "string", .description = "Status of the component conditions"},
            {.name = "Message", .type = "string", .description = "Message of the component conditions"},
            {.name = "Error", .type = "string", .description = "Error of the component conditions"},
        },
};

}  // namespace pintle::core

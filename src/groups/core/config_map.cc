// ConfigMap: configuration data in keys. Source: core/v1 ConfigMap; pkg/registry/core/configmap.
#include "groups/core/core.h"

namespace pintle::core {

const api::Kind kConfigMap = {
    .group = "",
    .version = "v1",
    .kind = "ConfigMap",
    .resource = "configmaps",
    .singular = "configmap",
    .short_names = {"cm"},
    .key_prefix = "/registry/configmaps/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Data", .type = "string", .documented_by = {"core.v1.ConfigMap", "data"}},
            api::kAgeColumn,
        },
};

}  // namespace pintle::core

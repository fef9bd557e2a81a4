// Secret: sensitive data in keys. Source: core/v1 Secret; pkg/registry/core/secret.
#include "groups/core/core.h"

namespace pintle::core {

const api::Kind kSecret = {
    .group = "",
    .version = "v1",
    .kind = "Secret",
    .resource = "secrets",
    .singular = "secret",
    .key_prefix = "/registry/secrets/",
    .selectable_fields =
        {
            {.name = "type"},
        },
    .unsupported_field = api::kFieldLabelNotSupported,
    .columns =
        {
            api::kNameColumn,
            {.name = "Type", .type = "string", .documented_by = {"core.v1.Secret", "type"}},
            {.name = "Data", .type = "string", .documented_by = {"core.v1.Secret", "data"}},
            api::kAgeColumn,
        },
};

}  // namespace pintle::core
